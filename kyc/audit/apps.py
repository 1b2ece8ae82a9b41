from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "kyc.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        from kyc.audit.checks import triggers_are_there

        post_migrate.connect(_install_triggers, dispatch_uid="kyc.audit.triggers")
        checks.register(triggers_are_there, checks.Tags.database)


def _install_triggers(using: str, **kwargs: Any) -> None:
    """After every room's migrations, whichever room's table was rebuilt."""
    from kyc.audit import triggers

    triggers.install(connections[using])
