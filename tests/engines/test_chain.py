"""Who is asked when an engine does not work."""

from __future__ import annotations

import logging
from typing import cast

import pytest

from kyc.documents.errors import (
    EngineAccountRefused,
    EngineNotConfigured,
    EngineUnavailable,
    NoDocumentFound,
    VendorUnavailable,
)
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.engines.chain import Chain

REQUEST = InspectionRequest((CaptureInput("a", b"secret bytes"),))
RESULT = InspectionResult("scripted", "1", DocumentKind.CN_ID_CARD, (), (), (), ())
VENDOR = {"engine": "Bank in Shanghai", "vendor_code": "InternalError", "request_id": "r-1"}


class Scripted:
    """An engine that does as it is told, and remembers how often it was asked."""

    name, version = "scripted", "1"

    def __init__(self, answer: object) -> None:
        self.answer, self.asked = answer, 0

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return cast(InspectionResult, self.answer)


def chain(*engines: Scripted) -> Chain:
    return Chain({str(index): (lambda made=engine: made) for index, engine in enumerate(engines)})


def test_the_first_that_works_answers_and_the_rest_are_never_made() -> None:
    def never() -> Scripted:
        raise AssertionError

    assert Chain({"one": lambda: Scripted(RESULT), "two": never}).inspect(REQUEST) is RESULT


@pytest.mark.parametrize("failure", [EngineUnavailable("down"), ValueError("secret bytes")])
def test_the_next_is_asked_when_one_does_not_work(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        result = chain(Scripted(failure), Scripted(RESULT)).inspect(REQUEST)
    assert [note.english() for note in result.notes] == ["0 did not work."]
    assert caplog.records
    assert "secret" not in caplog.text


def test_nothing_to_read_is_an_answer() -> None:
    second = Scripted(RESULT)
    with pytest.raises(NoDocumentFound):
        chain(Scripted(NoDocumentFound()), second).inspect(REQUEST)
    assert second.asked == 0


@pytest.mark.parametrize("engines", [(), (Scripted(EngineUnavailable("a")), Scripted(RuntimeError("b")))])
def test_when_none_works_it_says_so(engines: tuple[Scripted, ...]) -> None:
    with pytest.raises(EngineUnavailable):
        chain(*engines).inspect(REQUEST)


def test_an_engine_is_made_once() -> None:
    made: list[Scripted] = []

    def make() -> Scripted:
        made.append(Scripted(RESULT))
        return made[-1]

    both = Chain({"one": make})
    both.inspect(REQUEST)
    both.inspect(REQUEST)
    assert len(made) == 1
    assert made[0].asked == 2


def test_a_result_says_which_engines_did_not_work_and_why_with_what_a_support_asks() -> None:
    answer = chain(Scripted(VendorUnavailable(**VENDOR)), Scripted(ValueError()), Scripted(RESULT)).ask(REQUEST)
    assert (answer.engine, answer.error) == ("2", None)
    assert answer.result is not None
    assert [note.english() for note in answer.result.notes] == [
        "Bank in Shanghai is not answering as it should at the moment (InternalError, request r-1).",
        "1 did not work.",
    ]


@pytest.mark.parametrize("kind", [VendorUnavailable, EngineAccountRefused, EngineNotConfigured])
def test_when_none_works_the_first_that_names_itself_is_seen_first(kind: type[EngineUnavailable]) -> None:
    """Whoever set a vendor before this machine wants to know what became of the vendor."""
    answer = chain(Scripted(ValueError()), Scripted(kind(**VENDOR)), Scripted(EngineUnavailable("crash"))).ask(REQUEST)
    assert (answer.engine, answer.result) == ("", None)
    assert type(answer.error) is kind
    assert [note.english() for note in answer.notes] == ["0 did not work.", "2 did not work."]
    assert answer.is_retryable, "the last may work later"


def test_a_refused_account_alone_is_not_asked_again() -> None:
    assert not chain(Scripted(EngineAccountRefused(**VENDOR))).ask(REQUEST).is_retryable
    assert chain(Scripted(VendorUnavailable(**VENDOR))).ask(REQUEST).is_retryable


def test_who_found_nothing_to_read_is_named_after_those_that_did_not_work() -> None:
    answer = chain(Scripted(VendorUnavailable(**VENDOR)), Scripted(NoDocumentFound())).ask(REQUEST)
    assert (answer.engine, answer.error.code if answer.error else "") == ("1", "no_document")
    assert [note.params["request_id"] for note in answer.notes] == ["r-1"]
