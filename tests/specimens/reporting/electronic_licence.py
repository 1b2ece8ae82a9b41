"""Pages of the traffic police's app for reporting: fonts, colours and places that no tuning screen shares."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import FieldName as F
from kyc.documents.kinds import Side
from tests.specimens.electronic_licence import Item, Note, Screen, draw_on, rows
from tests.specimens.page import Specimen, Style

_WQY: Final = "/usr/share/fonts/truetype/wqy/"
_ZEN: Final = _WQY + "wqy-zenhei.ttc"
_MICRO: Final = _WQY + "wqy-microhei.ttc"
_MING: Final = "/usr/share/fonts/truetype/arphic/uming.ttc"
_LIBERATION: Final = "/usr/share/fonts/truetype/liberation/"
_WHITE: Final = (255, 255, 255)

SCREENS: Final[dict[str, Screen]] = {
    # Colons after the labels, times on top, the portrait on the left.
    "colons": Screen(
        style=Style(
            "colons", text=_ZEN, labels=_ZEN, digits=_LIBERATION + "LiberationSans-Bold.ttf",
            label_colour=(70, 76, 92), ink=(14, 16, 20),
        ),
        size=(1170, 2532),
        bar=(0.095, (18, 120, 214)),
        cards=(((0.030, 0.185, 0.970, 0.590), (214, 230, 246)), ((0.030, 0.605, 0.970, 0.760), _WHITE)),
        items=(
            Item((F.CURRENT_TIME,), "当前时间：", (0.200, 0.125), (0.385, 0.125)),
            Item((F.GENERATION_TIME,), "生成时间：", (0.200, 0.152), (0.385, 0.152)),
            *rows(
                (
                    ((F.NAME,), "姓名："),
                    ((F.SEX,), "性别："),
                    ((F.NATIONALITY,), "国籍："),
                    ((F.BIRTH_DATE,), "出生日期："),
                ),
                0.340, 0.545, 0.245, 0.036,
            ),
            *rows(
                (
                    ((F.LICENCE_NUMBER,), "证号："),
                    ((F.FIRST_ISSUE_DATE,), "初次领证日期："),
                    ((F.LICENCE_CLASS,), "准驾车型："),
                    ((F.VALID_FROM,), "有效起始日期："),
                    ((F.VALID_TO,), "失效日期："),
                ),
                0.070, 0.350, 0.400, 0.038,
            ),
            Item((F.ARCHIVE_NUMBER,), "档案编号：", (0.070, 0.635), (0.265, 0.635)),
            Item((F.STATUS,), "状态：", (0.070, 0.680), (0.195, 0.680)),
            Item((F.ACCUMULATED_POINTS,), "累积记分：", (0.070, 0.725), (0.265, 0.725)),
        ),
        notes=(
            Note("我的驾驶证", 0.385, 0.068, 0.046, _WHITE),
            Note("机动车驾驶证", 0.340, 0.208, 0.044, (20, 60, 130)),
        ),
        portrait=(0.070, 0.222, 0.290, 0.365),
        mark=(0.560, 0.580, 0.930),
        code=(0.300, 0.780, 0.700, 0.970),
        background=(234, 238, 244),
        label_size=0.035,
        value_size=0.037,
    ),
    # Everything in one column, values under their labels, wide apart.
    "column": Screen(
        style=Style(
            "column", text=_MICRO, labels=_MING, digits=_LIBERATION + "LiberationMono-Regular.ttf",
            label_colour=(96, 100, 110), ink=(40, 40, 46), spacing=1.2,
        ),
        size=(1080, 2400),
        bar=(0.080, (246, 246, 248)),
        cards=(((0.040, 0.095, 0.960, 0.975), (252, 252, 250)),),
        items=(
            Item((F.NAME,), "姓名", (0.090, 0.175), (0.090, 0.198)),
            Item((F.SEX,), "性别", (0.570, 0.175), (0.570, 0.198)),
            Item((F.NATIONALITY,), "国籍", (0.090, 0.248), (0.090, 0.271)),
            *rows(
                (
                    ((F.BIRTH_DATE,), "出生日期"),
                    ((F.LICENCE_NUMBER,), "证号"),
                    ((F.ARCHIVE_NUMBER,), "档案编号"),
                    ((F.LICENCE_CLASS,), "准驾车型"),
                    ((F.FIRST_ISSUE_DATE,), "初次领证日期"),
                    ((F.VALID_FROM, F.VALID_TO), "有效期限"),
                    ((F.ACCUMULATED_POINTS,), "累积记分"),
                    ((F.STATUS,), "状态"),
                ),
                0.090, 0.090, 0.325, 0.066, drop=0.024,
            ),
            Item((F.GENERATION_TIME,), "生成时间", (0.090, 0.870), (0.330, 0.870)),
            Item((F.CURRENT_TIME,), "当前时间", (0.090, 0.905), (0.330, 0.905)),
        ),
        notes=(
            Note("电子驾驶证", 0.390, 0.055, 0.044, (24, 24, 30)),
            Note("中华人民共和国机动车驾驶证", 0.090, 0.130, 0.040, (60, 60, 70)),
            Note("电子凭证与纸质凭证具有同等效力", 0.270, 0.955, 0.028, (120, 120, 126)),
        ),
        portrait=(0.690, 0.150, 0.900, 0.290),
        mark=(0.590, 0.330, 0.900),
        background=(228, 230, 236),
        label_size=0.032,
        value_size=0.042,
    ),
    # Two columns of pairs, each label left of its value.
    "pairs": Screen(
        style=Style(
            "pairs", text=_MICRO, labels=_ZEN,
            digits=_LIBERATION + "LiberationSans-Bold.ttf", label_colour=(110, 120, 136), ink=(20, 24, 34),
        ),
        size=(1440, 2560),
        bar=(0.090, (30, 80, 180)),
        cards=(((0.025, 0.115, 0.975, 0.560), (236, 242, 252)),),
        items=(
            Item((F.NAME,), "姓名", (0.060, 0.190), (0.175, 0.190)),
            Item((F.SEX,), "性别", (0.060, 0.235), (0.175, 0.235)),
            Item((F.NATIONALITY,), "国籍", (0.340, 0.235), (0.445, 0.235)),
            Item((F.LICENCE_NUMBER,), "证号", (0.060, 0.280), (0.175, 0.280)),
            Item((F.BIRTH_DATE,), "出生日期", (0.060, 0.335), (0.235, 0.335)),
            Item((F.LICENCE_CLASS,), "准驾车型", (0.530, 0.335), (0.705, 0.335)),
            Item((F.FIRST_ISSUE_DATE,), "初次领证日期", (0.060, 0.385), (0.310, 0.385)),
            Item((F.ACCUMULATED_POINTS,), "累积记分", (0.590, 0.385), (0.775, 0.385)),
            Item((F.VALID_FROM, F.VALID_TO), "有效期限", (0.060, 0.435), (0.235, 0.435)),
            Item((F.ARCHIVE_NUMBER,), "档案编号", (0.060, 0.485), (0.235, 0.485)),
            Item((F.STATUS,), "状态", (0.590, 0.485), (0.700, 0.485)),
            Item((F.CURRENT_TIME,), "当前时间", (0.230, 0.590), (0.410, 0.590)),
            Item((F.GENERATION_TIME,), "生成时间", (0.230, 0.915), (0.410, 0.915)),
        ),
        notes=(
            Note("电子驾驶证", 0.380, 0.066, 0.046, _WHITE),
            Note("中华人民共和国机动车驾驶证", 0.060, 0.145, 0.040, (30, 60, 120)),
            Note("刷新", 0.470, 0.955, 0.036, (30, 80, 180)),
        ),
        portrait=(0.740, 0.140, 0.940, 0.290),
        mark=(0.600, 0.535, 0.940),
        code=(0.260, 0.620, 0.740, 0.865),
        label_size=0.036,
        value_size=0.037,
    ),
}  # fmt: skip


def draw(side: Side, seed: int, screen: str) -> Specimen:
    """The page of the licence of ``seed`` on ``SCREENS[screen]``."""
    return draw_on(side, seed, SCREENS[screen])
