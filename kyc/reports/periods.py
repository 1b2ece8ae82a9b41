"""Which decisions a report is about: days and document, asked the same way by every report."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.documents.kinds import DocumentKind
from kyc.review.models import Decision
from kyc.web.labels import KINDS

DEFAULT_DAYS: Final = 30

#: The document that a decision was about: what its inspection recognised, else what the uploader said.
KIND: Final = Coalesce(NullIf(F("inspection__kind"), Value("")), F("document__kind_stated"))


class PeriodFilters(forms.Form):
    """Decisions by day (both ends included, in the desk's time zone) and document."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("Document"),
        required=False,
        choices=[("", _("All")), *((kind.value, KINDS[kind]) for kind in DocumentKind)],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned

    def decisions(self) -> QuerySet[Decision]:
        """The decisions that a valid form asks for, oldest first."""
        asked = self.cleaned_data
        found = Decision.objects.annotate(kind=KIND).order_by("decided_at", "pk")
        if asked["since"]:
            found = found.filter(decided_at__gte=midnight(asked["since"]))
        if asked["until"]:
            found = found.filter(decided_at__lt=midnight(asked["until"] + timedelta(days=1)))
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        return found

    def for_trail(self) -> dict[str, str]:
        """What was asked for, as the trail keeps it."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def default_period() -> dict[str, str]:
    """The last thirty days, today included."""
    today = timezone.localdate()
    return {"since": str(today - timedelta(days=DEFAULT_DAYS - 1)), "until": str(today)}


def midnight(day: date) -> datetime:
    """When ``day`` begins in the desk's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
