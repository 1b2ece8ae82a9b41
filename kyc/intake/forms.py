"""The upload forms: what is said of the applicant, and what is shown of the document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.results import DeclaredData
from kyc.intake.slots import KindChoice, kind_choices


class KindForm(forms.Form):
    """Which kind of document it is; empty for "recognise it"."""

    kind = forms.ChoiceField(label=_("Document"), required=False)

    def __init__(self, data: Any = None, *, accepted_kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._kinds = tuple(accepted_kinds)
        choices = cast(forms.ChoiceField, self.fields["kind"])
        choices.choices = [(choice.value, choice.label) for choice in kind_choices(self._kinds, "")]

    def kinds(self) -> list[KindChoice]:
        """What can be chosen, and what is."""
        return kind_choices(self._kinds, str(self["kind"].value() or ""))


class UploadForm(KindForm):
    """Applicant reference, kind and declared data. Everything but the reference may stay empty."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    reference = forms.CharField(
        label=_("Applicant reference"),
        max_length=64,
        help_text=_("Your own number for this customer. It is stored encrypted."),
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    number = forms.CharField(
        label=_("Number"), max_length=30, required=False, help_text=_("Of the person, the licence or the plate.")
    )
    birth_date = forms.CharField(label=_("Date of birth"), max_length=10, required=False)
    expiry = forms.CharField(label=_("Expiry"), max_length=10, required=False, help_text=_("A date, or 长期."))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for visible in self.visible_fields():
            visible.field.widget.attrs.update({"aria-describedby": f"error-{visible.name}", "autocomplete": "off"})
        for name in ("birth_date", "expiry"):
            self.fields[name].widget.attrs["placeholder"] = _("YYYY-MM-DD")

    def clean_birth_date(self) -> str:
        text = str(self.cleaned_data["birth_date"])
        if text and _iso_date(text) > date.today():  # noqa: DTZ011 - a day of tolerance about midnight harms nobody
            raise ValidationError(_("This day has not come yet."))
        return text

    def clean_expiry(self) -> str:
        text = str(self.cleaned_data["expiry"])
        if text and text != LONG_TERM:
            _iso_date(text)
        return text

    def declared(self) -> DeclaredData:
        """What the customer stated, of a valid form."""
        values = self.cleaned_data
        return DeclaredData(values["name"], values["number"], values["birth_date"], values["expiry"])


def _iso_date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # fromisoformat also takes 20300101 and 2030-W01-1
        raise ValidationError(_("Write a date as YYYY-MM-DD, for example 1990-05-31."))
    return day
