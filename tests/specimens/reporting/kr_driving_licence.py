"""Korean driving licences for reporting: fonts, papers and places that no tuning form shares."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.documents.kinds import FieldName, Side
from tests.specimens.kr_driving_licence import Form, draw_licence
from tests.specimens.kr_people import invent_holder
from tests.specimens.page import Specimen, Style

_NANUM: Final = "/usr/share/fonts/truetype/nanum/"
_UN: Final = "/usr/share/fonts/truetype/unfonts-core/"
_F = FieldName

#: Newer: portrait lower, classes above it in the title's row, the period in two lines.
_OPEN: Final = Form(
    style=Style(
        "kr_open",
        text=_NANUM + "NanumBarunGothic.ttf",
        labels=_NANUM + "NanumBarunGothic.ttf",
        digits=_NANUM + "NanumBarunGothicBold.ttf",
        title=_NANUM + "NanumBarunGothicBold.ttf",
        palette=((240, 244, 232), (230, 240, 240), (240, 234, 244)),
        ink=(18, 20, 26),
        jitter=0.010,
        spacing=0.8,
    ),
    title="자동차운전면허증(Driver's License)",
    title_spot=(0.320, 0.110),
    title_size=0.039,
    rows={
        _F.LICENCE_CLASS: (0.040, 0.170),
        _F.LICENCE_NUMBER: (0.395, 0.240),
        _F.NAME: (0.395, 0.320),
        _F.RESIDENT_NUMBER: (0.395, 0.393),
        _F.ADDRESS: (0.395, 0.468),
        _F.RENEWAL_FROM: (0.395, 0.665),
        _F.CONDITIONS: (0.395, 0.780),
        _F.ISSUE_DATE: (0.450, 0.840),
        _F.ISSUING_AUTHORITY: (0.395, 0.920),
        _F.SECURITY_CODE: (0.850, 0.915),
    },
    sizes={
        _F.LICENCE_CLASS: 0.031,
        _F.LICENCE_NUMBER: 0.039,
        _F.NAME: 0.037,
        _F.RESIDENT_NUMBER: 0.035,
        _F.ADDRESS: 0.030,
        _F.RENEWAL_FROM: 0.030,
        _F.CONDITIONS: 0.028,
        _F.ISSUE_DATE: 0.034,
        _F.ISSUING_AUTHORITY: 0.034,
        _F.SECURITY_CODE: 0.027,
    },
    portrait=(0.060, 0.330, 0.330, 0.900),
    ghost=(0.855, 0.660, 0.945, 0.870),
    seal=(0.740, 0.845, 0.820, 0.985),
    mark=(0.055, 0.950),
    title_colour=(60, 30, 90),
    address_pitch=0.060,
    period="two",
    period_label="적성검사 : ",
    condition_label="조건: ",
    shift=(0.010, 0.012),
)

#: Older: labels in other words, batang type, dates with spaces.
_OFFICE: Final = Form(
    style=Style(
        "kr_office",
        text=_UN + "UnBatang.ttf",
        labels=_UN + "UnDotum.ttf",
        digits=_UN + "UnBatangBold.ttf",
        title=_UN + "UnDotumBold.ttf",
        palette=((228, 240, 224), (242, 244, 226), (230, 238, 228)),
        ink=(30, 28, 34),
        label_colour=(40, 84, 60),
        jitter=0.014,
    ),
    title="자동차운전면허증 (Driver's License)",
    title_spot=(0.300, 0.075),
    title_size=0.037,
    rows={
        _F.LICENCE_CLASS: (0.055, 0.195),
        _F.LICENCE_NUMBER: (0.520, 0.190),
        _F.NAME: (0.520, 0.272),
        _F.RESIDENT_NUMBER: (0.570, 0.354),
        _F.ADDRESS: (0.440, 0.432),
        _F.RENEWAL_FROM: (0.345, 0.640),
        _F.CONDITIONS: (0.345, 0.710),
        _F.ISSUE_DATE: (0.390, 0.795),
        _F.ISSUING_AUTHORITY: (0.335, 0.885),
        _F.SECURITY_CODE: (0.820, 0.925),
    },
    sizes={
        _F.LICENCE_CLASS: 0.036,
        _F.LICENCE_NUMBER: 0.037,
        _F.NAME: 0.036,
        _F.RESIDENT_NUMBER: 0.036,
        _F.ADDRESS: 0.032,
        _F.RENEWAL_FROM: 0.030,
        _F.CONDITIONS: 0.030,
        _F.ISSUE_DATE: 0.033,
        _F.ISSUING_AUTHORITY: 0.038,
        _F.SECURITY_CODE: 0.026,
    },
    labels={
        _F.LICENCE_NUMBER: ("면허증번호:", 0.345),
        _F.NAME: ("성      명:", 0.345),
        _F.RESIDENT_NUMBER: ("주민등록번호:", 0.345),
        _F.ADDRESS: ("주    소:", 0.345),
    },
    portrait=(0.040, 0.270, 0.305, 0.830),
    ghost=(0.830, 0.680, 0.920, 0.885),
    seal=(0.700, 0.820, 0.785, 0.950),
    mark=(0.045, 0.900),
    title_colour=(20, 70, 50),
    address_pitch=0.064,
    date_form="{:04d}. {:d}. {:d}.",
    period_label="적성검사기간: ",
    between=" ~ ",
    condition_label="조    건: ",
    shift=(0.012, 0.012),
)

#: Newest: a green band, round gothic, everything a little smaller.
_ROUND: Final = Form(
    style=Style(
        "kr_round",
        text=_NANUM + "NanumSquareRoundR.ttf",
        labels=_NANUM + "NanumSquareRoundR.ttf",
        digits=_NANUM + "NanumSquareRoundB.ttf",
        title=_NANUM + "NanumSquareRoundB.ttf",
        palette=((234, 240, 220), (222, 238, 232), (236, 232, 220)),
        ink=(36, 38, 44),
        jitter=0.005,
        spacing=1.2,
    ),
    title="자동차운전면허증(Driver's License)",
    title_spot=(0.370, 0.070),
    title_size=0.031,
    rows={
        _F.LICENCE_CLASS: (0.050, 0.230),
        _F.LICENCE_NUMBER: (0.350, 0.235),
        _F.NAME: (0.350, 0.335),
        _F.RESIDENT_NUMBER: (0.350, 0.412),
        _F.ADDRESS: (0.350, 0.485),
        _F.RENEWAL_FROM: (0.350, 0.690),
        _F.CONDITIONS: (0.350, 0.752),
        _F.ISSUE_DATE: (0.350, 0.828),
        _F.ISSUING_AUTHORITY: (0.350, 0.905),
        _F.SECURITY_CODE: (0.800, 0.950),
    },
    sizes={
        _F.LICENCE_CLASS: 0.030,
        _F.LICENCE_NUMBER: 0.040,
        _F.NAME: 0.038,
        _F.RESIDENT_NUMBER: 0.034,
        _F.ADDRESS: 0.029,
        _F.RENEWAL_FROM: 0.027,
        _F.CONDITIONS: 0.027,
        _F.ISSUE_DATE: 0.030,
        _F.ISSUING_AUTHORITY: 0.034,
        _F.SECURITY_CODE: 0.029,
    },
    portrait=(0.045, 0.340, 0.295, 0.880),
    ghost=(0.810, 0.700, 0.915, 0.910),
    seal=(0.700, 0.850, 0.775, 0.970),
    mark=(0.050, 0.940),
    title_colour=(248, 252, 248),
    number_colour=(20, 90, 60),
    band=(64, 132, 100),
    class_pitch=0.055,
    address_pitch=0.058,
    period_label="갱신기간: ",
    condition_label="조건 : ",
    shift=(0.006, 0.008),
)

FORMS: Final = {form.style.name: form for form in (_OPEN, _OFFICE, _ROUND)}


def draw(side: Side, seed: int, style_name: str) -> Specimen:
    """The licence of the holder of ``seed`` in one of the reporting forms; it has one side."""
    assert side is Side.MAIN_PAGE
    form = FORMS[style_name]
    first = date(2006, 1, 1) if form.labels else date(2014, 6, 1)
    return draw_licence(invent_holder(seed, issued_from=first), form)
