"""``IDCardOCR`` from the client's side (seed 003): every warning and both crops are asked for.

``EnableRecognitionRectify`` is always off: ``raw`` must be what is printed, and the desk makes number, birth date and
sex agree itself where it is to, by the rule that its own engine uses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CropKind
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.cloud.findings import in_range, said_if
from kyc.engines.cloud.hearing import FIELDS, Heard, Page, Question, Said, Value, texts_of
from kyc.engines.cloud.vendor_errors import UNREADABLE, Refused
from kyc.protocols.tencent_v3 import id_card
from kyc.protocols.tencent_v3.id_card import Answer, CardSide, Position, Switch, Warn
from kyc.protocols.tencent_v3.pictures import Picture

F = FieldName
ACTION: Final = "IDCardOCR"
_SIDES: Final = {Side.PORTRAIT_FACE: CardSide.FRONT, Side.EMBLEM_FACE: CardSide.BACK, None: CardSide.EITHER}
_SWITCHES: Final = frozenset(Switch) - {Switch.MULTI_CARD_DETECT}
WARNINGS: Final[Mapping[Warn, WarningCode]] = {
    Warn.INVALID_DATE: WarningCode.INVALID_DATE,
    Warn.BORDER_INCOMPLETE: WarningCode.CUT_OFF,
    Warn.COPY: WarningCode.PRINTED_COPY,
    Warn.RESHOOT: WarningCode.SCREEN_RECAPTURE,
    Warn.TEMPORARY: WarningCode.TEMPORARY_DOCUMENT,
    Warn.COVERED: WarningCode.COVERED,
    Warn.TAMPERING: WarningCode.DIGITAL_TAMPERING,
    Warn.REFLECTION: WarningCode.GLARE,
}
#: What glare lies on. Which field it is, the vendor does not say.
_PLACES: Final = {
    Position.EMBLEM: "emblem",
    Position.PORTRAIT: "portrait",
    Position.FIELD: FIELDS,
    Position.OTHERS: "other",
}
#: The vendor advises to take pictures of this quality and better.
LEAST_QUALITY: Final = 50
#: Both ends of a validity, whatever stands between them.
_PERIOD: Final = re.compile(r"(\d{4}\D\d{1,2}\D\d{1,2}|\d{8})\D{1,3}?(\d{4}\D\d{1,2}\D\d{1,2}|\d{8}|长.{1,3}|長期)")
_PERSON: Final[Mapping[FieldName, str]] = {
    F.NAME: "name",
    F.SEX: "sex",
    F.ETHNICITY: "nation",
    F.BIRTH_DATE: "birth",
    F.ADDRESS: "address",
    F.CITIZEN_NUMBER: "id_num",
}


def parameters(question: Question) -> dict[str, Any]:
    """Where the side is left to find out, both faces may lie in one picture."""
    both = frozenset({Switch.MULTI_CARD_DETECT}) if question.side is None else frozenset()
    return id_card.encode_request(
        id_card.Request(
            picture=Picture(question.picture),
            card_side=_SIDES[question.side],
            switches=_SWITCHES | both,
            rectify=False,
            reflect_detail=True,
        )
    )


def heard(response: Mapping[str, Any], question: Question, request_id: str, api: str) -> Heard:
    """
    Raises:
        Refused: nothing of an ordinary card was read. Of a temporary card the vendor may answer that and nothing else.
    """
    texts_of(response, id_card.TEXTS, request_id)
    answer = id_card.decode_answer(response)
    pages = _pages(answer, question)
    if not any(page.is_read for page in pages) and pages[0].kind is DocumentKind.CN_ID_CARD:
        raise Refused(UNREADABLE, "NOTHING_READ", request_id)
    return Heard(pages, api, _said(answer))


def _pages(answer: Answer, question: Question) -> tuple[Page, ...]:
    sides = (question.side,) if question.side else _sides_shown(answer)
    kind = DocumentKind.CN_TEMPORARY_ID_CARD if _is_temporary(answer, question) else DocumentKind.CN_ID_CARD
    return tuple(Page(kind, side, _values(answer, kind, side), _crops(answer, side, sides)) for side in sides)


def _sides_shown(answer: Answer) -> tuple[Side, ...]:
    """By what was read; a temporary card prints all of it on one face, and nothing on the other."""
    person, issuer = _has_person(answer), _has_issuer(answer)
    if issuer and not (person and _is_said_temporary(answer)):
        return (Side.PORTRAIT_FACE, Side.EMBLEM_FACE) if person else (Side.EMBLEM_FACE,)
    return (Side.PORTRAIT_FACE,)


def _is_temporary(answer: Answer, question: Question) -> bool:
    """By its warning; by what no ordinary portrait face prints; or, where it was said to be one, by an emblem face that
    lacks what an ordinary one prints."""
    has_issuer = _has_issuer(answer)
    if question.side is Side.EMBLEM_FACE:
        is_title = question.kind is DocumentKind.CN_TEMPORARY_ID_CARD and not has_issuer
        return is_title or _is_said_temporary(answer)
    on_portrait_face = question.side is Side.PORTRAIT_FACE and _has_person(answer)
    return _is_said_temporary(answer) or (on_portrait_face and has_issuer)


def _is_said_temporary(answer: Answer) -> bool:
    return Warn.TEMPORARY in (answer.advanced.warnings or ())


def _has_person(answer: Answer) -> bool:
    return any(getattr(answer, ours) for ours in _PERSON.values())


def _has_issuer(answer: Answer) -> bool:
    return bool(answer.authority or answer.valid_date)


def _values(answer: Answer, kind: DocumentKind, side: Side) -> dict[FieldName, Value]:
    start, until = _ends(answer.valid_date)
    issuer = {F.ISSUING_AUTHORITY: Value(answer.authority), F.VALID_FROM: Value(start), F.VALID_TO: Value(until)}
    if side is Side.EMBLEM_FACE:
        return issuer if kind is DocumentKind.CN_ID_CARD else {}
    person = {name: Value(getattr(answer, ours)) for name, ours in _PERSON.items()}
    return person | (issuer if kind is DocumentKind.CN_TEMPORARY_ID_CARD else {})


def _ends(period: str) -> tuple[str, str]:
    """First and last day as answered; neither where the text is no period."""
    found = _PERIOD.fullmatch(period)
    return (found[1], found[2]) if found else ("", "")


def _crops(answer: Answer, side: Side, sides: tuple[Side, ...]) -> dict[CropKind, bytes]:
    """Of two faces in one picture the vendor does not say which it cut."""
    card = answer.advanced.id_card if len(sides) == 1 else None
    portrait = answer.advanced.portrait if side is Side.PORTRAIT_FACE else None
    found = {CropKind.RECTIFIED: card, CropKind.PORTRAIT: portrait}
    return {kind: data for kind, data in found.items() if data}


def _said(answer: Answer) -> dict[WarningCode, Said]:
    advanced = answer.advanced
    said = {code: _of_warning(warn, answer) for warn, code in WARNINGS.items()}
    quality = advanced.quality
    said[WarningCode.BLUR] = (
        Said(Outcome.NOT_RUN)
        if quality is None or in_range(quality) is None
        else said_if(is_raised=quality < LEAST_QUALITY, score=100 - quality, line=101 - LEAST_QUALITY)
    )
    return said


def _of_warning(warn: Warn, answer: Answer) -> Said:
    """The border's score is given as it is; whether it is a warning, the vendor's code says and not its score."""
    warnings = answer.advanced.warnings
    if warnings is None:
        return Said(Outcome.NOT_RUN)
    score = answer.advanced.border_code_value if warn is Warn.BORDER_INCOMPLETE else None
    said = said_if(is_raised=warn in warnings, score=score)
    if warn is Warn.REFLECTION and warn in warnings:
        places = tuple(dict.fromkeys(_PLACES[position] for position in answer.reflections))
        return Said(said.outcome, places=places)
    return said
