"""Ways to find cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from kyc.cases.states import OPEN_STATES, CaseState

if TYPE_CHECKING:
    from kyc.cases.models import Case  # noqa: F401 - names the type parameter only


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by where they stand."""

    def in_state(self, *states: CaseState) -> CaseQuerySet:
        return self.filter(state__in=states)

    def open(self) -> CaseQuerySet:
        """Cases whose decision can be taken."""
        return self.in_state(*OPEN_STATES)

    def oldest_first(self) -> CaseQuerySet:
        return self.order_by("received_at", "number")

    def open_oldest_first(self) -> CaseQuerySet:
        """The order in which cases are worked."""
        return self.open().oldest_first()
