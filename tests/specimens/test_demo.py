"""The committed demo: its pictures within their budget, of every kind, and the same again from the generator."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.demo import FOLDER, MAX_BYTES, demo_cases

DEMO = demo_cases()
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
PICTURES = sorted(FOLDER.glob("*.jpg"))


def test_every_kind_is_there() -> None:
    assert {case.kind for case in DEMO} == set(DocumentKind)


def test_every_warning_has_a_picture_and_every_kind_one_without() -> None:
    warned = {code for case in DEMO for picture in case.pictures for code in picture.warnings}
    assert warned == set(WarningCode)
    own = {WarningCode.TEMPORARY_DOCUMENT, WarningCode.ELECTRONIC_DOCUMENT}
    clear = [case for case in DEMO if all(set(picture.warnings) <= own for picture in case.pictures)]
    assert {case.kind for case in clear} == set(DocumentKind)


def test_the_pictures_are_within_their_budget() -> None:
    assert sum(picture.stat().st_size for picture in PICTURES) < MAX_BYTES


def test_every_picture_belongs_to_one_case() -> None:
    named = [name for case in CASES["cases"] for name in case["files"]]
    assert sorted(named) == [picture.name for picture in PICTURES]
    assert set(CASES["health_check"].values()) <= set(named)


def test_one_declaration_names_somebody_else() -> None:
    printed = {case.reference: case.printed.values() for case in DEMO}
    others = [c["reference"] for c in CASES["cases"] if c["declared"]["name"] not in printed[c["reference"]]]
    assert others == ["DEMO-003"]


def test_the_committed_index_is_what_the_generator_writes() -> None:
    assert CASES["cases"] == [case.to_json() for case in DEMO]


@pytest.mark.parametrize("index", [0, 5, 14, 15])
def test_pictures_can_be_drawn_again(index: int) -> None:
    """Pixels, not bytes: another build of the JPEG library may round differently."""
    picture = DEMO[index].pictures[0]
    again = np.asarray(Image.open(BytesIO(picture.draw())).convert("RGB"), int)
    committed = np.asarray(Image.open(FOLDER / picture.name).convert("RGB"), int)
    assert abs(again - committed).mean() < 1.0
