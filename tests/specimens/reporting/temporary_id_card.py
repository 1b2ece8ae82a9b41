"""Temporary ID cards for reporting: fonts, papers and places that no tuning form shares."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import Side
from tests.specimens.page import Specimen, Style
from tests.specimens.temporary_id_card import Form, Row, draw_form

_WQY: Final = "/usr/share/fonts/truetype/wqy/"
_ZEN: Final = _WQY + "wqy-zenhei.ttc"
_MICRO: Final = _WQY + "wqy-microhei.ttc"
_MING: Final = "/usr/share/fonts/truetype/arphic/uming.ttc"
_KAI: Final = "/usr/share/fonts/truetype/arphic/ukai.ttc"
_LIBERATION: Final = "/usr/share/fonts/truetype/liberation/"

FORMS: Final[dict[str, Form]] = {
    "county": Form(
        style=Style(
            "county", text=_ZEN, labels=_ZEN, title=_MING, digits=_LIBERATION + "LiberationMono-Bold.ttf",
            label_colour=(58, 96, 62), palette=((212, 230, 200), (240, 240, 212), (210, 228, 200)), spacing=1.2,
        ),
        name=Row("姓名", 0.070, 0.180, 0.125), sex=Row("性别", 0.070, 0.180, 0.222),
        ethnicity=Row("民族", 0.300, 0.400, 0.222), birth=Row("出生", 0.070, 0.180, 0.318),
        birth_places=((0.180, 0.272), (0.316, 0.370), (0.412, 0.466)), address=Row("住址", 0.070, 0.180, 0.420),
        address_pitch=0.073, address_width=10.5, authority=Row("签发机关", 0.070, 0.250, 0.712),
        validity=Row("有效期限", 0.070, 0.250, 0.806), number=Row("公民身份号码", 0.070, 0.335, 0.902),
        number_right=0.890, portrait=(0.660, 0.140, 0.925, 0.655), mark=(0.665, 0.080, 0.915),
        state=(0.245, 0.755, 0.162, 0.054), title=(0.200, 0.800, 0.305, 0.070), overprint=(0.012, 0.018),
    ),
    "city": Form(
        style=Style(
            "city", text=_KAI, labels=_MICRO, title=_ZEN, digits=_LIBERATION + "LiberationSans-Bold.ttf",
            label_colour=(38, 36, 34), ink=(26, 26, 40), palette=((200, 224, 204), (232, 236, 204), (202, 226, 206)),
        ),
        name=Row("姓名", 0.055, 0.158, 0.108), sex=Row("性别", 0.055, 0.158, 0.202),
        ethnicity=Row("民族", 0.275, 0.375, 0.202), birth=Row("出生", 0.055, 0.158, 0.296),
        birth_places=((0.158, 0.252), (0.292, 0.346), (0.388, 0.442)), address=Row("住址", 0.055, 0.158, 0.388),
        address_pitch=0.072, address_width=11.0, number=Row("公民身份号码", 0.055, 0.295, 0.672), number_right=0.812,
        authority=Row("签发机关", 0.055, 0.225, 0.772), validity=Row("有效期限", 0.055, 0.225, 0.872),
        portrait=(0.655, 0.095, 0.915, 0.595), mark=(0.690, 0.940, 0.925), state=(0.250, 0.750, 0.136, 0.056),
        title=(0.205, 0.795, 0.285, 0.068), label_gap=0.10, overprint=(0.014, 0.016),
    ),
    "until": Form(
        style=Style(
            "until", text=_MICRO, labels=_KAI, title=_MICRO, digits=_LIBERATION + "LiberationMono-Regular.ttf",
            label_colour=(64, 74, 70), ink=(44, 42, 50), palette=((226, 236, 222), (244, 242, 226), (224, 236, 220)),
            spacing=0.85, scale=0.97,
        ),
        name=Row("姓名", 0.062, 0.172, 0.138), sex=Row("性别", 0.062, 0.172, 0.230),
        ethnicity=Row("民族", 0.285, 0.383, 0.230), birth=Row("出生", 0.062, 0.172, 0.322),
        birth_places=((0.172, 0.264), (0.304, 0.358), (0.398, 0.452)), address=Row("住址", 0.062, 0.172, 0.414),
        address_pitch=0.066, address_width=12.5, validity=Row("有效期限", 0.062, 0.232, 0.695),
        authority=Row("签发机关", 0.062, 0.232, 0.788), number=Row("公民身份号码", 0.062, 0.310, 0.888),
        number_right=0.845, portrait=(0.668, 0.120, 0.930, 0.625), mark=(0.680, 0.068, 0.925),
        state=(0.225, 0.775, 0.170, 0.060), title=(0.180, 0.822, 0.318, 0.074), title_mark=(0.650, 0.920, 0.935),
        period="{}至{}", overprint=(0.010, 0.015),
    ),
}  # fmt: skip


def draw(side: Side, seed: int, form: str) -> Specimen:
    """The ``side`` of the person of ``seed`` on ``FORMS[form]``."""
    return draw_form(side, seed, FORMS[form])
