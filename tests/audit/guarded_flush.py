"""Let pytest empty the tables after a test that commits: the desk's triggers refuse it, as they should.

They are dropped when such a test is over; the flush that follows runs post_migrate, which installs them again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection


def drop_triggers() -> None:
    """Drop every trigger of the database, the trail's and the policy's."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, '' FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname, ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        for name, place in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{place}")


@pytest.fixture(autouse=True)
def guarded_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    commits = "transactional_db" in request.fixturenames or any(
        mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db")
    )
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        drop_triggers()
