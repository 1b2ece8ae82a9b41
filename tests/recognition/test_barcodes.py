"""The number below a barcode, from drawn sub pages."""

from __future__ import annotations

import numpy as np
import pytest

from kyc.documents.kinds import FieldName, Side
from kyc.recognition.barcodes import find_bars, read_number_below
from kyc.recognition.layouts.cn_vehicle_licence import ASPECT, BARCODE
from kyc.recognition.networks import Pixels, TextNetworks
from kyc.recognition.placing import Match, Placing, place_card
from tests.specimens.page import Specimen
from tests.specimens.vehicle_licence import draw

#: How wide the edge of a shadow is, in page widths.
PENUMBRA = 0.02


def placing(specimen: Specimen) -> Placing:
    width, height = specimen.image.size
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    placed = place_card([Match((x * width, y * height), (x, y)) for x, y in corners], ASPECT)
    assert placed is not None
    return placed


def pixels(specimen: Specimen) -> Pixels:
    return np.asarray(specimen.image)


@pytest.mark.parametrize("form", ["crisp", "needles", "bold"])
def test_the_bars_are_found_where_they_are_printed(form: str) -> None:
    specimen = draw(Side.SUB_PAGE, 51, form)
    found = find_bars(pixels(specimen), placing(specimen), BARCODE)
    assert found is not None
    patch, (left, _, right, bottom) = found
    corners = patch.in_capture(left, 0, right, bottom)
    area = specimen.areas["barcode"]
    assert corners[0, 0] == pytest.approx(area[0], abs=30)
    assert corners[1, 0] == pytest.approx(area[2], abs=30)
    assert corners[2, 1] == pytest.approx(area[3], abs=12)


@pytest.mark.parametrize("light", [0.6, 0.4, 0.25])
@pytest.mark.parametrize("edge", [0.55, 0.80])
def test_the_edge_of_a_shadow_is_no_end_of_the_bars(edge: float, light: float) -> None:
    specimen = draw(Side.SUB_PAGE, 51, "crisp")
    sheet = pixels(specimen)
    into = np.clip((np.arange(sheet.shape[1]) / sheet.shape[1] - edge) / PENUMBRA, 0, 1)
    lit = sheet * (1 - (1 - light) * into)[None, :, None]
    found = find_bars(np.asarray(lit, np.uint8), placing(specimen), BARCODE)
    assert found is not None
    patch, (left, _, right, bottom) = found
    corners, area = patch.in_capture(left, 0, right, bottom), specimen.areas["barcode"]
    assert (corners[0, 0], corners[1, 0]) == pytest.approx((area[0], area[2]), abs=30)


@pytest.mark.parametrize("at", [0.55, 0.70, 0.85])
def test_bars_that_blur_has_made_one_are_no_end_of_the_others(at: float) -> None:
    specimen = draw(Side.SUB_PAGE, 51, "crisp")
    sheet, area = pixels(specimen).copy(), specimen.areas["barcode"]
    width, middle = sheet.shape[1], round(area[0] + at * (area[2] - area[0]))
    sheet[round(area[1]) : round(area[3]), middle - round(0.009 * width) : middle + round(0.009 * width)] = 110
    found = find_bars(sheet, placing(specimen), BARCODE)
    assert found is not None
    patch, (left, _, right, bottom) = found
    corners = patch.in_capture(left, 0, right, bottom)
    assert (corners[0, 0], corners[1, 0]) == pytest.approx((area[0], area[2]), abs=30)


def test_a_page_without_bars_has_none() -> None:
    specimen = draw(Side.MAIN_PAGE, 51, "crisp")
    assert find_bars(pixels(specimen), placing(specimen), BARCODE) is None


@pytest.mark.parametrize("form", ["crisp", "needles"])
def test_the_number_below_is_read(networks: TextNetworks, form: str) -> None:
    specimen = draw(Side.SUB_PAGE, 52, form)
    number = read_number_below(networks, pixels(specimen), placing(specimen), BARCODE)
    digits = "".join(glyph.text for glyph in number.glyphs if glyph.text.isdigit())
    assert digits == specimen.normalised[FieldName.BARCODE_NUMBER]


def test_without_bars_nothing_is_read(networks: TextNetworks) -> None:
    specimen = draw(Side.MAIN_PAGE, 51, "crisp")
    assert read_number_below(networks, pixels(specimen), placing(specimen), BARCODE).text == ""
