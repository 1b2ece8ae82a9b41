"""The twelve demo pictures and ``cases.json``, drawn again byte for byte by ``python -m tests.specimens demo``.

No stored result is part of the demo: the desk reads these pictures on its first start like any other upload.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tests.specimens.attacks import grey_copy, screen_recapture, splice_field, with_blur, with_glare
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.page import Specimen
from tests.specimens.people import Person, invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

FOLDER: Final = Path(__file__).resolve().parents[2] / "kyc" / "demo_pictures"
MAX_BYTES: Final = 2_000_000
_SIZE: Final = (1280, 960)
_TALL: Final = (1080, 1280)
_BASE: Final = PhotoSettings(jpeg_quality=74, noise=1.8, blur=0.6)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case of the demo: its pictures in the order they are uploaded, and what the customer declared.

    ``shows`` says in a word what a visitor should notice; ``expected`` the warning codes and failing checks."""

    reference: str
    person: Person
    shows: str
    pictures: tuple[tuple[str, Callable[[], Photograph]], ...]
    expected: tuple[str, ...] = ()
    declared_name: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "shows": self.shows,
            "files": [name for name, _ in self.pictures],
            "declared": {
                "name": self.declared_name or self.person.name,
                "number": self.person.number,
                "birth_date": self.person.birth_date.isoformat(),
                "expiry": self.person.valid_to_iso,
            },
            "expected": list(self.expected),
        }


def demo_cases() -> tuple[DemoCase, ...]:
    """All cases; their pictures are drawn when called."""
    return (
        _clean(),
        _swapped(),
        _both_in_one(),
        _grey_copy(),
        _screen(),
        _tampered(),
        _glare(),
        _blur(),
        _expired(),
    )


def write_demo(folder: Path = FOLDER) -> int:
    """Draws every picture and ``cases.json`` into ``folder``; the pictures' size together in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = demo_cases()
    total = 0
    for case in cases:
        for name, draw in case.pictures:
            jpeg = draw().jpeg
            (folder / name).write_bytes(jpeg)
            total += len(jpeg)
    index = {
        "health_check": {"portrait_face": "clean_portrait.jpg", "emblem_face": "clean_emblem.jpg"},
        "cases": [case.to_json() for case in cases],
    }
    (folder / "cases.json").write_text(json.dumps(index, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return total


def _faces(person: Person, style: str) -> tuple[Specimen, Specimen]:
    return draw_faces(person, STYLES[style])


def _clean() -> DemoCase:
    person = invent_person(501)
    portrait, emblem = _faces(person, "plain")
    table = replace(_BASE, background="walnut", rotation=-4, pitch=6, yaw=-4)
    return DemoCase(
        "DEMO-001",
        person,
        "a clean pair",
        (
            ("clean_portrait.jpg", lambda: photograph(portrait, table, 1, _SIZE)),
            ("clean_emblem.jpg", lambda: photograph(emblem, replace(table, rotation=3, yaw=5), 2, _SIZE)),
        ),
    )


def _swapped() -> DemoCase:
    person = invent_person(502)
    portrait, emblem = _faces(person, "classic")
    table = replace(_BASE, background="green_mat", pitch=8, yaw=7)
    return DemoCase(
        "DEMO-002",
        person,
        "the emblem face uploaded first",
        (
            ("swapped_first.jpg", lambda: photograph(emblem, replace(table, rotation=9), 3, _SIZE)),
            ("swapped_second.jpg", lambda: photograph(portrait, replace(table, rotation=-12), 4, _SIZE)),
        ),
    )


def _both_in_one() -> DemoCase:
    person = invent_person(503)
    faces = _faces(person, "song")
    table = replace(_BASE, background="blue_cloth", rotation=4, pitch=5, yaw=3, fill=0.92)
    return DemoCase(
        "DEMO-003",
        person,
        "both faces in one picture, another name declared",
        (("both_faces.jpg", lambda: photograph(faces, table, 5, _TALL)),),
        ("declared_name",),
        declared_name=invent_person(601).name,
    )


def _grey_copy() -> DemoCase:
    person = invent_person(504)
    portrait, emblem = _faces(person, "bold_labels")
    table = replace(_BASE, background="oak", rotation=-3, pitch=4, fill=0.78, tint=(1.05, 1.0, 0.93))
    return DemoCase(
        "DEMO-004",
        person,
        "black-and-white copies",
        (
            ("grey_copy_portrait.jpg", lambda: photograph(grey_copy(portrait, 6), table, 6, _SIZE)),
            ("grey_copy_emblem.jpg", lambda: photograph(grey_copy(emblem, 7), replace(table, rotation=5), 7, _SIZE)),
        ),
        ("PRINTED_COPY",),
    )


def _screen() -> DemoCase:
    person = invent_person(505)
    faces = _faces(person, "plain")
    table = replace(_BASE, background="white_desk", rotation=2, fill=0.94)
    return DemoCase(
        "DEMO-005",
        person,
        "photographed from a screen",
        (("screen.jpg", lambda: screen_recapture(photograph(faces, table, 8, _TALL), 8, quality=66)),),
        ("SCREEN_RECAPTURE",),
    )


def _tampered() -> DemoCase:
    person = invent_person(506)
    faces = _faces(person, "classic")
    table = replace(_BASE, background="slate", rotation=-5, pitch=3, fill=0.92)
    return DemoCase(
        "DEMO-006",
        person,
        "the name retyped in an editor",
        (("tampered.jpg", lambda: splice_field(photograph(faces, table, 9, _TALL), 9)),),
        ("DIGITAL_TAMPERING", "declared_name"),
    )


def _glare() -> DemoCase:
    person = invent_person(507)
    faces = _faces(person, "plain")
    table = with_glare(replace(_BASE, background="leather", rotation=6, pitch=4, fill=0.92))
    return DemoCase(
        "DEMO-007",
        person,
        "a lamp mirrored in the card",
        (("glare.jpg", lambda: photograph(faces, table, 10, _TALL)),),
        ("GLARE",),
    )


def _blur() -> DemoCase:
    person = invent_person(508)
    portrait, _ = _faces(person, "plain")
    table = with_blur(replace(_BASE, background="papers_on_brown", rotation=8), 3.5)
    return DemoCase(
        "DEMO-008",
        person,
        "one face only, out of focus",
        (("blurred.jpg", lambda: photograph(portrait, table, 11, _SIZE)),),
        ("BLUR", "both_faces"),
    )


def _expired() -> DemoCase:
    lawful = invent_person(509, expired=True)
    person = replace(lawful, valid_to=date(2025, lawful.valid_from.month, lawful.valid_from.day))
    faces = _faces(person, "late")
    table = replace(_BASE, background="checked_cloth", rotation=97, pitch=5, yaw=4, fill=0.9, exif_orientation=6)
    return DemoCase(
        "DEMO-009",
        person,
        "turned on its side, valid for nine years, which no card is, and expired",
        (("expired_turned.jpg", lambda: photograph(faces, table, 12, _SIZE)),),
        ("INVALID_DATE", "validity_term", "not_expired"),
    )
