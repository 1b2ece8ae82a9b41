"""WCAG 2.2 AA contrast of the design tokens, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static/web/desk.css").read_text()
PAIR = r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
TOKENS = {name: (light, dark) for name, light, dark in re.findall(PAIR, CSS)}
THEMES = ["light", "dark"]

GROUNDS = ["bg", "surface", "surface-2"]
TEXT = [
    *[(text, ground) for text in ("text", "muted", "accent", "error") for ground in GROUNDS],
    *[(tone, f"{tone}-tint") for tone in ("error", "warning", "ok")],
    *[("text", f"{tone}-tint") for tone in ("error", "warning", "ok", "accent")],
    ("muted", "error-tint"),
    ("accent", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("text", "surface-3"),
]
#: Boundaries of controls, and focus rings.
LINES = [(line, ground) for line in ("line-strong", "focus") for ground in GROUNDS]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_legible(text: str, ground: str, theme: str) -> None:
    place = THEMES.index(theme)
    assert contrast(TOKENS[text][place], TOKENS[ground][place]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_controls_and_focus_can_be_seen(line: str, ground: str, theme: str) -> None:
    place = THEMES.index(theme)
    assert contrast(TOKENS[line][place], TOKENS[ground][place]) >= 3


def test_no_rule_sets_a_colour_past_the_tokens() -> None:
    static = Path(settings.BASE_DIR) / "static"
    for path in [*(static / "web").glob("*.css"), *(static / "intake").glob("*.css")]:
        rules = re.sub(
            r"light-dark\([^;]+;|/\*.*?\*/|\.qr img {[^}]+}|::backdrop {[^}]+}|::selection {[^}]+}",
            "",
            path.read_text(),
            flags=re.S,
        )
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", rules), path
