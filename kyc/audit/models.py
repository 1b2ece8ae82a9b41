"""The trail: one row an event, never changed; a head row for the whole and one for each case.

Actor, role and case are plain values, not foreign keys: the trail outlives what it speaks of. Model and queryset refuse
change here, the database refuses it in ``kyc.audit.triggers``.
"""

from __future__ import annotations

import uuid
from typing import Any, NoReturn, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.audit.actions import Action
from kyc.audit.actor import ActorKind
from kyc.audit.encoding import NOTHING_BEFORE, hash_of


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise TypeError("audit events are appended by kyc.audit.services.record and never change")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of_case(self, number: str) -> Self:
        return self.filter(case_number=number)

    update = delete = _raw_delete = create = get_or_create = update_or_create = _refuse
    bulk_create = bulk_update = acreate = adelete = aupdate = abulk_create = abulk_update = _refuse


class AuditEvent(models.Model):
    sequence = models.PositiveBigIntegerField(_("sequence"), primary_key=True)
    event_id = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor_kind = models.CharField(
        _("kind of actor"), max_length=12, choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor_id = models.CharField(_("actor's id"), max_length=64, blank=True)
    actor_name = models.CharField(_("actor"), max_length=150, blank=True)
    actor_role = models.CharField(_("role"), max_length=30, blank=True)
    ip = models.CharField(_("address"), max_length=45, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    case_number = models.CharField(_("case"), max_length=20, blank=True)
    side = models.CharField(_("side"), max_length=20, blank=True)
    subject = models.CharField(_("data subject"), max_length=80, blank=True)
    action = models.CharField(_("action"), max_length=40, choices=Action)
    old = models.CharField(_("before"), max_length=200, blank=True)
    new = models.CharField(_("after"), max_length=200, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    note = models.CharField(max_length=80, blank=True)
    policy_version = models.PositiveIntegerField(_("policy version"), null=True)
    details = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    previous_case_hash = models.CharField(_("previous hash of the case"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        base_manager_name = "objects"
        default_permissions = ("view",)
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = (
            models.Index(fields=["case_number", "sequence"]),
            models.Index(fields=["action", "sequence"]),
            models.Index(fields=["at"]),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding or self.hash != self.computed_hash():
            _refuse()
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()

    def values_hashed(self) -> dict[str, object]:
        """Every column but the hash itself."""
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields} | {"hash": None}

    def computed_hash(self) -> str:
        return hash_of(self.values_hashed())


class AuditHead(models.Model):
    """The last event of the whole trail: one row, locked while the next event is appended."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NOTHING_BEFORE)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.sequence)


class AuditCaseHead(models.Model):
    """The last event of one case."""

    case_number = models.CharField(max_length=20, primary_key=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_number}: {self.sequence}"
