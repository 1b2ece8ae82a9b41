"""Draws both faces of a fictional PRC resident identity card, laid out like GA 448-2013 (85.6 x 54.0 mm).

Positions are fractions of the card, read off published specimens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.drawings import guilloche
from tests.specimens.page import DEJAVU, HEI, HEI_BOLD, PAGE_WIDTH, SONG, SONG_BOLD, Box, Page, Specimen, Style
from tests.specimens.people import Person, invent_person

CARD_WIDTH: Final = PAGE_WIDTH
CARD_HEIGHT: Final = round(CARD_WIDTH * 54.0 / 85.6)
#: Corner radius of ID-1 cards (ISO/IEC 7810): 3.18 mm.
CORNER_RADIUS: Final = round(CARD_WIDTH * 3.18 / 85.6)
#: Full-width characters the card prints on one address line; digits and letters take about half of one.
ADDRESS_LINE: Final = 11.0
_HALF_WIDTH: Final = 0.58
#: Half a digit of the birth date: months and days of one digit are printed centred.
_HALF_DIGIT: Final = 0.011

_PALE = ((214, 232, 236), (240, 230, 234), (212, 232, 238))
_WARM = ((222, 230, 226), (240, 228, 222), (218, 230, 230))
_STRONG = ((186, 216, 236), (230, 210, 230), (188, 220, 240))

STYLES: Final[dict[str, Style]] = {
    style.name: style
    for style in (
        Style("plain"),
        Style("song", text=SONG, digits=DEJAVU + "DejaVuSansMono.ttf", palette=_PALE, spacing=0.9),
        Style("bold_labels", labels=HEI_BOLD, digits=HEI_BOLD, palette=_WARM, spacing=1.1, scale=1.03),
        Style("classic", labels=HEI_BOLD, digits=DEJAVU + "DejaVuSans-Bold.ttf", palette=_STRONG, spacing=1.05),
        Style("faded", digits=HEI, ink=(62, 60, 66), label_colour=(84, 140, 188), palette=_PALE, scale=0.97),
        Style("late", labels=SONG_BOLD, digits=DEJAVU + "DejaVuSansMono-Bold.ttf", palette=_WARM, spacing=0.95),
        Style("dense", digits=DEJAVU + "DejaVuSansMono.ttf", spacing=0.75, scale=1.05, palette=_STRONG),
    )
}


@dataclass(frozen=True, slots=True)
class SecondScript:
    """The script that cards of some regions print above the Chinese: labels by their Chinese words, and the words that
    names and authorities are put together from. ``above`` is how far above, in card heights."""

    font: str
    labels: Mapping[str, str]
    words: tuple[str, ...]
    title: str
    right_to_left: bool = False
    above: float = 0.056
    size: float = 0.023


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where everything stands on both faces: x in card widths, y in card heights, both at the middle of the print.

    ``birth`` has the left ends of each figure and its unit; ``address_width`` counts full-width characters a line.
    """

    label_x: float = 0.076
    value_x: float = 0.200
    name_y: float = 0.165
    person_y: float = 0.290
    ethnicity: tuple[float, float] = (0.302, 0.405)
    birth_y: float = 0.417
    birth: tuple[tuple[float, float], ...] = ((0.200, 0.298), (0.338, 0.398), (0.438, 0.498))
    address_y: float = 0.545
    address_pitch: float = 0.080
    address_width: float = ADDRESS_LINE
    number_y: float = 0.868
    number: tuple[float, float] = (0.345, 0.905)
    portrait: Box = (0.632, 0.125, 0.925, 0.735)
    label_size: float = 0.031
    label_gap: float = 1.25
    value_size: float = 0.0370
    address_size: float = 0.0355
    state: tuple[float, float, float, float] = (0.345, 0.870, 0.163, 0.058)
    title: tuple[float, float, float, float] = (0.308, 0.915, 0.355, 0.082)
    emblem: Box = (0.062, 0.095, 0.240, 0.435)
    lower: tuple[float, float] = (0.245, 0.415)
    lower_font: str = HEI_BOLD
    authority_y: float = 0.757
    validity_y: float = 0.880
    mark: tuple[float, float, float] = (0.060, 0.560, 0.330)
    script: SecondScript | None = None


STANDARD: Final = CardLayout()


