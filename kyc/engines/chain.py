"""Several engines as one: the next is asked when one does not work, never when one works and finds nothing to read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kyc.documents.errors import DeskError, EngineUnavailable, InspectionError
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.documents.words import N_, Words
from kyc.engines.protocol import Engine

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """An engine that did not work, and why; ``engine`` is its name in the chain."""

    engine: str
    error: EngineUnavailable

    @property
    def is_named(self) -> bool:
        """Whether the failure's own sentence says which engine it is about (a vendor's does)."""
        return "engine" in self.error.params

    @property
    def words(self) -> Words:
        """What is worth saying beside what another engine read."""
        return self.error.sentence if self.is_named else Words(N_("%(engine)s did not work."), {"engine": self.engine})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a chain: a result, or an error.

    ``engine`` is the name of the one that worked, empty where none did; ``failures`` are those asked before it.
    """

    engine: str
    result: InspectionResult | None
    error: InspectionError | None
    failures: tuple[Failure, ...] = ()

    @property
    def notes(self) -> tuple[Words, ...]:
        """Why engines did not work, besides what the error itself says."""
        return tuple(failure.words for failure in self.failures if failure.error is not self.error)

    @property
    def is_retryable(self) -> bool:
        """Whether asking again can help: one engine that may work later is enough."""
        errors = [*(failure.error for failure in self.failures), *([self.error] if self.error else ())]
        return self.error is not None and any(error.retryable for error in errors)


class Chain:
    """Engines by name, in the order in which they are asked; each is made when it is first needed."""

    def __init__(self, makers: Mapping[str, Callable[[], Engine]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Engine] = {}

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        """The result of the first engine that works; its notes say which did not, and why.

        Raises:
            EngineUnavailable: none works.
            InspectionError: an engine worked, and there is nothing to read.
        """
        answer = self.ask(request)
        if answer.result is None:
            raise answer.error or EngineUnavailable
        return answer.result

    def ask(self, request: InspectionRequest) -> Answer:
        """As ``inspect``, with who answered; what an engine found wrong is in the answer."""
        failures: list[Failure] = []
        for name in self._makers:
            try:
                result = self._inspect_with(name, request)
            except EngineUnavailable as error:
                logger.error("engine %s: %s (%s)", name, error.code, error.details)
                failures.append(Failure(name, error))
            except InspectionError as error:
                return Answer(name, None, error, tuple(failures))
            else:
                return Answer(name, _with_notes(result, failures), None, tuple(failures))
        return Answer("", None, _foremost(failures), tuple(failures))

    def _inspect_with(self, name: str, request: InspectionRequest) -> InspectionResult:
        try:
            return self.engine(name).inspect(request)
        except DeskError:
            raise
        except Exception as error:  # an engine is foreign code: whatever it raises, the case goes on
            raise EngineUnavailable(_where(error)) from error

    def engine(self, name: str) -> Engine:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]


def _with_notes(result: InspectionResult, failures: Sequence[Failure]) -> InspectionResult:
    if not failures:
        return result
    return replace(result, notes=(*result.notes, *(failure.words for failure in failures)))


def _foremost(failures: Sequence[Failure]) -> EngineUnavailable:
    """The failure that people must see first where no engine works: the first that names its engine, for whoever set
    that engine before the others wants to know what became of it; else the last."""
    named = [failure for failure in failures if failure.is_named]
    if named:
        return named[0].error
    return failures[-1].error if failures else EngineUnavailable("no engine is set")


def _where(error: Exception) -> str:
    """Type and place of an exception. Its own text may quote what was read, so it is not kept."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {place}"
