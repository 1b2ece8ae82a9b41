"""Claims, answers to warnings, decisions."""

from __future__ import annotations

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.cases.models import Case, Document
from kyc.inspections.models import Finding, Inspection
from kyc.policy.models import PolicyVersion

#: The two answers to a warning.
AGREED: Final = "agreed"
DISAGREED: Final = "disagreed"


class Claim(models.Model):
    """Who has a case open. A lease that runs out, not a lock: the decision itself is what must be unique."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} by {self.user_id}"


class WarningAnswer(models.Model):
    """Whether a person agrees with a warning of high severity. May change until the decision; the trail keeps all."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="answer")
    agrees = models.BooleanField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.word}"

    @property
    def word(self) -> str:
        """As the trail and the pages' forms say it."""
        return AGREED if self.agrees else DISAGREED


class DecisionOutcome(models.TextChoices):
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    RESUBMISSION_REQUESTED = "resubmission_requested", _("Resubmission requested")


class Decision(models.Model):
    """What a person decided about one round of a document. One a round, whoever comes second is refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", verbose_name=_("case"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(_("round"))
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=30, choices=DecisionOutcome)
    #: Reasons as the policy version words them: [{"code", "type"}].
    reasons = models.JSONField(default=list)
    note_sealed = models.BinaryField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", verbose_name=_("policy version")
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("decided_at",)
        constraints = (models.UniqueConstraint(fields=["document", "round"], name="one_decision_per_round"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome}"
