"""The reporting set shares nothing with the tuning set. Smoke only: nothing here may steer a layout."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS
from tests.specimens.glyphs import missing_glyphs
from tests.specimens.reporting.attacks import REPORTING_SPECIES
from tests.specimens.reporting.sets import REPORTING
from tests.specimens.sets import PAGE_STRIDE, TUNING


def test_the_sets_share_no_seed_form_or_background() -> None:
    last = TUNING.first_seed + PAGE_STRIDE * len(FIELDS)
    assert last < REPORTING.first_seed
    assert not set(TUNING.backgrounds) & set(REPORTING.backgrounds)
    for kind in REPORTING.sources:
        assert not set(TUNING.sources[kind].forms) & set(REPORTING.sources[kind].forms)
        assert TUNING.sources[kind].draw is not REPORTING.sources[kind].draw


def test_both_sets_have_three_forms_of_every_page() -> None:
    assert REPORTING.pages == TUNING.pages == tuple(page for page, fields in FIELDS.items() if fields)
    assert all(len(source.forms) >= 3 for held in (TUNING, REPORTING) for source in held.sources.values())


def test_no_two_pages_or_difficulties_share_a_person() -> None:
    firsts = [REPORTING.seed(page, 0, name) for page in REPORTING.pages for name in REPORTING.difficulties]
    assert len(set(firsts)) == len(firsts)
    assert min(b - a for a, b in zip(sorted(firsts), sorted(firsts)[1:], strict=False)) >= 10_000


@pytest.mark.parametrize("page", REPORTING.pages, ids=lambda page: "-".join(page))
def test_a_capture_is_always_the_same(page: tuple) -> None:
    first, second = (REPORTING.capture(page, "hard", 2).jpeg for _ in range(2))
    assert first == second
    assert first != REPORTING.capture(page, "hard", 3).jpeg


@pytest.mark.parametrize("page", REPORTING.pages, ids=lambda page: "-".join(page))
def test_no_letter_is_a_box(page: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    with missing_glyphs(monkeypatch) as missing:
        for index in range(len(REPORTING.sources[page[0]].forms)):
            REPORTING.specimen(page, index, "phone")
    assert not missing


def test_detectors_are_measured_on_everyday_pictures_of_this_set() -> None:
    page = REPORTING.pages[0]
    species = next(one for one in REPORTING_SPECIES if page in one.pages)
    genuine, forged = REPORTING.everyday(page, 0, (800, 600)), REPORTING.taken(page, species.take, 0, (800, 600))
    assert genuine.seed == forged.seed
    assert genuine.jpeg != forged.jpeg
    assert genuine.settings.background in REPORTING.backgrounds
