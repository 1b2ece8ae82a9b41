"""The benchmark of speed takes the engine's inside apart, which no type checker sees: each of its pieces runs once."""

from __future__ import annotations

from pathlib import Path

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.imaging.sandbox import decode
from kyc.recognition.networks import TextNetworks
from tests.bench import speed
from tests.bench.speed_detectors import judge
from tests.specimens.sets import TUNING

PAGE = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)


def test_what_is_timed_is_what_the_engine_does(tmp_path: Path) -> None:
    shot = TUNING.capture(PAGE, "scan", 0)
    (page,), networks = decode(shot.jpeg), TextNetworks(tmp_path, speed.THREADS)

    read = {field.name: field.value for field in speed.read(networks, page.pixels)}
    assert read[FieldName.CITIZEN_NUMBER] == shot.normalised[FieldName.CITIZEN_NUMBER]

    subject = speed.subject(networks, shot.jpeg, page)
    assert [side.side for side in subject.sides] == [Side.PORTRAIT_FACE]
    assert len(subject.detected) == 1
    assert subject.recognised
    bare = speed.BareNetworks(tmp_path)
    bare.detect(subject.detected)
    bare.recognise(subject.recognised)
    bare.recognise_two_at_a_time(subject.recognised)
    judge(subject.sides)
