"""The demo's pictures and ``cases.json``: cards in every trouble, and a document of every other kind. Drawn again byte
for byte by ``python -m tests.specimens demo``.

No stored result is part of the demo: the desk reads these pictures on its first start like any other upload.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from kyc.documents.kinds import SIDES, DocumentKind, FieldName
from tests.specimens.attacks import grey_copy, screen_recapture, splice_field, with_blur, with_glare
from tests.specimens.electronic_licence import as_jpeg
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.page import Specimen
from tests.specimens.people import Person, invent_person
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.sets import TUNING

FOLDER: Final = Path(__file__).resolve().parents[2] / "kyc" / "demo_pictures"
MAX_BYTES: Final = 2_300_000
_SIZE: Final = (1280, 960)
_TALL: Final = (1080, 1280)
_SMALL: Final = (1080, 810)
_BASE: Final = PhotoSettings(jpeg_quality=74, noise=1.8, blur=0.6)
#: Of the other documents, which the demo holds to be read and not to be doubted.
_CLEAR: Final = PhotoSettings(jpeg_quality=66, noise=0.8, blur=0.6)


#: Fields that what a customer declares stands in, the first that a document prints.
_DECLARED: Final = {
    "name": (FieldName.NAME, FieldName.OWNER),
    "number": (FieldName.CITIZEN_NUMBER, FieldName.PLATE_NUMBER, FieldName.LICENCE_NUMBER),
    "birth_date": (FieldName.BIRTH_DATE,),
    "expiry": (FieldName.VALID_TO, FieldName.RENEWAL_TO),
}


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case of the demo: its pictures in the order they are uploaded, every side of the document whether shown or not,
    and what the customer declared (what is printed, unless ``declared_name`` says otherwise).

    ``shows`` says in a word what a visitor should notice; ``expected`` the warning codes and failing checks."""

    reference: str
    shows: str
    sides: tuple[Specimen, ...]
    pictures: tuple[tuple[str, Callable[[], bytes]], ...]
    expected: tuple[str, ...] = ()
    declared_name: str = ""

    @property
    def kind(self) -> DocumentKind:
        return self.sides[0].kind

    @property
    def printed(self) -> dict[FieldName, str]:
        """What the sides print, as the desk stores it."""
        return {name: value for side in reversed(self.sides) for name, value in side.normalised.items()}

    def to_json(self) -> dict[str, Any]:
        declared = {
            what: next((self.printed[name] for name in names if name in self.printed), "")
            for what, names in _DECLARED.items()
        }
        return {
            "reference": self.reference,
            "shows": self.shows,
            "files": [name for name, _ in self.pictures],
            "declared": {**declared, "name": self.declared_name or declared["name"]},
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
        _vehicle_licence(),
        _electronic_licence(),
        _korean_licence(),
        _driving_licence(),
        _temporary_card(),
    )


