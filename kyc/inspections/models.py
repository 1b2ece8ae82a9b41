"""Runs of an engine and what they found. Personal values are sealed with the case's key."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.cases.models import Capture, Document
from kyc.policy.models import PolicyVersion
from kyc.web.labels import label


class InspectionState(models.TextChoices):
    """queued → running → succeeded or failed. A running row whose lease ran out goes back to queued."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")


class Inspection(models.Model):
    """One run over one round of a document's captures. The row is the truth, the Celery message a nudge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="inspections")
    round = models.PositiveSmallIntegerField(_("round"))
    state = models.CharField(_("state"), max_length=10, choices=InspectionState, default=InspectionState.QUEUED)
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", verbose_name=_("policy version")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    #: Made anew by every worker that takes the run; results are stored only while it still matches.
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    #: When a worker was last told of it; the sweep tells again what stays queued.
    nudged_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    engine = models.CharField(_("engine"), max_length=40, blank=True)
    engine_version = models.CharField(_("engine version"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    failure_code = models.CharField(_("failure"), max_length=40, blank=True)
    failure_retryable = models.BooleanField(_("can be repeated"), default=False)
    #: The failure's sentence as ``Words`` (no personal values in failure sentences).
    failure_words = models.JSONField(null=True)
    failure_capture = models.ForeignKey(Capture, models.PROTECT, null=True, related_name="+")
    notes = models.JSONField(default=list)
    seconds = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ("queued_at",)
        indexes = (models.Index(fields=["state", "lease_until"]),)

    def __str__(self) -> str:
        return str(self.id)


class SideReading(models.Model):
    """Where a side lies in its capture, and the homography to its rectified crop."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="sides")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20)
    outline = models.JSONField()
    to_rectified = models.JSONField()
    rectified_width = models.PositiveIntegerField()
    rectified_height = models.PositiveIntegerField()
    rotation = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ("id",)


class Field(models.Model):
    """One recognised field; ``sealed`` holds value, raw print and explanation as JSON."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="fields")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    side = models.CharField(max_length=20)
    sealed = models.BinaryField()
    is_read = models.BooleanField()
    confidence = models.FloatField()
    quad = models.JSONField(null=True)
    normaliser = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["inspection", "side", "name"], name="field_once_per_side"),)


class Finding(models.Model):
    """One detector's word on one capture. Reason and figures are sealed: they may quote a date or a number, or tell it.

    ``regions`` are ``[{"quad", "label", "on", "outline"}]``; rows of earlier versions have the first two alone.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+")
    side = models.CharField(_("side"), max_length=20, blank=True)
    code = models.CharField(_("code"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=20)
    severity = models.CharField(_("severity"), max_length=20)
    score = models.FloatField(_("score"), null=True)
    line = models.FloatField(_("line"), null=True)
    detector_version = models.CharField(_("detector version"), max_length=40)
    subtype = models.CharField(_("subtype"), max_length=40, blank=True)
    reason_sealed = models.BinaryField(null=True)
    figures_sealed = models.BinaryField(null=True)
    regions = models.JSONField(default=list)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("id",)
        indexes = (models.Index(fields=["code", "outcome"]),)

    def __str__(self) -> str:
        return label(self.code, "warning")


class Evidence(models.Model):
    """A sealed PNG that a detector drew of what it measured. ``quad`` is where it lies on the capture, None for a
    diagram; ``position`` counts the finding's pictures from 0."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    quad = models.JSONField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["finding", "position"], name="evidence_once_per_position"),)


class Check(models.Model):
    """Arithmetic or logic over fields and declared data, its words sealed."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="checks")
    code = models.CharField(_("code"), max_length=60)
    outcome = models.CharField(_("outcome"), max_length=20)
    words_sealed = models.BinaryField()
    fields = models.JSONField(default=list)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ("id",)

    def __str__(self) -> str:
        return label(self.code, "check")


class Crop(models.Model):
    """A sealed JPEG cut from a capture: the rectified card or the portrait."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="crops")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)


class Worker(models.Model):
    """A worker's heartbeat, and when it last read the built-in specimen."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    specimen_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