def draw_portrait_face(person: Person, style: Style, layout: CardLayout = STANDARD) -> Specimen:
    """The face with portrait and number."""
    page = _page(person, style, Side.PORTRAIT_FACE, "portrait")
    _label(page, layout, "姓名", layout.label_x, layout.name_y)
    page.value(FieldName.NAME, person.name, layout.value_x, layout.name_y - 0.002, size=0.0405, right=0.60)
    _label(page, layout, "性别", layout.label_x, layout.person_y)
    page.value(FieldName.SEX, person.sex, layout.value_x, layout.person_y, layout.value_size)
    _label(page, layout, "民族", layout.ethnicity[0], layout.person_y)
    page.value(FieldName.ETHNICITY, person.ethnicity, layout.ethnicity[1], layout.person_y, layout.value_size)
    _label(page, layout, "出生", layout.label_x, layout.birth_y)
    _print_birth_date(page, layout)
    _label(page, layout, "住址", layout.label_x, layout.address_y)
    _print_address(page, layout, person.address)
    _label(page, layout, "公民身份号码", layout.label_x, layout.number_y)
    page.number(FieldName.CITIZEN_NUMBER, person.number, layout.number[0], layout.number_y, right=layout.number[1])
    page.portrait(layout.portrait)
    left, _, right, _ = layout.portrait
    page.mark("样本 SPECIMEN", left + 0.013, 0.080, right=right - 0.010)
    if layout.script:
        _above(page, layout.script, _words(page, layout.script, 2), layout.value_x, layout.name_y)
    return page.specimen(CORNER_RADIUS)


def draw_emblem_face(person: Person, style: Style, layout: CardLayout = STANDARD) -> Specimen:
    """The face with emblem, issuing authority and validity."""
    page = _page(person, style, Side.EMBLEM_FACE, "emblem")
    start = f"{person.valid_from:%Y.%m.%d}"
    until = f"{person.valid_to:%Y.%m.%d}" if person.valid_to else LONG_TERM
    page.great_wall()
    page.emblem(layout.emblem)
    for text, (left, right, y, size) in (("中华人民共和国", layout.state), ("居民身份证", layout.title)):
        page.title(text, left, y, right=right, size=size)
    left, y, right = layout.mark
    page.mark("样本 SPECIMEN", left, y, right=right)
    _dark_label(page, layout, "签发机关", layout.authority_y)
    page.value(
        FieldName.ISSUING_AUTHORITY,
        person.issuing_authority,
        layout.lower[1],
        layout.authority_y,
        layout.value_size,
        right=0.94,
    )
    _dark_label(page, layout, "有效期限", layout.validity_y)
    _print_validity(page, layout, start, until)
    if layout.script:
        _above(page, layout.script, layout.script.title, layout.state[0], layout.state[2] - 0.022, 0.030)
        _above(page, layout.script, _words(page, layout.script, 3), layout.lower[1], layout.authority_y)
    return page.specimen(CORNER_RADIUS)


def _page(person: Person, style: Style, side: Side, face: str) -> Page:
    paper = guilloche(CARD_WIDTH, CARD_HEIGHT, style.palette, face)
    return Page(DocumentKind.CN_ID_CARD, side, person, style, paper, f"{face}-{person.seed}-{style.name}")


def _label(page: Page, layout: CardLayout, text: str, x: float, y: float) -> None:
    whole = len(text) > 2
    page.label(text, x, y, size=0.0325 if whole else layout.label_size, gap=0.06 if whole else layout.label_gap)
    if layout.script:
        _above(page, layout.script, layout.script.labels[text], x, y)


def _dark_label(page: Page, layout: CardLayout, text: str, y: float) -> None:
    page.text(text, layout.lower[0], y, layout.lower_font, 0.0315, page.style.ink, gap=0.06)
    if layout.script:
        _above(page, layout.script, layout.script.labels[text], layout.lower[0], y)


def _above(page: Page, script: SecondScript, text: str, x: float, y: float, size: float | None = None) -> None:
    """``text`` in the second script above what stands at ``y``, its letters joined as the script joins them."""
    font = page.font(script.font, size or script.size)
    spot = ((x + page.shift[0]) * page.width, (y - script.above + page.shift[1]) * page.height)
    page.draw.text(spot, text, font=font, fill=page.style.ink, anchor="lm", direction=_direction(script))


def _direction(script: SecondScript) -> str | None:
    return "rtl" if script.right_to_left else None


