"""Published, immutable versions of the desk's policy."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PolicyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class PolicyVersion(models.Model):
    """Reasons, accepted kinds and detector lines. Numbered when published; from then on nothing in it changes.

    ``content`` is the JSON of ``kyc.policy.content.PolicyContent``.
    """

    number = models.PositiveIntegerField(_("number"), unique=True, null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=PolicyState, default=PolicyState.DRAFT, editable=False)
    content = models.JSONField(_("content"))
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    created_by = models.CharField(_("drafted by"), max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(_("drafted"), default=timezone.now, editable=False)
    published_by = models.CharField(_("published by"), max_length=150, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-number", "-created_at")
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")

    def __str__(self) -> str:
        return f"{self.number}" if self.number else "draft"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and PolicyVersion.objects.filter(pk=self.pk, state=PolicyState.PUBLISHED).exists():
            raise TypeError("a published policy version never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.state == PolicyState.PUBLISHED:
            raise TypeError("a published policy version is never deleted")
        return super().delete(*args, **kwargs)
