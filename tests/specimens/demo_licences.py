"""The demo's other documents: one of every kind to be read, and licences that are copied, covered, cut off or of an
impossible term."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kyc.documents.kinds import SIDES, DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks import TUNING_SPECIES, colour_copy, cut_off
from tests.specimens.demo_case import BASE, CLEAR, SIZE, SMALL, DemoCase, DemoPicture
from tests.specimens.electronic_licence import TUNING_SCREENS, as_jpeg, draw_screen, invent_licence
from tests.specimens.page import Specimen
from tests.specimens.photograph import photograph
from tests.specimens.sets import TUNING

_COPY: Final = (WarningCode.PRINTED_COPY,)


def document_cases() -> tuple[DemoCase, ...]:
    """To be read."""
    return (
        _vehicle_licence(),
        _electronic_licence(),
        _korean_licence(),
        _driving_licence(),
        _temporary_card(),
    )


def doubtful_licence_cases() -> tuple[DemoCase, ...]:
    """To be doubted."""
    return (
        _colour_copy(),
        _covered(),
        _cut_off(),
        _impossible_term(),
    )


def _drawn(kind: DocumentKind, seed: int, form: int = 0) -> tuple[Specimen, ...]:
    """Every side of somebody's document, in the form of that number."""
    source = TUNING.sources[kind]
    return tuple(source.draw(side, seed, source.forms[form]) for side in SIDES[kind])


def _vehicle_licence() -> DemoCase:
    pages = _drawn(DocumentKind.CN_VEHICLE_LICENCE, 514)
    table = replace(CLEAR, background="oak", rotation=3, pitch=4, fill=0.94)
    return DemoCase(
        "DEMO-010",
        "a vehicle licence, both pages in one picture, its inspection overdue",
        pages,
        (DemoPicture("vehicle.jpg", lambda: photograph(pages, table, 15, (960, 1140)).jpeg),),
        ("inspection_valid",),
    )


def _electronic_licence() -> DemoCase:
    (screen,) = _drawn(DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, 510)
    return DemoCase(
        "DEMO-011",
        "the screenshot of an electronic licence",
        (screen,),
        (
            DemoPicture(
                "electronic.jpg", lambda: as_jpeg(screen, quality=66, width=640), (WarningCode.ELECTRONIC_DOCUMENT,)
            ),
        ),
    )


def _korean_licence() -> DemoCase:
    (front,) = _drawn(DocumentKind.KR_DRIVING_LICENCE, 513)
    table = replace(CLEAR, background="slate", rotation=4, pitch=4, yaw=-3)
    return DemoCase(
        "DEMO-012",
        "a Korean driving licence: date of birth and sex derived from its number",
        (front,),
        (DemoPicture("korean.jpg", lambda: photograph(front, table, 16, SMALL).jpeg),),
    )


def _driving_licence() -> DemoCase:
    main, sub = _drawn(DocumentKind.CN_DRIVING_LICENCE, 511)
    table = replace(CLEAR, background="walnut", rotation=-3, pitch=5, yaw=3)
    return DemoCase(
        "DEMO-013",
        "a driving licence, page by page",
        (main, sub),
        (
            DemoPicture("driving_main.jpg", lambda: photograph(main, table, 13, SMALL).jpeg),
            DemoPicture("driving_sub.jpg", lambda: photograph(sub, replace(table, rotation=5), 14, SMALL).jpeg),
        ),
    )


def _temporary_card() -> DemoCase:
    face, title = _drawn(DocumentKind.CN_TEMPORARY_ID_CARD, 510)
    table = replace(CLEAR, background="green_mat", rotation=-5, pitch=4)
    return DemoCase(
        "DEMO-014",
        "a temporary card without its title face, its three months over",
        (face, title),
        (
            DemoPicture(
                "temporary.jpg", lambda: photograph(face, table, 17, SMALL).jpeg, (WarningCode.TEMPORARY_DOCUMENT,)
            ),
        ),
        ("not_expired",),
    )


def _colour_copy() -> DemoCase:
    main, sub = _drawn(DocumentKind.CN_VEHICLE_LICENCE, 522, form=1)
    table = replace(BASE, background="slate", rotation=-4, pitch=4, fill=0.78)
    return DemoCase(
        "DEMO-015",
        "colour copies of a vehicle licence, its inspection overdue",
        (main, sub),
        (
            DemoPicture(
                "colour_copy_main.jpg", lambda: photograph(colour_copy(main, 1, 4.3), table, 21, SIZE).jpeg, _COPY
            ),
            DemoPicture(
                "colour_copy_sub.jpg",
                lambda: photograph(colour_copy(sub, 2, 4.3), replace(table, rotation=5), 22, SIZE).jpeg,
                _COPY,
            ),
        ),
        ("inspection_valid",),
    )


def _covered() -> DemoCase:
    (front,) = _drawn(DocumentKind.KR_DRIVING_LICENCE, 533, form=2)
    table = replace(BASE, background="walnut", rotation=-4, pitch=5, yaw=3)
    lay_coin = next(species.take for species in TUNING_SPECIES if species.name == "cover_coin")
    return DemoCase(
        "DEMO-016",
        "a Korean driving licence with a coin on its resident number",
        (front,),
        (DemoPicture("covered.jpg", lambda: lay_coin(front, table, 533, SIZE).jpeg, (WarningCode.COVERED,)),),
    )


def _cut_off() -> DemoCase:
    pages = _drawn(DocumentKind.CN_DRIVING_LICENCE, 541)
    table = cut_off(replace(BASE, background="oak", rotation=1, pitch=3, yaw=-3, beside=True), 1.06)
    return DemoCase(
        "DEMO-017",
        "a driving licence, both pages in one picture taken from too near",
        pages,
        (DemoPicture("cut_off.jpg", lambda: photograph(pages, table, 541, (1440, 640)).jpeg, (WarningCode.CUT_OFF,)),),
    )


def _impossible_term() -> DemoCase:
    lawful = invent_licence(551)
    start = lawful.first_issue.replace(year=2019)
    licence = replace(lawful, valid_from=start, valid_to=start.replace(year=2035))
    screen = draw_screen(licence, TUNING_SCREENS["list"])
    return DemoCase(
        "DEMO-018",
        "an electronic licence valid for sixteen years, which no licence is",
        (screen,),
        (
            DemoPicture(
                "impossible_term.jpg",
                lambda: as_jpeg(screen, quality=74, width=960),
                (WarningCode.ELECTRONIC_DOCUMENT, WarningCode.INVALID_DATE),
            ),
        ),
        ("licence_term",),
    )
