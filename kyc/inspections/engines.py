"""The engines this desk uses, as its settings name them."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.engines.chain import Chain

if TYPE_CHECKING:
    from kyc.engines.protocol import Engine


def inspect(request: InspectionRequest) -> InspectionResult:
    """As ``Chain.inspect``, over the engines of ``INSPECTION_ENGINES``."""
    return chain(tuple(settings.INSPECTION_ENGINES)).inspect(request)


@cache
def chain(paths: tuple[str, ...]) -> Chain:
    """One chain a process: an engine holds its models for as long as the process lives."""
    return Chain({path: partial(_make, path) for path in paths})


def _make(path: str) -> Engine:
    """The engine of a dotted path: a class that takes the folder in which compiled models are kept."""
    made: Engine = import_string(path)(cache_dir=settings.MODEL_CACHE_DIR)
    return made
