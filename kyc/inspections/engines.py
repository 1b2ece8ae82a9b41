"""The engines this desk uses, in order: each is loaded once a process, when it is first needed."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from kyc.documents.errors import DeskError, EngineUnavailable
from kyc.documents.results import InspectionRequest, InspectionResult

if TYPE_CHECKING:
    from kyc.engines.protocol import Engine

logger = logging.getLogger(__name__)


def inspect(request: InspectionRequest) -> InspectionResult:
    """The result of the first engine that works.

    Raises:
        EngineUnavailable: none works.
        InspectionError: an engine worked, and there is nothing to read.
    """
    failure = EngineUnavailable("no engine is set")
    for path in settings.INSPECTION_ENGINES:
        try:
            return _inspect_with(path, request)
        except EngineUnavailable as error:
            logger.error("engine %s: %s", path, error.details)
            failure = error
    raise failure


def _inspect_with(path: str, request: InspectionRequest) -> InspectionResult:
    try:
        return engine(path).inspect(request)
    except DeskError:
        raise
    except Exception as error:  # an engine is foreign code: whatever it raises, the case goes on
        raise EngineUnavailable(_where(error)) from error


@cache
def engine(path: str) -> Engine:
    """The engine of a dotted path: a class that takes the folder in which compiled models are kept."""
    made: Engine = import_string(path)(cache_dir=settings.MODEL_CACHE_DIR)
    return made


def _where(error: Exception) -> str:
    """Type and place of an exception. Its own text may quote what was read, so it is not kept."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {place}"
