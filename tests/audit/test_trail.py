"""The trail: appending, refusing change, finding tampering. SQLite here; both databases in test_refusals.py."""

from __future__ import annotations

import string
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kyc.audit import triggers
from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM, Actor, ActorKind
from kyc.audit.encoding import canonical, hash_of
from kyc.audit.models import AuditEvent, AuditHead
from kyc.audit.services import record
from kyc.audit.triggers import EVENTS, missing_triggers
from kyc.audit.verifier import verify

pytestmark = pytest.mark.django_db
REVIEWER = Actor(ActorKind.USER, "7", "reviewer", "reviewer", "127.0.0.1", "a browser")


def write(count: int = 6) -> int:
    """Append ``count`` events of two cases; the sequence number of the first."""
    first = AuditEvent.objects.count() + 1
    for index in range(count):
        with transaction.atomic():
            record(
                Action.CASE_VIEWED,
                REVIEWER if index % 2 else SYSTEM,
                case_number=f"K-2026-00000{index % 2}",
                old="a",
                new="b",
                reasons=["LOW_QUALITY"],
                note="digest",
                policy_version=1,
                side="portrait_face",
                subject="user:7",
                details={"count": index, "kinds": ["x"]},
            )
    return first


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def drop_triggers() -> None:
    for name in triggers.expected_names(connection.vendor):
        execute(f"DROP TRIGGER {name}")


def test_sequence_and_links() -> None:
    first = write()
    events = list(AuditEvent.objects.filter(sequence__gte=first))
    assert [event.sequence for event in events] == list(range(first, first + 6))
    assert events[3].previous_hash == events[2].hash
    assert events[3].previous_case_hash == events[1].hash
    assert verify().ok


def test_record_needs_a_transaction(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(Action.CASE_VIEWED, SYSTEM)


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError), transaction.atomic():
        record(Action.CASE_VIEWED, SYSTEM, details={"score": 0.5})


def test_model_and_queryset_refuse_change() -> None:
    write(1)
    event = AuditEvent.objects.latest("sequence")
    event.new = "c"
    refused: list[Any] = [
        event.save,
        event.delete,
        lambda: AuditEvent.objects.update(new="c"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.bulk_update([event], ["new"]),
        lambda: AuditEvent.objects.bulk_create([event]),
        lambda: AuditEvent.objects.bulk_create(
            [event], update_conflicts=True, update_fields=["new"], unique_fields=["sequence"]
        ),
        lambda: AuditEvent.objects.update_or_create(sequence=1, defaults={"new": "c"}),
        lambda: AuditEvent.objects.filter(sequence=1).delete(),
        lambda: AuditEvent.objects.create(sequence=99),
        lambda: AuditEvent._base_manager.update(new="c"),
        lambda: AuditEvent.objects.all()._raw_delete("default"),
        AuditEvent(sequence=event.sequence + 1, hash="0").save,
    ]
    for change in refused:
        with pytest.raises(TypeError):
            change()


COLUMNS = [field.attname for field in AuditEvent._meta.concrete_fields if field.attname not in {"sequence"}]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_to_any_column_is_found(column: str) -> None:
    target = write() + 2
    drop_triggers()
    values: dict[str, object] = {
        "event_id": uuid.uuid4().hex,
        "at": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None),
        "reasons": '["OTHER"]',
        "details": '{"count":2,"kinds":["y"]}',
        "policy_version": 2,
    }
    execute(f"UPDATE {EVENTS} SET {column} = %s WHERE sequence = %s", values.get(column, "changed"), target)
    verdict = verify()
    assert not verdict.ok
    assert verdict.first_broken == target


def test_a_removed_event_is_found() -> None:
    target = write() + 2
    drop_triggers()
    execute(f"DELETE FROM {EVENTS} WHERE sequence = %s", target)
    assert verify().first_broken == target


def test_a_cut_off_tail_is_found() -> None:
    target = write() + 5
    drop_triggers()
    execute(f"DELETE FROM {EVENTS} WHERE sequence = %s", target)
    assert verify().first_broken == target


