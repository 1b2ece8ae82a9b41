"""Second opinions as the case page lists them: which engines can be asked, which were, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from kyc.cases.models import Document
from kyc.inspections import second_opinions
from kyc.inspections.models import Inspection, InspectionState
from kyc.inspections.requests import known_kind
from kyc.inspections.selectors import latest
from kyc.review.comparing import Comparison, compare
from kyc.review.failures import ShownFailure, shown_failure


@dataclass(frozen=True, slots=True)
class AskedOpinion:
    """One engine that was asked; ``comparison`` once it has answered."""

    inspection: Inspection
    comparison: Comparison | None
    failure: ShownFailure | None


@dataclass(frozen=True, slots=True)
class SecondOpinions:
    """The panel. ``offered`` are engines that can be asked now, by the name to ask for."""

    asked: tuple[AskedOpinion, ...]
    offered: tuple[str, ...]
    is_kind_known: bool
    is_read: bool

    @property
    def seen(self) -> str:
        """What the page shows of those still under way: htmx asks again with it and hears only of changes."""
        return "-".join(f"{one.inspection.pk.hex[:8]}.{one.inspection.state}" for one in self.asked)

    @property
    def is_under_way(self) -> bool:
        return any(one.inspection.is_open for one in self.asked)


def second_opinions_of(document: Document) -> SecondOpinions:
    """The second opinions on the document's current pictures.

    Raises:
        VaultUnavailable, KeyMissing, SealBroken: the case's key cannot be had.
    """
    main = latest(document)
    asked = _newest_of_each_engine(list(second_opinions.of_round(document)))
    under_way = {one.asked for one in asked if one.is_open}
    return SecondOpinions(
        asked=tuple(_asked(main, one) for one in asked),
        offered=tuple(name for name in second_opinions.offered(document) if name not in under_way),
        is_kind_known=known_kind(document) is not None,
        is_read=main is not None and not main.is_open,
    )


def _newest_of_each_engine(asked: list[Inspection]) -> list[Inspection]:
    newest: dict[str, Inspection] = {}
    for one in asked:
        newest.setdefault(one.asked, one)
    return list(newest.values())


def _asked(main: Inspection | None, inspection: Inspection) -> AskedOpinion:
    has_result = inspection.state == InspectionState.SUCCEEDED
    return AskedOpinion(inspection, compare(main, inspection) if has_result else None, shown_failure(inspection))
