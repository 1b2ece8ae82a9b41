"""Lines from genuine scores, and bounds of rates against printed values."""

from __future__ import annotations

import pytest

from kyc.authenticity.proposing import NoLine, line_from, propose, upper_bound


@pytest.mark.parametrize(
    ("errors", "count", "bound"),
    [
        # 1 - 0.05 ** (1 / n) where nothing was seen; the rule of three says 3 / n.
        (0, 10, 0.2589),
        (0, 100, 0.0295),
        (0, 300, 0.00994),
        # The upper ends of the two-sided 90 % intervals that tables of Clopper and Pearson print.
        (1, 10, 0.3942),
        (2, 10, 0.5069),
        (5, 10, 0.7776),
        (1, 100, 0.0466),
        (10, 100, 0.1637),
    ],
)
def test_the_upper_bound_is_that_of_clopper_and_pearson(errors: int, count: int, bound: float) -> None:
    assert upper_bound(errors, count) == pytest.approx(bound, abs=0.0001)


def test_where_all_fail_or_nothing_was_counted_the_bound_is_one() -> None:
    assert upper_bound(4, 4) == 1.0
    assert upper_bound(0, 0) == 1.0


def test_more_confidence_is_a_wider_bound() -> None:
    assert upper_bound(3, 200, 0.99) > upper_bound(3, 200, 0.95) > 3 / 200


def test_one_in_a_hundred_may_reach_a_line_and_no_more() -> None:
    scores = [float(score) for score in range(100)] * 2
    line = line_from(scores)
    assert sum(score >= line for score in scores) == 2
    assert sum(score >= line - 1 for score in scores) == 4


def test_captures_of_one_score_do_not_all_reach_the_line() -> None:
    assert line_from([30.0] * 250) == 30.1


def test_a_line_is_proposed_with_what_both_lines_raise() -> None:
    proposed = propose([10.0] * 296 + [60.0] * 4, shipped=50.0)
    assert (proposed.raised, proposed.line, proposed.raised_proposed) == (4, 60.1, 0)
    assert proposed.most == pytest.approx(0.0303, abs=0.0002)
    assert proposed.most_proposed < 0.01
    assert proposed.is_sure


def test_no_line_from_too_few_captures() -> None:
    proposed = propose([10.0] * 99, shipped=50.0)
    assert (proposed.line, proposed.why_not) == (None, NoLine.TOO_FEW)
    assert proposed.captures == 99
    assert not proposed.is_sure
    assert propose([], shipped=50.0).most == 1.0


def test_scores_that_all_lie_at_nought_say_nothing_of_a_line() -> None:
    proposed = propose([0.0] * 400, shipped=50.0)
    assert (proposed.line, proposed.why_not) == (None, NoLine.ALL_AT_ZERO)


def test_where_too_many_score_the_most_no_line_keeps_to_the_share() -> None:
    proposed = propose([0.0] * 380 + [100.0] * 20, shipped=50.0)
    assert (proposed.line, proposed.why_not) == (None, NoLine.NONE_KEEPS_TO_IT)
    assert proposed.raised == 20
