"""Housekeeping of the broker in a database: kombu marks what it delivered and never removes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from sqlalchemy import create_engine, inspect, text

KEEP = timedelta(minutes=10)
_PREFIX = "sqla+"


def purge_delivered() -> int:
    """Remove messages that were delivered a while ago; how many. Brokers that clean up themselves are left alone."""
    url = settings.CELERY_BROKER_URL
    if not url.startswith(_PREFIX):
        return 0
    before = datetime.now() - KEEP  # noqa: DTZ005 - kombu stamps its rows with naive local time
    engine = create_engine(url.removeprefix(_PREFIX))
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("kombu_message"):
                return 0
            delivered = text("DELETE FROM kombu_message WHERE NOT visible AND timestamp < :before")
            return int(connection.execute(delivered, {"before": before}).rowcount)
    finally:
        engine.dispose()
