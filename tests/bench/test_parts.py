"""Parts of a long run: which are meant, and what of an earlier run still stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.warnings import WarningCode
from tests.bench import inspecting, parts
from tests.bench.parts import Inspected, Part, parts_of, stored
from tests.bench.scores import Record, unread

PART = Part("tuning", (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE), "phone")


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("cn_id_card/emblem_face/hard", {"cn_id_card/emblem_face/hard"}),
        ("cn_id_card/*/scan", {"cn_id_card/portrait_face/scan", "cn_id_card/emblem_face/scan"}),
        ("kr_driving_licence//phone", set()),
        ("nothing", set()),
    ],
)
def test_parts_are_named_by_patterns(only: str, names: set[str]) -> None:
    assert {part.name for part in parts_of("tuning", only)} == names


def test_what_is_left_out_means_all() -> None:
    assert len(parts_of("tuning", "cn_id_card")) == 8
    assert len(parts_of("tuning", "cn_id_card/portrait_face, */*/hard")) == 4 + len(parts_of("tuning", "*/*/hard")) - 1
    assert parts_of("tuning", "") == parts_of("tuning", "*/*/*")


def _keep(folder: Path, mark: str, count: int) -> None:
    records = [Record(PART.page, "phone", index, "plain", "no_text", unread(PART.page, {})) for index in range(count)]
    lines = [json.dumps({"fingerprint": mark, "commit": "c"}), *(json.dumps(one.to_json()) for one in records)]
    PART.file(folder).write_text("\n".join(lines) + "\n")


def test_records_of_the_same_sources_stand(tmp_path: Path) -> None:
    _keep(tmp_path, "same", 3)
    assert parts._kept(PART, tmp_path, {"fingerprint": "same", "commit": "d"}) == 3
    assert len(stored(PART, tmp_path)[1]) == 3


def test_half_a_line_of_a_run_that_was_ended_does_not_count(tmp_path: Path) -> None:
    _keep(tmp_path, "same", 3)
    with PART.file(tmp_path).open("a") as file:
        file.write('{"kind": "cn_id')
    assert parts._kept(PART, tmp_path, {"fingerprint": "same", "commit": "d"}) == 3
    assert PART.file(tmp_path).read_text().count("\n") == 4


def test_records_of_other_sources_are_read_again(tmp_path: Path) -> None:
    _keep(tmp_path, "before", 3)
    assert parts._kept(PART, tmp_path, {"fingerprint": "now", "commit": "d"}) == 0
    assert stored(PART, tmp_path) == ({"fingerprint": "now", "commit": "d"}, [])


def test_one_inspection_gives_a_reading_and_a_judgement(tmp_path: Path) -> None:
    inspecting.start(str(tmp_path))
    found = parts.inspect_capture(PART, 1, True)
    assert not found.reading.failure
    assert found.reading.fields[FieldName.ISSUING_AUTHORITY].right
    assert found.judgement
    assert set(found.judgement.answers or {}) == set(WarningCode)
    assert parts.inspect_capture(PART, 1, False) == Inspected(found.reading, None), "the detectors change no field"


def test_the_fingerprint_is_that_of_the_sources() -> None:
    assert parts.fingerprint() == parts.fingerprint()
    assert len(parts.fingerprint()) == 16
