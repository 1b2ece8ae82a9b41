"""Template tags that every room's pages use: ``{% load desk %}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from kyc.documents.words import Words
from kyc.web import icons, labels, words

register = template.Library()

#: What a badge of each tone shows besides its words: nothing is said by colour alone.
BADGE_ICONS = {
    "error": "error",
    "warning": "warning",
    "information": "information",
    "ok": "ok",
    "neutral": "not-run",
    "unknown": "unknown",
    "waiting": "clock",
}


@register.filter
def say(sentence: Words | Mapping[str, object] | None) -> str:
    """``{{ words|say }}``: a sentence of a pure room, or its stored JSON, in the reader's language."""
    if sentence is None:
        return ""
    return words.say(sentence if isinstance(sentence, Words) else Words.from_json(sentence))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "warning" %}``"""
    return icons.icon(name, label)


@register.simple_tag
def badge(tone: str, text: str) -> SafeString:
    """``{% badge "error" text %}``; tones: error, warning, information, ok, neutral, unknown, waiting."""
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icons.icon(BADGE_ICONS[tone]), text)


@register.filter
def percent(share: float | None) -> str:
    """0.973 → ``97%``; empty for none. Never rounds up to 100."""
    if share is None:
        return ""
    return f"{int(share * 100)}%"


@register.filter
def age(moment: datetime | None) -> str:
    """How long ago, in its largest unit: ``3 min``, ``2 h``, ``4 d``; empty for none."""
    if moment is None:
        return ""
    minutes = max(0, int((timezone.now() - moment).total_seconds() // 60))
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(count)s min", "%(count)s min", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        return ngettext("%(count)s h", "%(count)s h", minutes // 60) % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)s d", "%(count)s d", days) % {"count": days}


@register.filter
def megabytes(size: int) -> str:
    """Bytes as ``10 MB`` or ``2.5 MB`` (of 1024 x 1024 bytes)."""
    return f"{size / (1024 * 1024):.1f}".removesuffix(".0") + " MB"


@register.filter
def label(code: str, table: str) -> str:
    """``{{ finding.code|label:"warning" }}``; tables: kind, side, field, warning, outcome, severity."""
    return labels.label(code, table)
