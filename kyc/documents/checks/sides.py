"""Whether both sides of a document are there, and say the same."""

from __future__ import annotations

from typing import Final

from kyc.documents.checks.shared import Judgement, RawFields, failed, not_applicable, passed
from kyc.documents.comparison import Comparison
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.documents.results import CheckResult
from kyc.documents.words import N_

_FACES: Final = (N_("Both faces are there."), N_("Neither face was read."), N_("A face is missing: %(side)s."))
_TITLES: Final = N_("A face that prints titles only is not in the pictures: %(side)s.")
_PAGES: Final = (N_("Both pages are there."), N_("Neither page was read."), N_("A page is missing: %(side)s."))


def both_faces(raw: RawFields, kind: DocumentKind) -> CheckResult:
    """Fails for a missing face, unless it prints titles only: whoever leaves that out hides nothing."""
    missing = [side for side in SIDES[kind] if side not in raw.sides]
    if len(missing) < len(SIDES[kind]) and missing and not any(FIELDS[kind, side] for side in missing):
        return CheckResult("both_faces", *not_applicable(_TITLES, side=missing[0].value))
    return CheckResult("both_faces", *_judge_sides(raw, SIDES[kind], _FACES))


def both_pages(raw: RawFields, kind: DocumentKind) -> CheckResult:
    return CheckResult("both_pages", *_judge_sides(raw, SIDES[kind], _PAGES))


def pages_agree(code: str, raw: RawFields, name: FieldName, compared: Comparison) -> CheckResult:
    """Whether main page and sub page print the same in the field ``name``."""
    main, sub = raw.text(name, Side.MAIN_PAGE), raw.text(name, Side.SUB_PAGE)
    return CheckResult(code, *_judge_pages(main, sub, compared), (name,))


def _judge_sides(raw: RawFields, expected: tuple[Side, ...], messages: tuple[str, str, str]) -> Judgement:
    both, neither, one = messages
    missing = [side for side in expected if side not in raw.sides]
    if not missing:
        return passed(both)
    return failed(neither) if len(missing) == len(expected) else failed(one, side=missing[0].value)


def _judge_pages(main: str, sub: str, compared: Comparison) -> Judgement:
    if not main or not sub:
        return not_applicable(N_("It was not read on both pages."))
    if compared.agree(main, sub):
        return passed(N_("Both pages print %(main)s."), main=main)
    return failed(
        N_("The main page prints %(main)s, the sub page %(sub)s (%(comparison)s)."),
        main=main,
        sub=sub,
        comparison=compared.code,
    )
