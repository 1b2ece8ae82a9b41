"""The points of an inspection at which tests kill, and what has to be true when it was repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running.processes import Processes, wait_for

#: Taken and not yet begun; between its two faces; in the middle of the transaction that stores its result.
POINTS = ("before", "during", "storing")
#: From the restart to the stored result.
LIMIT_SECONDS = 45


@contextmanager
def held_at(point: str, data_dir: Path) -> Iterator[None]:
    """While this lasts, inspections of a gated engine stop at ``point``."""
    hold = data_dir / f"hold-{point}"
    hold.touch()
    yield
    hold.unlink()


def wait_until_at(point: str, desk: Processes) -> None:
    """Until the first run of the only case has come to ``point``."""
    wait_for(f"the worker at {point}", (desk.data_dir / f"here-{point}").exists)
    assert desk.query("SELECT state, attempts FROM inspections_inspection") == [("running", 1)]


def wait_until_inspected(desk: Processes, seconds: float = LIMIT_SECONDS) -> None:
    wait_for("inspected", lambda: desk.count("inspections_inspection WHERE state = 'succeeded'"), seconds)


def demand_effects_once(desk: Processes, findings: int) -> None:
    """The only case was inspected in its second run, and nothing of the first is left."""
    assert desk.query("SELECT state, attempts FROM inspections_inspection") == [("succeeded", 2)]
    assert desk.query("SELECT state FROM cases_case") == [("waiting",)]
    events = "SELECT action FROM audit_auditevent WHERE case_number <> '' ORDER BY sequence"
    assert desk.query(events) == [("case.received",), ("inspection.finished",)]
    assert desk.count("inspections_field") == 9
    assert desk.count("inspections_finding") == findings
    crops = desk.count("inspections_crop")
    assert crops >= 2
    stored = [path for path in (desk.data_dir / "captures").rglob("*") if path.is_file()]
    assert len(stored) == 2 * 2 + crops, "crops of the killed run are left"
    desk.call("manage.py", "verify_audit_trail")
