"""The broker in a file, where several processes begin at once."""

from __future__ import annotations

from pathlib import Path

from kombu import Connection

from kyc.celery import PatientChannel


def test_a_queue_that_two_make_at_one_moment_is_made_once(tmp_path: Path) -> None:
    """Both look and see none; the one that is later to commit finds the other's."""
    address = f"sqla+sqlite:///{tmp_path / 'broker.sqlite3'}"
    with Connection(address) as one, Connection(address) as other:
        first, second = one.channel(), other.channel()
        assert isinstance(first, PatientChannel)
        commit = second.session.commit

        def commit_after_the_other() -> None:
            second.session.commit = commit
            first._get_or_create("celery")
            commit()

        second.session.commit = commit_after_the_other
        assert second._get_or_create("celery").name == "celery"
        assert first.session.query(first.queue_cls).count() == 1
