"""ID cards for reporting: fonts, papers and places that no tuning variant shares."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import Side
from tests.specimens.id_card import CardLayout, SecondScript, Variant, draw_variant
from tests.specimens.page import Specimen, Style

_WQY: Final = "/usr/share/fonts/truetype/wqy/"
_ARPHIC: Final = "/usr/share/fonts/truetype/arphic/"
_LIBERATION: Final = "/usr/share/fonts/truetype/liberation/"
_NANUM: Final = "/usr/share/fonts/truetype/nanum/NanumGothic.ttf"
_ZEN: Final = _WQY + "wqy-zenhei.ttc"
_MICRO: Final = _WQY + "wqy-microhei.ttc"
_MING: Final = _ARPHIC + "uming.ttc"

#: Korean, as cards of Yanbian print it.
_KOREAN: Final = SecondScript(
    _NANUM,
    {
        "姓名": "성명",
        "性别": "성별",
        "民族": "민족",
        "出生": "출생",
        "住址": "주소",
        "公民身份号码": "공민신분번호",
        "签发机关": "발급기관",
        "有效期限": "유효기한",
    },
    ("가람", "나래", "다솔", "마루", "공안국", "무명시", "하늘구"),
    "중화인민공화국",
    above=0.052,
)
#: Zhuang, as cards of the south print it.
_ZHUANG: Final = SecondScript(
    _LIBERATION + "LiberationSerif-Regular.ttf",
    {
        "姓名": "Singqmingz",
        "性别": "Singqbied",
        "民族": "Minzcuz",
        "出生": "Seng",
        "住址": "Diegyouq",
        "公民身份号码": "Gunghminz Sinhfwn Hauhmaj",
        "签发机关": "Gihgvanh Cienfat",
        "有效期限": "Geizhanh Mizyauq",
    },
    ("Vuengz", "Daiq", "Langz", "Mbwn", "Gunghanhgiz", "Bingzfeih"),
    "Cunghvaz Yinzminz Gunghozgoz",
    size=0.020,
)

VARIANTS: Final[dict[str, Variant]] = {
    "wide_margins": Variant(
        Style(
            "wide_margins",
            text=_ZEN,
            labels=_ZEN,
            title=_ZEN,
            digits=_LIBERATION + "LiberationMono-Bold.ttf",
            label_colour=(30, 92, 150),
            ink=(36, 34, 40),
            palette=((196, 220, 230), (232, 214, 226), (200, 216, 236)),
            spacing=1.2,
        ),
        CardLayout(
            label_x=0.092, value_x=0.212, name_y=0.172, person_y=0.283, ethnicity=(0.322, 0.428), birth_y=0.407,
            birth=((0.212, 0.306), (0.346, 0.404), (0.446, 0.504)), address_y=0.528, address_pitch=0.084,
            address_width=10.0, number_y=0.857, number=(0.360, 0.900), portrait=(0.640, 0.140, 0.930, 0.750),
            label_gap=1.0, state=(0.360, 0.875, 0.152, 0.060), title=(0.318, 0.910, 0.342, 0.080),
            emblem=(0.070, 0.085, 0.246, 0.425), lower=(0.262, 0.430), lower_font=_ZEN, authority_y=0.742,
            validity_y=0.868, mark=(0.075, 0.575, 0.345),
        ),
    ),
    "korean": Variant(
        Style(
            "korean",
            text=_MING,
            labels=_MICRO,
            title=_MING,
            digits=_LIBERATION + "LiberationSans-Bold.ttf",
            label_colour=(52, 122, 176),
            ink=(22, 22, 30),
            palette=((218, 230, 222), (238, 222, 228), (210, 228, 232)),
            spacing=0.9,
        ),
        CardLayout(
            label_x=0.068, value_x=0.182, name_y=0.182, person_y=0.302, ethnicity=(0.290, 0.388), birth_y=0.422,
            birth=((0.182, 0.280), (0.316, 0.376), (0.416, 0.476)), address_y=0.552, address_pitch=0.072,
            address_width=11.5, number_y=0.884, number=(0.338, 0.890), portrait=(0.622, 0.118, 0.915, 0.728),
            label_size=0.027, label_gap=0.7, value_size=0.0350, address_size=0.0335,
            state=(0.338, 0.862, 0.186, 0.050), title=(0.300, 0.908, 0.372, 0.076), lower=(0.236, 0.398),
            lower_font=_MICRO, authority_y=0.774, validity_y=0.896, script=_KOREAN,
        ),
    ),
    "zhuang": Variant(
        Style(
            "zhuang",
            text=_MICRO,
            labels=_MICRO,
            title=_MING,
            digits=_LIBERATION + "LiberationMono-Regular.ttf",
            label_colour=(44, 104, 160),
            ink=(48, 46, 52),
            palette=((206, 218, 236), (226, 218, 232), (198, 222, 228)),
            spacing=1.0,
            scale=0.98,
        ),
        CardLayout(
            label_x=0.080, value_x=0.206, name_y=0.180, person_y=0.295, ethnicity=(0.312, 0.414), birth_y=0.412,
            birth=((0.206, 0.302), (0.340, 0.400), (0.440, 0.500)), address_y=0.530, address_pitch=0.068,
            address_width=8.6, number_y=0.876, number=(0.352, 0.908), portrait=(0.636, 0.128, 0.928, 0.738),
            label_size=0.029, label_gap=1.1, value_size=0.0355, address_size=0.0335,
            state=(0.348, 0.866, 0.188, 0.054), title=(0.312, 0.912, 0.366, 0.080), lower=(0.250, 0.420),
            lower_font=_MICRO, authority_y=0.762, validity_y=0.886, mark=(0.065, 0.585, 0.335), script=_ZHUANG,
        ),
    ),
}  # fmt: skip


def draw(side: Side, seed: int, variant: str) -> Specimen:
    """The ``side`` of the person of ``seed`` by ``VARIANTS[variant]``."""
    return draw_variant(side, seed, VARIANTS[variant])