def _words(page: Page, script: SecondScript, count: int) -> str:
    return " ".join(page.rng.choice(script.words) for _ in range(count))


def draw_faces(person: Person, style: Style, layout: CardLayout = STANDARD) -> tuple[Specimen, Specimen]:
    """Portrait face, then emblem face."""
    return draw_portrait_face(person, style, layout), draw_emblem_face(person, style, layout)


def _print_birth_date(page: Page, layout: CardLayout) -> None:
    """``1990 年 12 月 22 日``: digits in ink, units in the labels' blue, at the card's fixed places."""
    birth = page.person.birth_date
    parts = (f"{birth.year}", f"{birth.month}", f"{birth.day}")
    boxes = []
    for text, unit, (left, unit_left) in zip(parts, "年月日", layout.birth, strict=True):
        left += _HALF_DIGIT if len(text) == 1 else 0.0
        boxes.append(
            page.text(
                text, left, layout.birth_y, page.style.text, layout.value_size, page.style.ink, right=unit_left - 0.003
            )
        )
        boxes.append(
            page.text(unit, unit_left, layout.birth_y, page.style.labels, layout.label_size, page.style.label_colour)
        )
    page.record(FieldName.BIRTH_DATE, "{}年{}月{}日".format(*parts), birth.isoformat(), boxes)


def _print_address(page: Page, layout: CardLayout, address: str) -> None:
    boxes = [
        page.text(
            line,
            layout.value_x,
            layout.address_y + layout.address_pitch * row,
            page.style.text,
            layout.address_size,
            page.style.ink,
            right=layout.portrait[0] - 0.020,
        )
        for row, line in enumerate(address_lines(address, layout.address_width))
    ]
    page.record(FieldName.ADDRESS, address, address, boxes)


def address_lines(address: str, room: float = ADDRESS_LINE) -> list[str]:
    """``address`` broken wherever a line is full, in the middle of a number too, as the card does."""
    lines, line, width = [], "", 0.0
    for letter in address:
        width += _HALF_WIDTH if letter.isascii() else 1.0
        if width > room:
            lines.append(line)
            line, width = "", _HALF_WIDTH if letter.isascii() else 1.0
        line += letter
    return [*lines, line]


