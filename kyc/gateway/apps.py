from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatewayConfig(AppConfig):
    name = "kyc.gateway"
    verbose_name = _("gateway")

    def ready(self) -> None:
        from kyc.gateway.rows import clear_old
        from kyc.inspections.signals import cleaning

        cleaning.connect(clear_old, dispatch_uid="kyc.gateway.clear_old")
