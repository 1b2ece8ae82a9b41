"""``manage.py propose_lines``: lines from somebody's own genuine captures."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import Finding, InspectionRequest, InspectionResult
from kyc.documents.warnings import SEVERITY, Outcome, WarningCode
from kyc.inspections import genuine_scores
from kyc.inspections.genuine_scores import gather
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph

PERSON = invent_person(5200)
STYLE = next(iter(STYLES.values()))


class Scoring:
    """An engine that takes a file's first byte for its blur."""

    name = version = "scoring"

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        data = request.captures[0].data
        if data == b"no document":
            raise errors.NoDocumentFound
        findings = (
            self._finding(WarningCode.BLUR, float(data[0])),
            self._finding(WarningCode.GLARE, None),
            self._finding(WarningCode.TEMPORARY_DOCUMENT, 95.0),
        )
        return InspectionResult(self.name, self.version, DocumentKind.CN_ID_CARD, (), (), findings, ())

    def _finding(self, code: WarningCode, score: float | None) -> Finding:
        outcome = Outcome.NOT_DETECTED if score is not None else Outcome.INCONCLUSIVE
        return Finding(code, "capture", outcome, SEVERITY[code], "blur 7", score, side=Side.EMBLEM_FACE)


def _gathered(folder: Path) -> genuine_scores.Gathered:
    return gather(folder, Scoring(), lambda done, count: None)


def test_every_file_below_the_folder_counts_and_bad_ones_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "one.jpg").write_bytes(bytes([40]))
    (tmp_path / "a" / "b" / "two.png").write_bytes(bytes([60]))
    (tmp_path / "a" / "three").write_bytes(b"no document")
    (tmp_path / ".hidden").write_bytes(bytes([99]))
    gathered = _gathered(tmp_path)
    assert gathered.files == 3
    assert gathered.refused == {"no_document": 1}
    assert sorted(gathered.scores[WarningCode.BLUR]) == [40.0, 60.0]
    assert gathered.unscored == {WarningCode.GLARE: 2}
    assert gathered.proposals()[WarningCode.BLUR].raised == 1


def test_what_a_document_says_of_itself_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "one.jpg").write_bytes(bytes([40]))
    assert WarningCode.TEMPORARY_DOCUMENT not in _gathered(tmp_path).proposals()


def test_files_that_the_desk_would_not_take_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(genuine_scores.DECODE_LIMITS.max_bytes + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("was read"))
    assert _gathered(tmp_path).refused == {errors.FileTooLarge.code: 1}


def test_many_captures_give_a_line(tmp_path: Path) -> None:
    for index in range(300):
        (tmp_path / f"{index}.jpg").write_bytes(bytes([index % 100]))
    proposed = _gathered(tmp_path).proposals()[WarningCode.BLUR]
    assert (proposed.line, proposed.raised_proposed) == (98.1, 3)
    assert proposed.is_sure


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """Two drawn captures, named after their holder, and a file that is no picture."""
    folder = tmp_path / "captures"
    folder.mkdir()
    settings = PhotoSettings(background="walnut", jpeg_quality=92)
    portrait, emblem = draw_portrait_face(PERSON, STYLE), draw_emblem_face(PERSON, STYLE)
    (folder / f"{PERSON.name}.jpg").write_bytes(photograph(portrait, settings, 1, (1024, 768)).jpeg)
    (folder / "second.jpg").write_bytes(photograph(emblem, settings, 2, (1024, 768)).jpeg)
    (folder / "notes.txt").write_text("no picture")
    return folder


def test_the_command_says_that_two_captures_are_too_few_and_tells_no_names(
    captures: Path, settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MODEL_CACHE_DIR = tmp_path / "models"
    before = sorted(captures.iterdir())
    out, err = io.StringIO(), io.StringIO()
    with caplog.at_level(logging.DEBUG):
        call_command("propose_lines", str(captures), stdout=out, stderr=err)
    said = out.getvalue()
    assert "3 files; 2 sides judged (cn_id_card 2)" in said
    assert f"no result from 1: {errors.UnsupportedFormat.code}" in said
    assert "too few for any line" in said
    assert "3 of 3 files" in err.getvalue()
    assert sorted(captures.iterdir()) == before
    for text in (said, err.getvalue(), caplog.text):
        assert PERSON.name not in text
        assert PERSON.number not in text


def test_the_command_gives_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    settings.MODEL_CACHE_DIR = tmp_path / "models"
    monkeypatch.setattr("kyc.inspections.management.commands.propose_lines.LocalEngine", lambda *_: Scoring())
    folder = tmp_path / "captures"
    folder.mkdir()
    for index in range(120):
        (folder / f"{index}.jpg").write_bytes(bytes([index % 60]))
    out = io.StringIO()
    call_command("propose_lines", str(folder), "--json", stdout=out, stderr=io.StringIO())
    blur = json.loads(out.getvalue())["detectors"]["BLUR"]
    assert (blur["scores"], blur["raised"], blur["proposed"], blur["is_sure"]) == (120, 20, 59.1, False)
    assert blur["version"] == "blur 7"
    assert json.loads(out.getvalue())["detectors"]["GLARE"]["why_not"] == "too_few"


@pytest.mark.parametrize("folder", ["nothing-here", "empty"])
def test_without_files_the_command_fails(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError):
        call_command("propose_lines", str(tmp_path / folder), stdout=io.StringIO(), stderr=io.StringIO())
