"""What a policy version says, read strictly: a wrong word is a sentence for the administrator, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kyc.documents.errors import DeskError
from kyc.documents.kinds import SIDES, DocumentKind
from kyc.documents.warnings import WarningCode
from kyc.documents.words import N_, Words

LANGUAGES: Final = ("en", "zh-hans")
#: Outcomes of a decision that need a reason (``kyc.review.models.DecisionOutcome`` without approval).
REJECTED: Final = "rejected"
RESUBMISSION_REQUESTED: Final = "resubmission_requested"
OUTCOMES: Final = (REJECTED, RESUBMISSION_REQUESTED)

TEXT_LIMIT: Final = 300
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


class ReasonType(StrEnum):
    """FINAL ends the application; RETRY lets the applicant try again."""

    FINAL = "FINAL"
    RETRY = "RETRY"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document was not approved. Texts by language code; ``applicant_text`` may be sent to the applicant."""

    code: str
    type: ReasonType
    label: Mapping[str, str]
    applicant_text: Mapping[str, str]
    outcomes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "type": self.type.value,
            "label": dict(self.label),
            "applicant_text": dict(self.applicant_text),
            "outcomes": list(self.outcomes),
        }


@dataclass(frozen=True, slots=True)
class PolicyContent:
    """Reasons in the order pages show them, document kinds that may be approved, and lines of detectors.

    ``lines`` maps a warning code to the score (0-100) from which it is detected; a code that is missing keeps its
    detector's own measured line.
    """

    reasons: tuple[Reason, ...]
    accepted_kinds: tuple[str, ...]
    lines: Mapping[str, float]

    def reason(self, code: str) -> Reason | None:
        """The reason with ``code``, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)

    def reasons_for(self, outcome: str) -> tuple[Reason, ...]:
        """The reasons that a decision with ``outcome`` may give."""
        return tuple(reason for reason in self.reasons if outcome in reason.outcomes)

    def to_json(self) -> dict[str, object]:
        return {
            "reasons": [reason.to_json() for reason in self.reasons],
            "accepted_kinds": list(self.accepted_kinds),
            "lines": dict(self.lines),
        }


class InvalidPolicy(DeskError):
    """The content breaks its rules; ``problems`` has a sentence for each."""

    code = "invalid_policy"
    message = N_("The policy has mistakes.")

    def __init__(self, problems: list[Words]) -> None:
        super().__init__("; ".join(problem.english() for problem in problems))
        self.problems = tuple(problems)


def parse(data: object) -> PolicyContent:
    """Read the JSON of a policy version.

    Raises:
        InvalidPolicy: with a sentence for everything that is wrong.
    """
    problems = list(_problems(data))
    if problems:
        raise InvalidPolicy(problems)
    assert isinstance(data, dict)  # noqa: S101 - _problems() saw to it
    return PolicyContent(
        reasons=tuple(_reason(item) for item in data["reasons"]),
        accepted_kinds=tuple(data["accepted_kinds"]),
        lines={code: float(line) for code, line in data["lines"].items()},
    )


def _reason(item: Mapping[str, Any]) -> Reason:
    return Reason(
        code=item["code"],
        type=ReasonType(item["type"]),
        label=dict(item["label"]),
        applicant_text=dict(item["applicant_text"]),
        outcomes=tuple(item["outcomes"]),
    )


def _problems(data: object) -> Iterator[Words]:
    if not isinstance(data, dict):
        yield Words(N_("The policy must be an object with reasons, accepted_kinds and lines."))
        return
    yield from _wrong_keys(data, {"reasons", "accepted_kinds", "lines"}, "policy")
    yield from _reason_problems(data.get("reasons", []))
    yield from _kind_problems(data.get("accepted_kinds", []))
    yield from _line_problems(data.get("lines", {}))


def _wrong_keys(data: Mapping[Any, Any], wanted: set[str], where: str) -> Iterator[Words]:
    for key in sorted(wanted - data.keys()):
        yield Words(N_("%(where)s: “%(key)s” is missing."), {"where": where, "key": key})
    for key in sorted(str(key) for key in data.keys() - wanted):
        yield Words(N_("%(where)s: “%(key)s” is unknown."), {"where": where, "key": key})


def _reason_problems(reasons: object) -> Iterator[Words]:
    if not isinstance(reasons, list):
        yield Words(N_("reasons must be a list."))
        return
    for position, item in enumerate(reasons, 1):
        yield from _one_reason_problems(item, position)
    yield from _reasons_together(reasons)


def _one_reason_problems(item: object, position: int) -> Iterator[Words]:
    if not isinstance(item, dict):
        yield Words(N_("Reason %(position)s must be an object."), {"position": position})
        return
    code = item.get("code")
    where = code if isinstance(code, str) and code else f"reason {position}"
    yield from _wrong_keys(item, {"code", "type", "label", "applicant_text", "outcomes"}, where)
    if "code" in item and not (isinstance(code, str) and _CODE.fullmatch(code)):
        yield Words(N_("%(where)s: a code is capital letters, digits and underscores."), {"where": where})
    if "type" in item and item["type"] not in list(ReasonType):
        yield Words(N_("%(where)s: type must be FINAL or RETRY."), {"where": where})
    if "outcomes" in item and not _is_choice(item["outcomes"], OUTCOMES):
        choices = ", ".join(OUTCOMES)
        yield Words(N_("%(where)s: outcomes must list some of: %(choices)s."), {"where": where, "choices": choices})
    for name in ("label", "applicant_text"):
        if name in item:
            yield from _text_problems(item[name], f"{where}, {name}")
    yield from _telling_problems(item.get("applicant_text"), where)


def _text_problems(texts: object, where: str) -> Iterator[Words]:
    if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
        yield Words(N_("%(where)s: give one text for each of: %(languages)s."), _where(where, LANGUAGES))
        return
    for text in texts.values():
        if not isinstance(text, str) or not text.strip() or len(text) > TEXT_LIMIT:
            yield Words(
                N_("%(where)s: a text has between 1 and %(limit)s characters."), {"where": where, "limit": TEXT_LIMIT}
            )


def _where(where: str, languages: tuple[str, ...]) -> dict[str, str | int | float]:
    return {"where": where, "languages": ", ".join(languages)}


def _telling_problems(texts: object, where: str) -> Iterator[Words]:
    """An applicant is never told which detector spoke."""
    for text in texts.values() if isinstance(texts, dict) else ():
        named = [code.value for code in WarningCode if isinstance(text, str) and code.value in text.upper()]
        named = [code for code in named if "_" in code]  # plain words such as "blur" are ordinary advice
        if named:
            yield Words(
                N_("%(where)s: the text for the applicant names a detector: %(codes)s."),
                {"where": where, "codes": ", ".join(named)},
            )


def _reasons_together(reasons: list[Any]) -> Iterator[Words]:
    codes = [item.get("code") for item in reasons if isinstance(item, dict)]
    for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
        yield Words(N_("%(where)s: this code is there more than once."), {"where": code})
    offered = {outcome for item in reasons if isinstance(item, dict) for outcome in _texts(item.get("outcomes"))}
    if REJECTED not in offered:
        yield Words(N_("At least one reason must be offered for rejecting."))


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _is_choice(value: object, choices: tuple[str, ...]) -> bool:
    """Whether ``value`` is a list of some of ``choices``, each once."""
    texts = _texts(value)
    return isinstance(value, list) and 0 < len(texts) == len(value) == len(set(texts)) and set(texts) <= set(choices)


def _kind_problems(kinds: object) -> Iterator[Words]:
    readable = tuple(kind.value for kind in DocumentKind if kind in SIDES)
    if not _is_choice(kinds, readable):
        yield Words(N_("accepted_kinds must list some of: %(kinds)s."), {"kinds": ", ".join(readable)})


def _line_problems(lines: object) -> Iterator[Words]:
    if not isinstance(lines, dict):
        yield Words(N_("lines must be an object of warning codes and scores."))
        return
    for code, line in lines.items():
        if code not in list(WarningCode):
            yield Words(N_("lines: “%(code)s” is no warning."), {"code": str(code)})
        if isinstance(line, bool) or not isinstance(line, int | float) or not 0 <= line <= 100:
            yield Words(N_("lines: the line of %(code)s must be a number from 0 to 100."), {"code": str(code)})
