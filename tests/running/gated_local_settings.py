"""The desk's settings with its real engine, which stops where a test tells it to."""

from kyc.settings import *  # noqa: F403

INSPECTION_ENGINES = ["tests.running.gated_local.GatedLocalEngine"]
