"""The scores themselves: a benchmark that counts wrongly measures nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.bench import scores
from tests.bench.scores import Read, Record

FACE = (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE)
F = FieldName


def record(failure: str = "", **reads: Read) -> Record:
    return Record(FACE, "phone", 0, "plain", failure, {F(name): read for name, read in reads.items()})


RIGHT = Read("2020-01-01", "2020-01-01", "2020-01-01", 0.99)
WRONG = Read("2030-01-01", "2036-01-01", "2030-01-01", 0.96)
EMPTY = Read("云溪县公安局", "", "", 0.2)


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("公安局", "公局", 1)]
)
def test_edits(one: str, other: str, distance: int) -> None:
    assert scores.edits(one, other) == distance


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_edits_are_a_distance(one: str, other: str, third: str) -> None:
    assert scores.edits(one, other) == scores.edits(other, one)
    assert (scores.edits(one, other) == 0) == (one == other)
    assert scores.edits(one, third) <= scores.edits(one, other) + scores.edits(other, third)


def test_exact_and_character_errors() -> None:
    total = scores.tally([record(valid_from=RIGHT, valid_to=WRONG, issuing_authority=EMPTY)])
    assert (total.asked, total.right) == (3, 1)
    assert total.exact == pytest.approx(100 / 3)
    assert total.character_errors == pytest.approx(100 * (0 + 1 + 6) / (10 + 10 + 6))


def test_what_is_printed_nowhere_is_right_when_nothing_is_read() -> None:
    total = scores.tally([record(valid_from=Read("", "", "", 0.0), valid_to=Read("", "x", "x", 0.7))])
    assert (total.asked, total.right, total.edits) == (2, 1, 1)


def test_rectified_values_are_counted_apart() -> None:
    read = [record(valid_to=WRONG)]
    assert scores.tally(read).right == 0
    assert scores.tally(read, value=lambda one: one.rectified).right == 1


def test_all_fields_right_needs_every_field_and_no_failure() -> None:
    assert scores.whole([record(valid_from=RIGHT), record(valid_from=RIGHT, valid_to=WRONG)]) == 50.0
    assert not record("no_document", valid_from=Read("", "", "", 0.0)).all_right


def test_sureness_counts_wrong_answers_that_were_sure() -> None:
    total = scores.sureness([record(valid_from=RIGHT, valid_to=WRONG, issuing_authority=EMPTY)])
    assert (total.sure, total.wrong, total.wrong_share) == (2, 1, 50.0)
    assert [row[:2] for row in total.rows()] == [("0.95 to 0.98", 1), ("0.99 to 1.00", 1)]
    assert [row[3] for row in total.rows()] == [0.0, 100.0]


def test_certainty_has_its_own_bin() -> None:
    total = scores.sureness([record(valid_from=Read("a", "a", "a", 1.0))])
    assert [row[:3] for row in total.rows()] == [("1.00", 1, 1.0)]


def test_records_survive_being_stored() -> None:
    one = record("", valid_from=RIGHT, issuing_authority=EMPTY)
    assert Record.from_json(one.to_json()) == one


def test_a_page_of_which_nothing_was_read_has_every_field_empty() -> None:
    fields = scores.unread(FACE, {F.VALID_TO: "长期"})
    assert [read.wanted for read in fields.values()] == ["", "", "长期"]
    assert scores.tally([Record(FACE, "hard", 0, "", "no_text", fields)]).edits == 2


def test_aims_are_those_of_the_issue() -> None:
    main = (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE)
    korean = (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE)
    assert scores.aim_of(main, "phone", F.VIN) == 99.8
    assert scores.aim_of(main, "phone", F.OWNER) == 99.5
    assert scores.aim_of(main, "messenger", F.VIN) == 99.0
    assert scores.aim_of(main, "hard", F.OWNER) == 97.0
    assert scores.aim_of(korean, "phone", F.NAME) == 95.0
    assert scores.aim_of(korean, "hard", F.LICENCE_NUMBER) == 95.0
    assert scores.aim_of(korean, "messenger", F.NAME) is None


def test_nothing_asked_has_no_rate() -> None:
    assert math.isnan(scores.tally([]).exact)
