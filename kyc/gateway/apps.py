from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatewayConfig(AppConfig):
    name = "kyc.gateway"
    verbose_name = _("gateway")
