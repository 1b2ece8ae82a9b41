"""The desk's settings with a later migration of the trail's tables."""

from kyc.settings import *  # noqa: F403

MIGRATION_MODULES = {"audit": "tests.audit.migrations"}
