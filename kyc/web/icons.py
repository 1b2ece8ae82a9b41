"""The desk's own icons: strokes in a 16 x 16 box, drawn into the page so that they take the text's colour."""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: Final[dict[str, str]] = {
    "error": "M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
    "warning": "M8 2 15 14H1zM8 6.2v3.6M8 11.8v.4",
    "information": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 7.2v4M8 4.6v.4",
    "ok": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M4.9 8.2l2.2 2.2 4-4.6",
    "not-run": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M5 8h6",
    "unknown": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6"
    "M6.2 6.3a1.8 1.8 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.3",
    "clock": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 4.4V8l2.4 1.6",
    "check": "M2.8 8.4l3.4 3.4 7-7.6",
    "cross": "M3.4 3.4l9.2 9.2M12.6 3.4l-9.2 9.2",
    "upload": "M8 10.6V2.4M4.6 5.6 8 2.2l3.4 3.4M2.2 10.6v3.2h11.6v-3.2",
    "camera": "M1.8 4.6h3l1.2-1.8h4l1.2 1.8h3v8.6H1.8zM8 6.4a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8",
    "paste": "M5.4 2.8H3.2v11.4h9.6V2.8h-2.2M5.4 1.8h5.2v2.4H5.4z",
    "file": "M3.4 1.6h6l3.4 3.4v9.4H3.4zM9.2 1.8v3.4h3.4",
    "rotate": "M13.6 8a5.6 5.6 0 1 1-1.8-4.1M13.8 1.6v3h-3",
    "trash": "M2.6 4.2h10.8M6.2 4V2.2h3.6V4M4 4.4l.6 9.4h6.8l.6-9.4M6.8 6.8v4.6M9.2 6.8v4.6",
    "search": "M6.8 2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M10.4 10.4l3.8 3.8",
    "user": "M8 1.8a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2.2 14.4c.4-3 2.7-4.6 5.8-4.6s5.4 1.6 5.8 4.6",
    "shield": "M8 1.4 13.6 3.6v4c0 3.4-2.3 5.7-5.6 7-3.3-1.3-5.6-3.6-5.6-7v-4zM5.4 8l1.9 1.9 3.5-3.8",
    "theme": "M8 1.6a6.4 6.4 0 1 0 0 12.8zM8 1.6a6.4 6.4 0 0 1 0 12.8",
    "language": "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6"
    "M1.8 8h12.4M8 1.6c2 1.9 2.9 4 2.9 6.4S10 12.5 8 14.4C6 12.5 5.1 10.4 5.1 8S6 3.5 8 1.6",
    "keyboard": "M1.4 3.8h13.2v8.4H1.4zM4 6.4h.4M6.6 6.4H7M9.2 6.4h.4M11.8 6.4h.4M4.6 9.6h6.8",
    "next": "M3 8h9.6M8.8 4.2 12.6 8l-3.8 3.8",
    "list": "M5.4 4h8.4M5.4 8h8.4M5.4 12h8.4M2.2 4h.6M2.2 8h.6M2.2 12h.6",
    "download": "M8 2.2v8.2M4.6 7.2 8 10.6l3.4-3.4M2.2 10.6v3.2h11.6v-3.2",
    "card": "M1.4 3.2h13.2v9.6H1.4zM3.8 6h3.4v4H3.8zM9.2 6.4h3M9.2 9.4h3",
    "chevron": "M4 6l4 4 4-4",
    "plus": "M8 2.6v10.8M2.6 8h10.8",
    "minus": "M2.6 8h10.8",
    "lock": "M3.4 7h9.2v7H3.4zM5.4 6.8V4.6a2.6 2.6 0 0 1 5.2 0v2.2",
    "link": "M6.6 9.4l2.8-2.8M7 4.6l1.6-1.6a2.8 2.8 0 0 1 4 4L11 8.6M9 11.4l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7.4",
}


def icon(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG, hidden from screen readers unless it has a ``label`` of its own."""
    described = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" {}><path d="{}"/></svg>', described, ICONS[name]
    )
