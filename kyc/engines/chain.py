"""Several engines as one: the next is asked when one does not work, never when one works and finds nothing to read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from kyc.documents.errors import DeskError, EngineUnavailable
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.engines.protocol import Engine

logger = logging.getLogger(__name__)


class Chain:
    """Engines by name, in the order in which they are asked; each is made when it is first needed."""

    def __init__(self, makers: Mapping[str, Callable[[], Engine]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Engine] = {}

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        """The result of the first engine that works.

        Raises:
            EngineUnavailable: none works.
            InspectionError: an engine worked, and there is nothing to read.
        """
        failure = EngineUnavailable("no engine is set")
        for name in self._makers:
            try:
                return self._inspect_with(name, request)
            except EngineUnavailable as error:
                logger.error("engine %s: %s", name, error.details)
                failure = error
        raise failure

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


def _where(error: Exception) -> str:
    """Type and place of an exception. Its own text may quote what was read, so it is not kept."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {place}"
