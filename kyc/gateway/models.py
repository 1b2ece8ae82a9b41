"""What was called, and which one-time signatures were used. No picture and no personal value."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kyc.accounts.models import ApiClient


class ApiCall(models.Model):
    """One call of the gateway, answered or refused. ``code`` is the vendor's, empty for success.

    Of callers that nobody knows, a row may stand for several ``calls`` (``kyc.gateway.rows``).
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, null=True, related_name="calls", verbose_name=_("client"))
    api = models.CharField(_("API"), max_length=20)
    action = models.CharField(_("action"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    request_id = models.CharField(_("request id"), max_length=36)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    calls = models.PositiveIntegerField(_("calls"), default=1)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("API call")
        verbose_name_plural = _("API calls")
        ordering = ("-id",)
        indexes = (models.Index(fields=["client", "at"]), models.Index(fields=["at"]))

    def __str__(self) -> str:
        return f"{self.api} {self.action} {self.code or 'OK'}"


class UsedSignature(models.Model):
    """A one-time signature of the older API that has served; a second use is a replay."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.digest