def _print_validity(page: Page, layout: CardLayout, start: str, until: str) -> None:
    """One printed line, ``2015.09.18-2025.09.18``, and a box for each of its two dates."""
    line = f"{start}-{until}"
    box = page.text(
        line, layout.lower[1], layout.validity_y, page.style.text, layout.value_size, page.style.ink, gap=0.02
    )
    split = box[0] + (box[2] - box[0]) * (0.475 if until != LONG_TERM else 0.66)
    page.record(FieldName.VALID_FROM, start, page.person.valid_from.isoformat(), [(*box[:2], split, box[3])])
    page.record(FieldName.VALID_TO, until, page.person.valid_to_iso, [(split, *box[1:])])


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of printing the card that some office has."""

    style: Style
    layout: CardLayout


#: Uyghur, as cards of the north-west print it above the Chinese.
UYGHUR: Final = SecondScript(
    DEJAVU + "DejaVuSans.ttf",
    {
        "姓名": "ئىسمى",
        "性别": "جىنسى",
        "民族": "مىللىتى",
        "出生": "تۇغۇلغان",
        "住址": "ئادرېسى",
        "公民身份号码": "گراژدانلىق كىملىك نومۇرى",
        "签发机关": "تارقاتقان ئورگان",
        "有效期限": "كۈچكە ئىگە مۇددىتى",
    },
    ("ئالىم", "گۈلنار", "ئەركىن", "تۇرسۇن", "جامائەت", "باشقارمىسى", "نامەلۇم", "شەھەرلىك"),
    "جۇڭخۇا خەلق جۇمھۇرىيىتى",
    right_to_left=True,
)

#: Korean, as cards of Yanbian print it.
HANGUL: Final = SecondScript(
    "/usr/share/fonts/truetype/baekmuk/batang.ttf",
    dict(
        zip(
            UYGHUR.labels,
            ("성명", "성별", "민족", "출생", "주소", "공민신분번호", "발급기관", "유효기한"),
            strict=True,
        )
    ),
    ("나무", "구름", "바다", "공안국", "이름없는", "언덕"),
    "중화인민공화국",
)
#: Zhuang, as cards of Guangxi print it.
LATIN: Final = SecondScript(
    DEJAVU + "DejaVuSans.ttf",
    dict(
        zip(
            UYGHUR.labels,
            ("Mingz", "Singqbied", "Minzcuz", "Seng", "Diegyouq", "Hauhmaj", "Gihgvanh", "Geizhanh"),
            strict=True,
        )
    ),
    ("Ndaw", "Raemx", "Bya", "Mbanj", "Gunghanhgiz"),
    "Cunghvaz Yinzminz Gunghozgoz",
)

#: The second scripts of the tuning set, by the names of their variants.
SCRIPTS: Final = {"two_scripts": UYGHUR, "hangul_above": HANGUL, "latin_above": LATIN}


def _two_scripts(name: str, script: SecondScript) -> Variant:
    """A card with a second script: smaller print, rows farther apart."""
    return Variant(
        Style(name, palette=_STRONG, spacing=0.95),
        CardLayout(
            label_x=0.072, value_x=0.190, name_y=0.190, person_y=0.308, ethnicity=(0.296, 0.396), birth_y=0.428,
            birth=((0.190, 0.286), (0.324, 0.384), (0.424, 0.484)), address_y=0.548, address_pitch=0.070,
            address_width=10.5, number_y=0.880, number=(0.345, 0.895), label_size=0.028, label_gap=0.8,
            value_size=0.0345, address_size=0.0335,
            state=(0.345, 0.870, 0.190, 0.052), title=(0.308, 0.915, 0.375, 0.078),
            authority_y=0.770, validity_y=0.890, script=script,
        ),
    )  # fmt: skip


#: Besides the standard's own places: what offices, years and regions print otherwise. For tuning; the reporting family
#: is in ``tests.specimens.reporting``.
TUNING_VARIANTS: Final[dict[str, Variant]] = {
    "low_wide": Variant(
        Style("low_wide", digits=DEJAVU + "DejaVuSansMono.ttf", palette=_PALE, spacing=1.15),
        CardLayout(
            label_x=0.062, value_x=0.178, name_y=0.178, person_y=0.300, ethnicity=(0.286, 0.382), birth_y=0.424,
            birth=((0.178, 0.276), (0.312, 0.374), (0.412, 0.474)), address_y=0.540, address_pitch=0.073,
            address_width=9.0, number_y=0.880, number=(0.330, 0.880), portrait=(0.612, 0.135, 0.905, 0.745),
            label_gap=0.9, state=(0.330, 0.880, 0.150, 0.060), title=(0.290, 0.925, 0.345, 0.086),
            lower=(0.230, 0.395), authority_y=0.740, validity_y=0.865,
        ),
    ),
    "high_tight": Variant(
        Style("high_tight", labels=HEI_BOLD, text=SONG_BOLD, digits=HEI_BOLD, palette=_WARM, spacing=0.9),
        CardLayout(
            label_x=0.085, value_x=0.192, name_y=0.150, person_y=0.262, ethnicity=(0.312, 0.402), birth_y=0.380,
            birth=((0.192, 0.292), (0.330, 0.392), (0.430, 0.492)), address_y=0.498, address_pitch=0.077,
            address_width=12.0, number_y=0.845, number=(0.352, 0.915), portrait=(0.645, 0.115, 0.938, 0.725),
            label_gap=0.45, value_size=0.0345, address_size=0.0335,
            state=(0.352, 0.862, 0.172, 0.054), title=(0.318, 0.905, 0.368, 0.078),
            emblem=(0.072, 0.105, 0.250, 0.445), lower=(0.255, 0.408), authority_y=0.772, validity_y=0.892,
            mark=(0.070, 0.600, 0.340),
        ),
    ),
    **{name: _two_scripts(name, script) for name, script in SCRIPTS.items()},
}  # fmt: skip


def draw(side: Side, seed: int, variant: str) -> Specimen:
    """The ``side`` of the person of ``seed`` by ``TUNING_VARIANTS[variant]``."""
    return draw_variant(side, seed, TUNING_VARIANTS[variant])


def draw_variant(side: Side, seed: int, variant: Variant) -> Specimen:
    face = draw_portrait_face if side is Side.PORTRAIT_FACE else draw_emblem_face
    return face(invent_person(seed), variant.style, variant.layout)
