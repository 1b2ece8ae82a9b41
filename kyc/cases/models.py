"""Applicant → case → document → capture. A capture is never replaced: new pictures are a new round."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.cases.querysets import CaseQuerySet
from kyc.cases.states import CaseState
from kyc.policy.models import PolicyVersion


class Applicant(models.Model):
    """Whoever the customer's reference stands for. The reference itself is sealed in each case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference_digest = models.CharField(_("reference digest"), max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)


class CaseNumber(models.Model):
    """The last case number given out in a year; locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="cases")
    state = models.CharField(_("state"), max_length=20, choices=CaseState, default=CaseState.RECEIVED)
    #: The case's key in the vault; everything sealed of this case opens with it alone.
    key_id = models.UUIDField(default=uuid.uuid4, unique=True)
    reference_sealed = models.BinaryField()
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="cases", verbose_name=_("policy version")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("received_at", "number")
        indexes = (models.Index(fields=["state", "received_at"]),)

    def __str__(self) -> str:
        return self.number


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    #: What the uploader said it is; empty for "recognise it".
    kind_stated = models.CharField(_("stated kind"), max_length=40, blank=True)
    #: What the last inspection recognised.
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    #: Declared data as sealed JSON.
    declared_sealed = models.BinaryField()
    #: The current round of pictures, from 1.
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.id)


class Capture(models.Model):
    """One image of one or two sides. Original bytes untouched, sealed; the view is our re-encoded JPEG of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="captures")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    page = models.PositiveSmallIntegerField(default=0)
    side_stated = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    byte_size = models.PositiveIntegerField()
    format = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    view_width = models.PositiveIntegerField()
    view_height = models.PositiveIntegerField()
    original_path = models.CharField(max_length=200)
    view_path = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("round", "position")
        constraints = (
            models.UniqueConstraint(fields=["document", "round", "position"], name="capture_once_per_position"),
        )

    def __str__(self) -> str:
        return str(self.id)
