"""What the upload page itself has to remember."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from kyc.cases.models import Case


class Submission(models.Model):
    """The one-time token of an upload form and the case it became, so that sending it twice makes one case."""

    token = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.token)
