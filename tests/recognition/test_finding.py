"""Which claims to a picture count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kyc.documents.kinds import DocumentKind, Side
from kyc.recognition import finding
from kyc.recognition.finding import LAYOUTS, find_documents
from kyc.recognition.layouts.layout import Face
from kyc.recognition.placing import Placing
from tests.recognition.printed_lines import line

LINES = [line("居民身份证", 0.3, 0.2, 0.4), line("中华人民共和国", 0.3, 0.4, 0.4)]


def claim(width: float) -> Face:
    """A card ``width`` pixels wide, from the picture's corner on."""
    matrix = np.diag([1 / width, 1 / width, 1.0])
    placing = Placing(matrix, 1.585, (), matrix)
    return Face(DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE, placing, tuple(LINES))


def found(monkeypatch: pytest.MonkeyPatch, width: float) -> list[Face]:
    kind = DocumentKind.CN_ID_CARD
    layout = replace(LAYOUTS[kind], find_faces=lambda lines: [claim(width)])
    monkeypatch.setattr(finding, "LAYOUTS", {kind: layout})
    return find_documents(LINES)


def test_a_card_may_reach_far_beyond_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(found(monkeypatch, 2000)) == 1


@pytest.mark.parametrize("width", [20_000.0, 765_000.0, float("nan")])
def test_a_card_that_no_picture_shows_is_none(monkeypatch: pytest.MonkeyPatch, width: float) -> None:
    with np.errstate(all="ignore"):
        assert found(monkeypatch, width) == []
