"""What a draft would change, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.policy.content import PolicyContent, Reason
from kyc.web.labels import label


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; ``before`` or ``after`` is empty where it was added or removed."""

    what: str
    before: str
    after: str


def differences(before: PolicyContent, after: PolicyContent) -> list[Change]:
    """Everything that differs between two policies, in the order of pages."""
    old, new = dict(_said(before)), dict(_said(after))
    names = list(dict.fromkeys([*new, *old]))
    return [
        Change(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
    ]


def _said(content: PolicyContent) -> Iterator[tuple[str, str]]:
    yield gettext("Accepted documents"), ", ".join(label(kind, "kind") for kind in content.accepted_kinds)
    for code, shipped in DEFAULT_LINES.items():
        line = content.lines.get(code)
        said = gettext("shipped: %(line)s") % {"line": f"{shipped:g}"} if line is None else f"{line:g}"
        yield gettext("Line of %(warning)s") % {"warning": label(code, "warning")}, said
    yield gettext("Order of reasons"), ", ".join(reason.code for reason in content.reasons)
    for reason in content.reasons:
        for what, text in _said_of(reason):
            yield f"{reason.code}: {what}", text


def _said_of(reason: Reason) -> Iterator[tuple[str, str]]:
    yield gettext("Type"), reason.type.value
    yield gettext("Offered for"), ", ".join(reason.outcomes)
    yield gettext("Label, English"), reason.label["en"]
    yield gettext("Label, Chinese"), reason.label["zh-hans"]
    yield gettext("For the applicant, English"), reason.applicant_text["en"]
    yield gettext("For the applicant, Chinese"), reason.applicant_text["zh-hans"]
