"""The form behind a policy draft: what a version says, with fields instead of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.documents.kinds import SIDES
from kyc.documents.warnings import WarningCode
from kyc.policy.content import OUTCOMES, TEXT_LIMIT, InvalidPolicy, PolicyContent, ReasonType, parse
from kyc.policy.models import PolicyVersion
from kyc.web.labels import KINDS, label
from kyc.web.words import say

_LANGUAGE_FIELDS: Final = {"en": "en", "zh-hans": "zh_hans"}
OUTCOME_LABELS: Final = dict(zip(OUTCOMES, (_("Rejected"), _("Resubmission requested")), strict=True))


class ReasonForm(forms.Form):
    """One reason. An empty row is no reason."""

    code = forms.CharField(label=_("Code"), max_length=40)
    # The empty choice comes first: a select that starts with a value would make the empty row a reason.
    type = forms.ChoiceField(label=_("Type"), choices=[("", "—"), *((kind.value, kind.value) for kind in ReasonType)])
    outcomes = forms.MultipleChoiceField(
        label=_("Offered for"), choices=list(OUTCOME_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    label_en = forms.CharField(label=_("Label, English"), max_length=TEXT_LIMIT)
    label_zh_hans = forms.CharField(label=_("Label, Chinese"), max_length=TEXT_LIMIT)
    applicant_text_en = forms.CharField(
        label=_("For the applicant, English"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )
    applicant_text_zh_hans = forms.CharField(
        label=_("For the applicant, Chinese"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )


ReasonFormSet: Final = formset_factory(ReasonForm, extra=1, can_delete=True, can_order=True)


class DraftForm(forms.Form):
    """Accepted kinds, a line for each detector (empty for its own measured one), and what changed."""

    note = forms.CharField(label=_("What changed"), max_length=200, required=False)
    accepted_kinds = forms.MultipleChoiceField(
        label=_("Accepted documents"),
        choices=[(kind.value, KINDS[kind]) for kind in SIDES],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in WarningCode:
            self.fields[f"line_{code.value}"] = forms.FloatField(
                label=label(code, "warning"),
                min_value=0,
                max_value=100,
                required=False,
                help_text=gettext("shipped: %(line)s") % {"line": f"{DEFAULT_LINES[code]:g}"},
            )

    @property
    def line_fields(self) -> list[forms.BoundField]:
        return [self[f"line_{code.value}"] for code in WarningCode]


class Draft:
    """Both forms of one page. ``content`` is there once ``is_valid`` said so."""

    def __init__(self, data: Mapping[str, Any] | None, version: PolicyVersion, content: PolicyContent) -> None:
        self.form = DraftForm(data, initial=_form_initial(version, content))
        self.reasons: BaseFormSet[ReasonForm] = ReasonFormSet(data, initial=_reasons_initial(content), prefix="reason")
        self.problems: list[str] = []
        self.content: PolicyContent | None = None

    @property
    def note(self) -> str:
        return str(self.form.cleaned_data["note"])

    def is_valid(self) -> bool:
        if not (self.form.is_valid() and self.reasons.is_valid()):
            return False
        try:
            self.content = parse(_to_json(self.form.cleaned_data, self._rows()))
        except InvalidPolicy as error:
            self.problems = [say(problem) for problem in error.problems]
        return self.content is not None

    def _rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.reasons.ordered_forms if form.cleaned_data.get("code")]


def _form_initial(version: PolicyVersion, content: PolicyContent) -> dict[str, Any]:
    note = "" if version.number else version.note
    lines = {f"line_{code}": line for code, line in content.lines.items()}
    return {"note": note, "accepted_kinds": list(content.accepted_kinds), **lines}


def _reasons_initial(content: PolicyContent) -> list[dict[str, Any]]:
    return [
        {
            "code": reason.code,
            "type": reason.type.value,
            "outcomes": list(reason.outcomes),
            **{f"label_{field}": reason.label[language] for language, field in _LANGUAGE_FIELDS.items()},
            **{
                f"applicant_text_{field}": reason.applicant_text[language]
                for language, field in _LANGUAGE_FIELDS.items()
            },
        }
        for reason in content.reasons
    ]


def _to_json(cleaned: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    lines = {code.value: cleaned[f"line_{code.value}"] for code in WarningCode}
    return {
        "reasons": [_reason_json(row) for row in rows],
        "accepted_kinds": cleaned["accepted_kinds"],
        "lines": {code: line for code, line in lines.items() if line is not None},
    }


def _reason_json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "type": row["type"],
        "label": {language: row[f"label_{field}"] for language, field in _LANGUAGE_FIELDS.items()},
        "applicant_text": {language: row[f"applicant_text_{field}"] for language, field in _LANGUAGE_FIELDS.items()},
        "outcomes": row["outcomes"],
    }
