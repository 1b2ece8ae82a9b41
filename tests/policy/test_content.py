"""A policy is read strictly: every mistake has its sentence."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import WarningCode
from kyc.policy.content import REJECTED, RESUBMISSION_REQUESTED, InvalidPolicy, ReasonType, parse
from kyc.policy.version_1 import CONTENT


def problems(change: Callable[[dict[str, Any]], None]) -> list[str]:
    data = deepcopy(CONTENT)
    change(data)
    with pytest.raises(InvalidPolicy) as caught:
        parse(data)
    return [problem.english() for problem in caught.value.problems]


def test_version_1_is_read_and_written_unchanged() -> None:
    content = parse(CONTENT)
    assert content.to_json() == CONTENT
    assert content.accepted_kinds == tuple(DocumentKind)
    assert content.lines == {}


def test_reasons_by_outcome() -> None:
    content = parse(CONTENT)
    final = [reason.code for reason in content.reasons if reason.type is ReasonType.FINAL]
    assert final == ["FORGED_OR_EDITED", "DUPLICATE"]
    asked_again = [reason.code for reason in content.reasons_for(RESUBMISSION_REQUESTED)]
    assert set(asked_again).isdisjoint(final)
    assert len(content.reasons_for(REJECTED)) == len(content.reasons)
    assert content.reason("EXPIRED") is not None
    assert content.reason("expired") is None


def test_applicants_are_told_of_no_detector_and_no_other_case() -> None:
    for reason in parse(CONTENT).reasons:
        english = reason.applicant_text["en"].lower()
        assert not any(word in english for word in ("detect", "tamper", "moir", "other case", "someone", "score"))
        assert not any(code.value in text for text in reason.applicant_text.values() for code in WarningCode)


def first(data: dict[str, Any]) -> dict[str, Any]:
    reason: dict[str, Any] = data["reasons"][0]
    return reason


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.pop("lines"), "policy: “lines” is missing."),
        (lambda data: data.update(limits={}), "policy: “limits” is unknown."),
        (lambda data: data.update(reasons={}), "reasons must be a list."),
        (lambda data: data["reasons"].append("X"), "Reason 14 must be an object."),
        (lambda data: first(data).pop("type"), "COPY_OF_DOCUMENT: “type” is missing."),
        (lambda data: first(data).update(type="MAYBE"), "COPY_OF_DOCUMENT: type must be FINAL or RETRY."),
        (lambda data: first(data).update(type=[]), "COPY_OF_DOCUMENT: type must be FINAL or RETRY."),
        (lambda data: first(data).update(code="no"), "no: a code is capital letters, digits and underscores."),
        (lambda data: first(data).update(code="EXPIRED"), "EXPIRED: this code is there more than once."),
        (
            lambda data: first(data).update(outcomes=["approved"]),
            "COPY_OF_DOCUMENT: outcomes must list some of: rejected, resubmission_requested.",
        ),
        (
            lambda data: first(data).update(outcomes=["rejected", "rejected"]),
            "COPY_OF_DOCUMENT: outcomes must list some of: rejected, resubmission_requested.",
        ),
        (
            lambda data: first(data)["label"].pop("zh-hans"),
            "COPY_OF_DOCUMENT, label: give one text for each of: en, zh-hans.",
        ),
        (
            lambda data: first(data)["label"].update(en=" "),
            "COPY_OF_DOCUMENT, label: a text has between 1 and 300 characters.",
        ),
        (
            lambda data: first(data)["applicant_text"].update(en="Failed screen_recapture."),
            "COPY_OF_DOCUMENT: the text for the applicant names a detector: SCREEN_RECAPTURE.",
        ),
        (lambda data: data.update(reasons=[]), "At least one reason must be offered for rejecting."),
        (lambda data: data.update(accepted_kinds=[]), f"accepted_kinds must list some of: {', '.join(DocumentKind)}."),
        (
            lambda data: data.update(accepted_kinds=["passport"]),
            f"accepted_kinds must list some of: {', '.join(DocumentKind)}.",
        ),
        (lambda data: data.update(lines=[]), "lines must be an object of warning codes and scores."),
        (lambda data: data.update(lines={"MAGIC": 1}), "lines: “MAGIC” is no warning."),
        (lambda data: data.update(lines={"BLUR": 101}), "lines: the line of BLUR must be a number from 0 to 100."),
        (lambda data: data.update(lines={"BLUR": -0.1}), "lines: the line of BLUR must be a number from 0 to 100."),
        (
            lambda data: data.update(lines={"BLUR": float("nan")}),
            "lines: the line of BLUR must be a number from 0 to 100.",
        ),
        (lambda data: data.update(lines={"BLUR": True}), "lines: the line of BLUR must be a number from 0 to 100."),
        (lambda data: data.update(lines={"BLUR": "5"}), "lines: the line of BLUR must be a number from 0 to 100."),
    ],
)
def test_each_mistake_has_its_sentence(change: Callable[[dict[str, Any]], None], sentence: str) -> None:
    assert sentence in problems(change)


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_no_object_at_all(data: object) -> None:
    with pytest.raises(InvalidPolicy):
        parse(data)


@pytest.mark.parametrize("line", [0, 100, 62.5])
def test_lines_up_to_their_limits_are_kept(line: float) -> None:
    data = deepcopy(CONTENT) | {"lines": {"BLUR": line}}
    assert parse(data).lines == {"BLUR": float(line)}
