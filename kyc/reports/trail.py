"""The auditor's way through the trail: filters, pages, words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent, AuditEventQuerySet
from kyc.reports.periods import midnight
from kyc.review.history import in_words

if TYPE_CHECKING:  # generic for the type checker only
    EventPaginator = Paginator[AuditEvent]
else:
    EventPaginator = Paginator

PAGE_SIZE: Final = 50


class TrailFilters(forms.Form):
    """Which events: of one case, of one kind, by one actor, within days (both included, in the desk's time zone)."""

    case = forms.CharField(label=_("Case number"), required=False, max_length=20)
    action = forms.ChoiceField(label=_("Action"), required=False, choices=[("", _("All")), *Action.choices])
    actor = forms.CharField(label=_("Actor"), required=False, max_length=150)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def events(self) -> AuditEventQuerySet:
        """The events that a valid form asks for, newest first; all of them for an invalid one."""
        asked = self.cleaned_data if self.is_valid() else {}
        wanted: dict[str, Any] = {
            "case_number__iexact": asked.get("case", "").strip(),
            "action": asked.get("action", ""),
            "actor_name": asked.get("actor", "").strip(),
            "at__gte": midnight(asked["since"]) if asked.get("since") else None,
            "at__lt": midnight(asked["until"] + timedelta(days=1)) if asked.get("until") else None,
        }
        return AuditEvent.objects.order_by("-sequence").filter(
            **{name: value for name, value in wanted.items() if value}
        )

    def for_trail(self) -> dict[str, str]:
        """What was asked for, as the trail itself keeps it."""
        asked = self.cleaned_data if self.is_valid() else {}
        return {name: str(value) for name, value in asked.items() if value}


class TrailPaginator(EventPaginator):
    """Counts an unfiltered trail by its last sequence number: it has no gaps, and counting rows would read them all."""

    def __init__(self, filters: TrailFilters) -> None:
        self._events = filters.events()
        self._is_whole = not filters.for_trail()
        super().__init__(self._events, PAGE_SIZE)

    @cached_property
    def count(self) -> int:
        if self._is_whole:
            return int(AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0)
        return self._events.count()


def page_of_events(filters: TrailFilters, number: str) -> tuple[Page[AuditEvent], list[dict[str, Any]]]:
    """One page of the trail, newest first, with its events in words."""
    page = TrailPaginator(filters).get_page(number)
    return page, in_words(page.object_list)
