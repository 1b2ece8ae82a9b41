"""The desk's settings with an engine that stops where a test tells it to."""

from kyc.settings import *  # noqa: F403

INSPECTION_ENGINES = ["tests.inspections.engines.GatedEngine"]
