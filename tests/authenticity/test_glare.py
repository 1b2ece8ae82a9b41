"""GLARE: spots with what they lie on, and the bright things that are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kyc.authenticity.glare import judge
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.warnings import Outcome
from tests.authenticity.spoilt_pictures import (
    EMBLEM,
    KOREAN,
    LICENCE,
    PORTRAIT,
    SCREEN,
    TODAY,
    VEHICLE,
    VEHICLE_SUB,
    overlap,
    spoilt,
    spoilt_shot,
    taken,
    with_corner_off,
)
from tests.specimens.species import PageKey


def glare(capture: object) -> Verdict:
    return judge(Views(capture), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "page", "on"),
    [
        ("glare_spot_portrait", LICENCE, "portrait"),
        ("glare_spot_emblem", EMBLEM, "emblem"),
        ("glare_spot_seal", VEHICLE, "seal"),
        ("glare_spot_other", KOREAN, "other"),
    ],
)
def test_a_spot_is_found_where_it_lies(name: str, page: PageKey, on: str) -> None:
    found = glare(spoilt(name, page))
    assert isinstance(found, Scored)
    assert found.score >= 50
    assert on in found.regions[0].on
    assert overlap(found.regions, [place for _, place in spoilt_shot(name, page).regions]) > 0.4


@pytest.mark.parametrize("name", ["glare_spot_text", "glare_bar_text", "glare_window_text"])
def test_text_under_a_lamp_is_named_and_counted(name: str) -> None:
    capture = spoilt(name, VEHICLE)
    found = glare(capture)
    assert isinstance(found, Scored)
    assert found.score == 100
    fields = {field.name.value for field in capture.fields}
    assert fields & {place for region in found.regions for place in region.on}
    characters = next(figure for figure in found.figures if "characters" in figure.name)
    assert characters.value >= 1
    assert f"{int(characters.value)} characters" in found.reason.english()


@pytest.mark.parametrize(
    ("page", "changes"),
    [
        (LICENCE, {"exposure": 1.12}),  # the portrait's white background
        (PORTRAIT, {"hologram": 1.0}),  # a rainbow is bright in some colours only
        (VEHICLE_SUB, {"gradient": 0.35, "exposure": 1.1}),  # light paper on the lamp's side
        (VEHICLE, {"sleeve": 1.0}),
        (KOREAN, {"background": "papers_on_brown", "exposure": 1.1}),
    ],
)
def test_what_is_only_bright_is_no_glare(page: PageKey, changes: dict[str, object]) -> None:
    found = glare(taken(page, **changes))
    assert isinstance(found, Abstained) or found.score < 50


def test_an_apps_white_page_is_not_judged() -> None:
    found = glare(taken(SCREEN, exposure=1.1))
    assert isinstance(found, Abstained)
    assert found.outcome is Outcome.NOT_APPLICABLE


def test_an_overexposed_picture_has_a_sentence_of_its_own() -> None:
    found = glare(taken(VEHICLE_SUB, exposure=1.5))
    assert isinstance(found, Abstained)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "over-exposed" in found.reason.english()


def test_a_card_mostly_beyond_the_frame_is_not_judged() -> None:
    found = glare(taken(PORTRAIT, fill=2.4))
    assert isinstance(found, Abstained)
    assert "too little" in found.reason.english()


def test_white_table_inside_an_outline_that_is_off_is_no_glare() -> None:
    capture = taken(PORTRAIT)
    on_white = capture.pixels.copy()
    on_white[Views(capture).card_mask == 0] = 255
    found = glare(with_corner_off(replace(capture, pixels=on_white), 0.08))
    assert isinstance(found, Scored)
    assert found.score < 50
