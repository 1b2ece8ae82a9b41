"""Runs of an engine and what they found. Personal values are sealed with the case's key."""

from __future__ import annotations

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.cases.models import Capture, Document
from kyc.engines.cloud.access import CloudProtocol
from kyc.policy.models import PolicyVersion
from kyc.web.labels import label


class InspectionState(models.TextChoices):
    """queued → running → succeeded or failed. A running row whose lease ran out goes back to queued."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")


#: How this machine's own engines are called among those that read.
LOCAL: Final = "local"


class Purpose(models.TextChoices):
    """Why a run was made. A second opinion is shown beside the main reading and changes nothing else."""

    MAIN = "main", _("Main reading")
    SECOND_OPINION = "second_opinion", _("Second opinion")


class Inspection(models.Model):
    """One run over one round of a document's captures. The row is the truth, the Celery message a nudge.

    Engines are called ``LOCAL`` or by their account's name, which never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="inspections")
    round = models.PositiveSmallIntegerField(_("round"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.MAIN)
    #: The one engine that a second opinion is asked of, and who asked; empty for a main reading.
    asked = models.CharField(_("engine asked"), max_length=80, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
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
    #: The cloud account that read; empty for this machine's own engines.
    account_name = models.CharField(_("cloud account"), max_length=80, blank=True)
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
        constraints = (
            models.UniqueConstraint(
                fields=["document", "round", "asked"],
                condition=models.Q(purpose="second_opinion", state__in=("queued", "running")),
                name="one_open_second_opinion",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_main(self) -> bool:
        return self.purpose == Purpose.MAIN

    @property
    def is_open(self) -> bool:
        return self.state in (InspectionState.QUEUED, InspectionState.RUNNING)

    @property
    def read_by(self) -> str:
        """Whose reading it is, as ``label(…, "engine")`` takes it; empty before the end and where no engine worked."""
        return self.account_name or self.engine


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


class CloudAccount(models.Model):
    """One account at one vendor of cloud recognition.

    Made and changed by ``kyc.inspections.cloud_accounts`` only. The credentials are sealed with ``key_id``'s key and
    never shown again. Never deleted: readings name it.
    """

    name = models.CharField(_("account name"), max_length=80, unique=True)
    protocol = models.CharField(
        _("protocol"),
        max_length=20,
        choices=[
            (CloudProtocol.TENCENT_V3.value, _("Tencent Cloud OCR (API 3.0)")),
            (CloudProtocol.TENCENT_LEGACY.value, _("Tencent, older licence API")),
            (CloudProtocol.HUAWEI.value, _("Huawei Cloud OCR")),
        ],
    )
    endpoint = models.CharField(_("endpoint"), max_length=200)
    region = models.CharField(_("region"), max_length=40, blank=True)
    app_id = models.CharField(_("app id"), max_length=40, blank=True)
    bucket = models.CharField(_("bucket"), max_length=80, blank=True)
    project_id = models.CharField(_("project id"), max_length=64, blank=True)
    connect_seconds = models.FloatField(_("seconds to connect"), default=3.0)
    answer_seconds = models.FloatField(_("seconds to answer"), default=15.0)
    calls_per_second = models.FloatField(_("calls per second"), default=5.0)
    #: Documents that may be sent there; none unless somebody says so.
    kinds = models.JSONField(_("documents that may be sent there"), default=list, blank=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    key_id = models.UUIDField(default=uuid.uuid4, editable=False)
    credentials_sealed = models.BinaryField()
    #: Grows with every change; a process makes its engine anew when it sees another one.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    rotated_at = models.DateTimeField(_("credentials changed"), null=True)

    class Meta:
        verbose_name = _("cloud account")
        verbose_name_plural = _("cloud accounts")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


#: Stands for documents whose kind nobody stated.
NOT_STATED: Final = "not_stated"


class EngineOrder(models.Model):
    """Which engines read documents stated to be of one kind, in the order in which they are asked.

    A kind without a row is read on this machine alone. Set by ``kyc.inspections.cloud_accounts.set_order`` only.
    """

    kind = models.CharField(_("stated kind"), max_length=40, unique=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("order of engines")
        verbose_name_plural = _("orders of engines")
        ordering = ("pk",)

    def __str__(self) -> str:
        return label(self.kind, "order")


class OrderedEngine(models.Model):
    """One place in an order; no account stands for this machine."""

    order = models.ForeignKey(EngineOrder, models.CASCADE, related_name="engines")
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(CloudAccount, models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["order", "position"], name="one_engine_a_place"),
            models.UniqueConstraint(fields=["order", "account"], name="an_account_once_an_order"),
        )

    def __str__(self) -> str:
        return f"{self.order_id}: {self.position}"
