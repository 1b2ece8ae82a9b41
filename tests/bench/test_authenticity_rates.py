"""Rates of the detectors' benchmark, from records made by hand."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.warnings import Outcome, WarningCode
from tests.bench import authenticity_rates as rates
from tests.bench.authenticity_curves import LEAST, MOST, det_curves, place, steps
from tests.bench.authenticity_rates import Rate
from tests.bench.authenticity_records import Answer, Record

GLARE, BLUR = WarningCode.GLARE, WarningCode.BLUR
PAGE = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)


def _record(score: float | None, *, index: int = 0, failure: str = "", excused: tuple = ()) -> Record:
    outcome = Outcome.INCONCLUSIVE if score is None else Outcome.DETECTED if score >= 50 else Outcome.NOT_DETECTED
    answers = {} if failure else {GLARE: Answer(outcome, score)}
    return Record(PAGE, index, failure, excused, answers)


def test_false_alarms_are_a_part_of_those_judged() -> None:
    records = [_record(10), _record(49.9), _record(50), _record(None), _record(0, failure="no_document")]
    assert rates.bpcer(records, GLARE) == Rate(errors=1, count=3, abstained=1)
    assert rates.bpcer(records, GLARE, line=40) == Rate(errors=2, count=3, abstained=1)
    assert rates.bpcer(records, GLARE).percent == pytest.approx(100 / 3)


def test_a_warning_that_is_true_is_no_false_alarm() -> None:
    records = [_record(80, excused=(GLARE,)), _record(80), _record(10)]
    assert rates.bpcer(records, GLARE) == Rate(1, 2)
    assert rates.any_warning(records) == Rate(1, 3)
    assert rates.genuine_scores(records, GLARE) == [80, 10]


@pytest.mark.parametrize(("subtype", "alarms"), [("grey_picture", 0), ("grey_copy", 1)])
def test_a_file_without_colour_is_a_grey_picture_but_no_grey_copy(subtype: str, alarms: int) -> None:
    code = WarningCode.PRINTED_COPY
    raised = {code: Answer(Outcome.DETECTED, 80.0, subtype)}
    records = [Record(PAGE, 0, excused=(code,), answers=raised), Record(PAGE, 1, excused=(code,))]
    assert rates.bpcer(records, code).errors == alarms
    assert rates.any_warning(records).errors == alarms


def test_an_attack_on_which_a_detector_abstains_is_missed() -> None:
    records = [_record(80), _record(20), _record(None), _record(0, failure="no_text")]
    assert rates.apcer(records, GLARE) == Rate(errors=2, count=3, abstained=1)
    assert rates.lost(records) == Rate(1, 4)


def test_a_detector_that_is_not_there_misses_all_and_raises_nothing() -> None:
    records = [_record(80), _record(20)]
    assert rates.apcer(records, BLUR) == Rate(2, 2, abstained=2)
    assert rates.bpcer(records, BLUR) == Rate(0, 0)


def test_the_bound_lies_above_the_rate() -> None:
    assert Rate(0, 300).most == pytest.approx(0.994, abs=0.001)
    assert Rate(3, 100).most > Rate(3, 100).percent == 3.0


def test_a_det_curve_goes_from_all_raised_to_none() -> None:
    points = rates.det_points([10, 20, 30], [-1, 25, 90, 95])
    assert points[0] == (1.0, 0.25)
    assert points[-1] == (0.0, 1.0)
    assert (pytest.approx(1 / 3), 0.25) in [(pytest.approx(x), y) for x, y in points if y == 0.25]
    assert [x for x, _ in points] == sorted((x for x, _ in points), reverse=True)
    assert [y for _, y in points] == sorted(y for _, y in points)


def test_a_line_from_one_half_is_tried_on_the_other() -> None:
    records = [_record(score, index=index) for index in range(200) for score in ([30.0] if index % 2 else [20.0])]
    anew = rates.rederived(records, GLARE, share=0.01)
    assert anew is not None
    assert anew.line == 20.1
    assert anew.other_half == Rate(100, 100)


@pytest.mark.parametrize("numbers", [range(60), range(0, 400, 2)])
def test_no_line_where_one_half_is_small(numbers: range) -> None:
    assert rates.rederived([_record(10, index=index) for index in numbers], GLARE, 0.01) is None


def test_a_curve_goes_by_steps_that_flatter_nobody() -> None:
    assert steps([(1.0, 0.0), (0.2, 0.1), (0.0, 1.0)]) == [
        *((1.0, 0.0), (1.0, 0.1)),
        *((0.2, 0.1), (0.2, 1.0)),
        *((0.0, 1.0), (0.0, 1.0)),
    ]


def test_rates_stand_on_a_scale_of_deviates() -> None:
    assert place(LEAST) == 0.0
    assert place(MOST) == 1.0
    assert place(0.0) == 0.0
    assert place(0.02) - place(0.01) > place(0.12) - place(0.11) > 0


def test_the_picture_of_curves_is_svg_with_one_line_each() -> None:
    drawn = det_curves("GLARE & more", {"a": [(1, 0), (0.1, 0.5), (0, 1)], "b": [(1, 0), (0, 1)]}, {"a": (0.01, 0.2)})
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 1
    assert "GLARE &amp; more" in drawn
    assert drawn.startswith("<svg ")
    assert drawn.endswith("</svg>\n")