def write_demo(folder: Path = FOLDER) -> int:
    """Draws every picture and ``cases.json`` into ``folder``; the pictures' size together in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = demo_cases()
    total = 0
    for case in cases:
        for name, draw in case.pictures:
            jpeg = draw()
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
        "a clean pair",
        (portrait, emblem),
        (
            ("clean_portrait.jpg", lambda: photograph(portrait, table, 1, _SIZE).jpeg),
            ("clean_emblem.jpg", lambda: photograph(emblem, replace(table, rotation=3, yaw=5), 2, _SIZE).jpeg),
        ),
    )


def _swapped() -> DemoCase:
    person = invent_person(502)
    portrait, emblem = _faces(person, "classic")
    table = replace(_BASE, background="green_mat", pitch=8, yaw=7)
    return DemoCase(
        "DEMO-002",
        "the emblem face uploaded first",
        (portrait, emblem),
        (
            ("swapped_first.jpg", lambda: photograph(emblem, replace(table, rotation=9), 3, _SIZE).jpeg),
            ("swapped_second.jpg", lambda: photograph(portrait, replace(table, rotation=-12), 4, _SIZE).jpeg),
        ),
    )


def _both_in_one() -> DemoCase:
    person = invent_person(503)
    faces = _faces(person, "song")
    table = replace(_BASE, background="blue_cloth", rotation=4, pitch=5, yaw=3, fill=0.92)
    return DemoCase(
        "DEMO-003",
        "both faces in one picture, another name declared",
        faces,
        (("both_faces.jpg", lambda: photograph(faces, table, 5, _TALL).jpeg),),
        ("declared_name",),
        declared_name=invent_person(601).name,
    )


def _grey_copy() -> DemoCase:
    person = invent_person(504)
    portrait, emblem = _faces(person, "bold_labels")
    table = replace(_BASE, background="oak", rotation=-3, pitch=4, fill=0.78, tint=(1.05, 1.0, 0.93))
    return DemoCase(
        "DEMO-004",
        "black-and-white copies",
        (portrait, emblem),
        (
            ("grey_copy_portrait.jpg", lambda: photograph(grey_copy(portrait, 6), table, 6, _SIZE).jpeg),
            (
                "grey_copy_emblem.jpg",
                lambda: photograph(grey_copy(emblem, 7), replace(table, rotation=5), 7, _SIZE).jpeg,
            ),
        ),
        ("PRINTED_COPY",),
    )


def _screen() -> DemoCase:
    person = invent_person(505)
    faces = _faces(person, "plain")
    table = replace(_BASE, background="white_desk", rotation=2, fill=0.94)
    return DemoCase(
        "DEMO-005",
        "photographed from a screen",
        faces,
        (("screen.jpg", lambda: screen_recapture(photograph(faces, table, 8, _TALL), 8, quality=66).jpeg),),
        ("SCREEN_RECAPTURE",),
    )


def _tampered() -> DemoCase:
    person = invent_person(506)
    faces = _faces(person, "classic")
    table = replace(_BASE, background="slate", rotation=-5, pitch=3, fill=0.92)
    return DemoCase(
        "DEMO-006",
        "the name retyped in an editor",
        faces,
        (("tampered.jpg", lambda: splice_field(photograph(faces, table, 9, _TALL), 9).jpeg),),
        ("DIGITAL_TAMPERING", "declared_name"),
    )


def _glare() -> DemoCase:
    person = invent_person(507)
    faces = _faces(person, "plain")
    table = with_glare(replace(_BASE, background="leather", rotation=3, pitch=4, fill=0.92))
    return DemoCase(
        "DEMO-007",
        "a lamp mirrored in the card",
        faces,
        (("glare.jpg", lambda: photograph(faces, table, 10, _TALL).jpeg),),
        ("GLARE",),
    )


def _blur() -> DemoCase:
    person = invent_person(508)
    portrait, emblem = _faces(person, "plain")
    table = with_blur(replace(_BASE, background="papers_on_brown", rotation=8), 3.5)
    return DemoCase(
        "DEMO-008",
        "one face only, out of focus",
        (portrait, emblem),
        (("blurred.jpg", lambda: photograph(portrait, table, 11, _SIZE).jpeg),),
        ("BLUR", "both_faces"),
    )


def _expired() -> DemoCase:
    lawful = invent_person(509, expired=True)
    person = replace(lawful, valid_to=date(2025, lawful.valid_from.month, lawful.valid_from.day))
    faces = _faces(person, "late")
    table = replace(_BASE, background="checked_cloth", rotation=97, pitch=5, yaw=4, fill=0.9, exif_orientation=6)
    return DemoCase(
        "DEMO-009",
        "turned on its side, valid for nine years, which no card is, and expired",
        faces,
        (("expired_turned.jpg", lambda: photograph(faces, table, 12, _SIZE).jpeg),),
        ("INVALID_DATE", "validity_term", "not_expired"),
    )


def _drawn(kind: DocumentKind, seed: int, form: int = 0) -> tuple[Specimen, ...]:
    """Every side of somebody's document, in the form of that number."""
    source = TUNING.sources[kind]
    return tuple(source.draw(side, seed, source.forms[form]) for side in SIDES[kind])


def _vehicle_licence() -> DemoCase:
    pages = _drawn(DocumentKind.CN_VEHICLE_LICENCE, 514)
    table = replace(_CLEAR, background="oak", rotation=3, pitch=4, fill=0.94)
    return DemoCase(
        "DEMO-010",
        "a vehicle licence, both pages in one picture, its inspection overdue",
        pages,
        (("vehicle.jpg", lambda: photograph(pages, table, 15, (960, 1140)).jpeg),),
        ("inspection_valid",),
    )


def _electronic_licence() -> DemoCase:
    (screen,) = _drawn(DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, 510)
    return DemoCase(
        "DEMO-011",
        "the screenshot of an electronic licence",
        (screen,),
        (("electronic.jpg", lambda: as_jpeg(screen, quality=66, width=640)),),
        ("ELECTRONIC_DOCUMENT",),
    )


def _korean_licence() -> DemoCase:
    (front,) = _drawn(DocumentKind.KR_DRIVING_LICENCE, 513)
    table = replace(_CLEAR, background="slate", rotation=4, pitch=4, yaw=-3)
    return DemoCase(
        "DEMO-012",
        "a Korean driving licence: date of birth and sex derived from its number",
        (front,),
        (("korean.jpg", lambda: photograph(front, table, 16, _SMALL).jpeg),),
    )


def _driving_licence() -> DemoCase:
    main, sub = _drawn(DocumentKind.CN_DRIVING_LICENCE, 511)
    table = replace(_CLEAR, background="walnut", rotation=-3, pitch=5, yaw=3)
    return DemoCase(
        "DEMO-013",
        "a driving licence, page by page",
        (main, sub),
        (
            ("driving_main.jpg", lambda: photograph(main, table, 13, _SMALL).jpeg),
            ("driving_sub.jpg", lambda: photograph(sub, replace(table, rotation=5), 14, _SMALL).jpeg),
        ),
    )


def _temporary_card() -> DemoCase:
    face, title = _drawn(DocumentKind.CN_TEMPORARY_ID_CARD, 510)
    table = replace(_CLEAR, background="green_mat", rotation=-5, pitch=4)
    return DemoCase(
        "DEMO-014",
        "a temporary card without its title face, its three months over",
        (face, title),
        (("temporary.jpg", lambda: photograph(face, table, 17, _SMALL).jpeg),),
        ("TEMPORARY_DOCUMENT", "not_expired"),
    )
