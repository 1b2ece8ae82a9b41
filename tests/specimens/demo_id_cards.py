"""The demo's ID cards: a clean pair, the ways of uploading it, and most of the troubles a card can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from kyc.documents.warnings import WarningCode
from tests.specimens.attacks import grey_copy, screen_recapture, splice_field, with_blur, with_glare
from tests.specimens.demo_case import BASE, SIZE, TALL, DemoCase, DemoPicture
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.page import Specimen
from tests.specimens.people import Person, invent_person
from tests.specimens.photograph import photograph

_COPY: Final = (WarningCode.PRINTED_COPY,)


def id_card_cases() -> tuple[DemoCase, ...]:
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


def wrong_number_case() -> DemoCase:
    """A check digit that does not fit also contradicts the number it stands in, which is a sign of tampering."""
    lawful = invent_person(561)
    wrong_digit = str((int(lawful.number[-1]) + 4) % 10)
    faces = _faces(replace(lawful, number=lawful.number[:-1] + wrong_digit), "song")
    table = replace(BASE, background="green_mat", rotation=-3, pitch=4, fill=0.92)
    return DemoCase(
        "DEMO-019",
        "a number that ends in the wrong check digit",
        faces,
        (
            DemoPicture(
                "wrong_number.jpg",
                lambda: photograph(faces, table, 25, TALL).jpeg,
                (WarningCode.CHECKSUM_FAILED, WarningCode.DIGITAL_TAMPERING),
            ),
        ),
        ("number_check_digit",),
    )


def _faces(person: Person, style: str) -> tuple[Specimen, Specimen]:
    return draw_faces(person, STYLES[style])


def _clean() -> DemoCase:
    person = invent_person(501)
    portrait, emblem = _faces(person, "plain")
    table = replace(BASE, background="walnut", rotation=-4, pitch=6, yaw=-4)
    return DemoCase(
        "DEMO-001",
        "a clean pair",
        (portrait, emblem),
        (
            DemoPicture("clean_portrait.jpg", lambda: photograph(portrait, table, 1, SIZE).jpeg),
            DemoPicture(
                "clean_emblem.jpg", lambda: photograph(emblem, replace(table, rotation=3, yaw=5), 2, SIZE).jpeg
            ),
        ),
    )


def _swapped() -> DemoCase:
    person = invent_person(502)
    portrait, emblem = _faces(person, "classic")
    table = replace(BASE, background="green_mat", pitch=8, yaw=7)
    return DemoCase(
        "DEMO-002",
        "the emblem face uploaded first",
        (portrait, emblem),
        (
            DemoPicture("swapped_first.jpg", lambda: photograph(emblem, replace(table, rotation=9), 3, SIZE).jpeg),
            DemoPicture("swapped_second.jpg", lambda: photograph(portrait, replace(table, rotation=-12), 4, SIZE).jpeg),
        ),
    )


def _both_in_one() -> DemoCase:
    person = invent_person(503)
    faces = _faces(person, "song")
    table = replace(BASE, background="blue_cloth", rotation=4, pitch=5, yaw=3, fill=0.92)
    return DemoCase(
        "DEMO-003",
        "both faces in one picture, another name declared",
        faces,
        (DemoPicture("both_faces.jpg", lambda: photograph(faces, table, 5, TALL).jpeg),),
        ("declared_name",),
        declared_name=invent_person(601).name,
    )


def _grey_copy() -> DemoCase:
    person = invent_person(548)
    portrait, emblem = _faces(person, "bold_labels")
    table = replace(BASE, background="oak", rotation=-3, pitch=4, fill=0.78, tint=(1.05, 1.0, 0.93))
    return DemoCase(
        "DEMO-004",
        "black-and-white copies",
        (portrait, emblem),
        (
            DemoPicture(
                "grey_copy_portrait.jpg", lambda: photograph(grey_copy(portrait, 6), table, 6, SIZE).jpeg, _COPY
            ),
            DemoPicture(
                "grey_copy_emblem.jpg",
                lambda: photograph(grey_copy(emblem, 7), replace(table, rotation=5), 7, SIZE).jpeg,
                _COPY,
            ),
        ),
    )


def _screen() -> DemoCase:
    person = invent_person(505)
    faces = _faces(person, "plain")
    table = replace(BASE, background="white_desk", rotation=2, fill=0.94)
    return DemoCase(
        "DEMO-005",
        "photographed from a screen",
        faces,
        (
            DemoPicture(
                "screen.jpg",
                lambda: screen_recapture(photograph(faces, table, 8, TALL), 8, quality=66).jpeg,
                (WarningCode.SCREEN_RECAPTURE,),
            ),
        ),
    )


def _tampered() -> DemoCase:
    person = invent_person(506)
    faces = _faces(person, "classic")
    table = replace(BASE, background="slate", rotation=-5, pitch=3, fill=0.92)
    return DemoCase(
        "DEMO-006",
        "the name retyped in an editor",
        faces,
        (
            DemoPicture(
                "tampered.jpg",
                lambda: splice_field(photograph(faces, table, 9, TALL), 9).jpeg,
                (WarningCode.DIGITAL_TAMPERING,),
            ),
        ),
        ("declared_name",),
    )


def _glare() -> DemoCase:
    person = invent_person(507)
    faces = _faces(person, "plain")
    table = with_glare(replace(BASE, background="leather", rotation=3, pitch=4, fill=0.92))
    table = replace(table, glare_at=(0.62, 0.60), glare_size=0.10)
    return DemoCase(
        "DEMO-007",
        "a lamp mirrored in the card, over portrait and address",
        faces,
        (DemoPicture("glare.jpg", lambda: photograph(faces, table, 10, TALL).jpeg, (WarningCode.GLARE,)),),
    )


def _blur() -> DemoCase:
    person = invent_person(508)
    portrait, emblem = _faces(person, "plain")
    table = with_blur(replace(BASE, background="papers_on_brown", rotation=8), 3.5)
    return DemoCase(
        "DEMO-008",
        "one face only, out of focus",
        (portrait, emblem),
        (DemoPicture("blurred.jpg", lambda: photograph(portrait, table, 11, SIZE).jpeg, (WarningCode.BLUR,)),),
        ("both_faces",),
    )


def _expired() -> DemoCase:
    lawful = invent_person(509, expired=True)
    person = replace(lawful, valid_to=date(2025, lawful.valid_from.month, lawful.valid_from.day))
    faces = _faces(person, "late")
    table = replace(BASE, background="checked_cloth", rotation=97, pitch=5, yaw=4, fill=0.9, exif_orientation=6)
    return DemoCase(
        "DEMO-009",
        "turned on its side, valid for nine years, which no card is, and expired",
        faces,
        (
            DemoPicture(
                "expired_turned.jpg", lambda: photograph(faces, table, 12, SIZE).jpeg, (WarningCode.INVALID_DATE,)
            ),
        ),
        ("validity_term", "not_expired"),
    )