def test_swapped_events_are_found() -> None:
    target = write() + 1
    drop_triggers()
    for old, new in ((target, 9999), (target + 2, target), (9999, target + 2)):
        execute(f"UPDATE {EVENTS} SET sequence = %s WHERE sequence = %s", new, old)
    assert verify().first_broken == target


def test_missing_triggers_are_said() -> None:
    write(1)
    execute("DROP TRIGGER audit_event_delete")
    verdict = verify()
    assert not verdict.ok
    assert "audit_event_delete" in verdict.words.english()


def test_command_names_the_row_and_fails() -> None:
    target = write() + 1
    drop_triggers()
    execute(f"UPDATE {EVENTS} SET new = 'x' WHERE sequence = %s", target)
    with pytest.raises(CommandError, match=f"Event {target} ") as failed:
        call_command("verify_audit_trail")
    assert failed.value.returncode == 1


def test_command_passes_on_a_good_trail(capsys: pytest.CaptureFixture[str]) -> None:
    write()
    call_command("verify_audit_trail")
    assert "events hold" in capsys.readouterr().out


STATEMENTS = [
    f"UPDATE {EVENTS} SET new = 'x'",
    f"DELETE FROM {EVENTS}",
    f"INSERT OR REPLACE INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = 1",
    f"REPLACE INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = (SELECT MAX(sequence) FROM {EVENTS})",
    f"UPDATE OR REPLACE {EVENTS} SET sequence = sequence + 1",
    "DELETE FROM audit_audithead",
    "UPDATE audit_audithead SET sequence = 1, hash = 'x'",
    "UPDATE audit_audithead SET hash = 'x'",
    "INSERT OR REPLACE INTO audit_audithead (id, sequence, hash) VALUES (1, 0, 'x')",
    "DELETE FROM audit_auditcasehead",
    "UPDATE audit_auditcasehead SET hash = 'x'",
    "INSERT OR REPLACE INTO audit_auditcasehead SELECT case_number, 0, 'x' FROM audit_auditcasehead",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_database_refuses(statement: str) -> None:
    write(3)
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)
    assert verify().ok


def test_a_table_rebuild_drops_triggers_and_migrate_brings_them_back(transactional_db: None) -> None:
    """Django rebuilds SQLite tables for some migrations; the rebuild itself works and the triggers return."""
    with transaction.atomic():
        record(Action.CASE_VIEWED, SYSTEM)
    with connection.schema_editor() as editor:
        editor._remake_table(AuditEvent)
    assert "audit_event_update" in missing_triggers()
    call_command("migrate", verbosity=0)
    assert missing_triggers() == []
    assert verify().ok


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(string.printable + "证件\u2028", max_size=8),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text("abc", max_size=2), children, max_size=3),
    max_leaves=6,
)
VALUES = st.dictionaries(st.text("abc", min_size=1, max_size=3), JSON_VALUES, max_size=4)


def distinct(value: object) -> object:
    """``value`` with its types, since Python takes True for 1."""
    if isinstance(value, dict):
        return {key: distinct(item) for key, item in value.items()}
    if isinstance(value, list):
        return [distinct(item) for item in value]
    return (type(value).__name__, value)


@given(VALUES, VALUES)
def test_different_values_have_different_forms(one: dict[str, object], other: dict[str, object]) -> None:
    assert (canonical(one) == canonical(other)) == (distinct(one) == distinct(other))


def test_the_form_is_written_down() -> None:
    """A checker in another language must reach the same hash; so the form never changes by accident."""
    assert canonical({"b": 1, "a": "证"}) == 'kyc-audit-event/1\n{"a":"证","b":1}'.encode()
    assert hash_of({"b": 1, "a": "证"}) == "fbd03af349bb1c88648e91562636bf63345af4f01d1bc9d9a72e94f220cf9615"


def test_head_follows() -> None:
    write(2)
    assert AuditHead.objects.get().hash == AuditEvent.objects.latest("sequence").hash
