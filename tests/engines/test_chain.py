"""Who is asked when an engine does not work."""

from __future__ import annotations

import logging

import pytest

from kyc.documents.errors import EngineUnavailable, NoDocumentFound
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.engines.chain import Chain

REQUEST = InspectionRequest((CaptureInput("a", b"secret bytes"),))
RESULT = object()


class Scripted:
    """An engine that does as it is told, and remembers how often it was asked."""

    name, version = "scripted", "1"

    def __init__(self, answer: object) -> None:
        self.answer, self.asked = answer, 0

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value]


def chain(*engines: Scripted) -> Chain:
    return Chain({str(index): (lambda made=engine: made) for index, engine in enumerate(engines)})


def test_the_first_that_works_answers_and_the_rest_are_never_made() -> None:
    def never() -> Scripted:
        raise AssertionError

    assert Chain({"one": lambda: Scripted(RESULT), "two": never}).inspect(REQUEST) is RESULT


@pytest.mark.parametrize("failure", [EngineUnavailable("down"), ValueError("secret bytes")])
def test_the_next_is_asked_when_one_does_not_work(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert chain(Scripted(failure), Scripted(RESULT)).inspect(REQUEST) is RESULT
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
