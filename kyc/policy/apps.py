from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    name = "kyc.policy"
    label = "policy"
    verbose_name = _("Policy")

    def ready(self) -> None:
        post_migrate.connect(make_whole, sender=self)


def make_whole(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrating (and after a flush): the triggers stand, and a desk without a policy begins with version 1."""
    from kyc.policy import first, triggers

    connection = connections[using]
    if triggers.TABLE in connection.introspection.table_names():
        first.publish_version_1(using)
        triggers.install(connection)
