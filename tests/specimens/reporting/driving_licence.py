"""Variants of the driving licence that figures are reported on. They share no font, no table and no paper with the
tuning forms, and only benchmarks import them."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import FieldName, Side
from tests.specimens.driving_licence import Form, Label, Line, Slot, Table, draw_on
from tests.specimens.page import Specimen, Style

_F = FieldName
_FONTS: Final = "/usr/share/fonts/truetype/"
_ZEN_HEI: Final = _FONTS + "wqy/wqy-zenhei.ttc"
_MICRO_HEI: Final = _FONTS + "wqy/wqy-microhei.ttc"
_MING: Final = _FONTS + "arphic/uming.ttc"
_KAI: Final = _FONTS + "arphic/ukai.ttc"
_LIBERATION: Final = _FONTS + "liberation/Liberation"

_TITLE: Final = "中华人民共和国机动车驾驶证"
_ENGLISH: Final = "Driving License of the People's Republic of China"

#: Wide margins, values low on their rules, large labels.
_COAST_MAIN: Final = Table(
    titles=(Line(_TITLE, 0.175, 0.825, 0.090, 0.0435), Line(_ENGLISH, 0.180, 0.820, 0.150, 0.0225)),
    labels=(
        Label("证号", 0.275, 0.212, size=0.0330, boxed=True),
        Label("姓名", 0.068, 0.290, "Name", 0.043, 0.0300),
        Label("性别", 0.462, 0.290, "Sex", 0.043, 0.0300),
        Label("国籍", 0.622, 0.290, "Nationality", 0.043, 0.0300),
        Label("住址", 0.068, 0.392, "Address", 0.043, 0.0300),
        Label("出生日期", 0.284, 0.582, "Date of Birth", 0.043, 0.0300),
        Label("初次领证日期", 0.284, 0.686, "Date of First Issue", 0.043, 0.0300),
        Label("准驾车型", 0.284, 0.788, "Class", 0.043, 0.0300),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.392, 0.232, 0.84, 0.0395),
        _F.NAME: Slot(0.152, 0.322, 0.45, 0.0370, 1.8),
        _F.SEX: Slot(0.552, 0.322, 0.61, 0.0370),
        _F.NATIONALITY: Slot(0.742, 0.322, 0.96, 0.0370),
        _F.BIRTH_DATE: Slot(0.440, 0.606, 0.73, 0.0380),
        _F.FIRST_ISSUE_DATE: Slot(0.490, 0.708, 0.73, 0.0380),
        _F.LICENCE_CLASS: Slot(0.495, 0.812, 0.69, 0.0370, 1.6),
    },
    rows=(Slot(0.160, 0.416, 0.935, 0.0360), Slot(0.090, 0.506, 0.72, 0.0360)),
    rules=(
        *((0.13, 0.45, 0.345), (0.53, 0.61, 0.345), (0.73, 0.94, 0.345), (0.15, 0.94, 0.446), (0.07, 0.72, 0.532)),
        *((0.42, 0.72, 0.630), (0.48, 0.72, 0.732), (0.20, 0.74, 0.946)),
    ),
    frame=(0.415, 0.768, 0.715, 0.856),
    seal=(0.056, 0.560, 0.272, 0.872),
    portrait=(0.745, 0.492, 0.982, 0.972),
    mark=(0.058, 0.212, 0.255),
)
_COAST_SUB: Final = Table(
    titles=(Line(_TITLE + "副页", 0.145, 0.852, 0.092, 0.0395),),
    labels=(
        Label("证号", 0.275, 0.205, size=0.0330, boxed=True),
        Label("姓名", 0.068, 0.306, "Name", 0.043, 0.0300),
        Label("档案编号", 0.478, 0.306, "File No.", 0.043, 0.0300),
        Label("记录", 0.068, 0.448, "Record", 0.043, 0.0300),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.392, 0.216, 0.86, 0.0395),
        _F.NAME: Slot(0.152, 0.320, 0.46, 0.0370),
        _F.ARCHIVE_NUMBER: Slot(0.618, 0.316, 0.94, 0.0370),
    },
    rows=tuple(Slot(0.165, 0.456 + 0.096 * row, 0.950, 0.0350) for row in range(5)),
    rules=tuple((0.15, 0.95, 0.484 + 0.096 * row) for row in range(5)),
    barcode=(0.46, 0.895, 0.94, 0.960),
    mark=(0.070, 0.935, 0.32),
)
_COAST_NEW: Final = (
    (Label("有效期限", 0.068, 0.898, "Valid Period", 0.040, 0.0300),),
    (Slot(0.222, 0.920, 0.44, 0.0380), Slot(0.520, 0.920, 0.745, 0.0380)),
)
_COAST_OLD: Final = (
    (
        Label("有效起始日期", 0.068, 0.898, "Valid From", 0.040, 0.0300),
        Label("有效期限", 0.490, 0.898, "Valid For", 0.040, 0.0300),
    ),
    (Slot(0.268, 0.918, 0.47, 0.0360), Slot(0.636, 0.918, 0.74, 0.0360)),
)

#: Small labels close to the edge, values level with them, no rules.
_INLAND_MAIN: Final = Table(
    titles=(Line(_TITLE, 0.198, 0.806, 0.074, 0.0400), Line(_ENGLISH, 0.200, 0.802, 0.126, 0.0215)),
    labels=(
        Label("证号", 0.298, 0.178, size=0.0310),
        Label("姓名", 0.040, 0.252, "Name", 0.042, 0.0270),
        Label("性别", 0.482, 0.252, "Sex", 0.042, 0.0270),
        Label("国籍", 0.654, 0.252, "Nationality", 0.042, 0.0270),
        Label("住址", 0.040, 0.352, "Address", 0.042, 0.0270),
        Label("出生日期", 0.258, 0.548, "Date of Birth", 0.042, 0.0270),
        Label("初次领证日期", 0.258, 0.642, "Date of First Issue", 0.042, 0.0270),
        Label("准驾车型", 0.258, 0.748, "Class", 0.042, 0.0270),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.412, 0.182, 0.84, 0.0370),
        _F.NAME: Slot(0.136, 0.262, 0.46, 0.0385),
        _F.SEX: Slot(0.560, 0.262, 0.64, 0.0365),
        _F.NATIONALITY: Slot(0.758, 0.262, 0.97, 0.0365),
        _F.BIRTH_DATE: Slot(0.446, 0.552, 0.73, 0.0370),
        _F.FIRST_ISSUE_DATE: Slot(0.446, 0.648, 0.73, 0.0370),
        _F.LICENCE_CLASS: Slot(0.480, 0.770, 0.68, 0.0390),
    },
    rows=(Slot(0.136, 0.360, 0.955, 0.0355), Slot(0.136, 0.446, 0.73, 0.0355)),
    frame=(0.400, 0.722, 0.700, 0.818),
    seal=(0.034, 0.506, 0.246, 0.822),
    portrait=(0.762, 0.448, 0.996, 0.968),
    mark=(0.038, 0.180, 0.265),
)
_INLAND_SUB: Final = Table(
    titles=(Line(_TITLE + "副页", 0.132, 0.866, 0.078, 0.0405),),
    labels=(
        Label("证号", 0.298, 0.180, size=0.0310),
        Label("姓名", 0.044, 0.280, size=0.0285),
        Label("档案编号", 0.492, 0.280, size=0.0285),
        Label("记录", 0.044, 0.418, size=0.0285),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.412, 0.184, 0.86, 0.0370),
        _F.NAME: Slot(0.138, 0.278, 0.47, 0.0385),
        _F.ARCHIVE_NUMBER: Slot(0.630, 0.276, 0.96, 0.0370),
    },
    rows=tuple(Slot(0.145, 0.416 + 0.112 * row, 0.960, 0.0355) for row in range(4)),
    mark=(0.62, 0.940, 0.92),
)
_INLAND_NEW: Final = (
    (Label("有效期限", 0.040, 0.856, "Valid Period", 0.042, 0.0270),),
    (Slot(0.192, 0.866, 0.41, 0.0370), Slot(0.500, 0.866, 0.73, 0.0370)),
)
_INLAND_OLD: Final = (
    (
        Label("有效起始日期", 0.040, 0.856, "Valid From", 0.042, 0.0270),
        Label("有效期限", 0.470, 0.856, "Valid For", 0.042, 0.0270),
    ),
    (Slot(0.240, 0.862, 0.45, 0.0365), Slot(0.618, 0.862, 0.73, 0.0365)),
)

#: In between, on the paper of another printer: the overprint is condensed and stands high.
_NORTH_MAIN: Final = Table(
    titles=(Line(_TITLE, 0.186, 0.818, 0.087, 0.0420), Line(_ENGLISH, 0.188, 0.812, 0.143, 0.0232)),
    labels=(
        Label("证号", 0.284, 0.205, size=0.0345, boxed=True),
        Label("姓名", 0.056, 0.282, "Name", 0.038, 0.0280),
        Label("性别", 0.468, 0.282, "Sex", 0.038, 0.0280),
        Label("国籍", 0.636, 0.282, "Nationality", 0.038, 0.0280),
        Label("住址", 0.056, 0.384, "Address", 0.038, 0.0280),
        Label("出生日期", 0.268, 0.574, "Date of Birth", 0.038, 0.0280),
        Label("初次领证日期", 0.268, 0.676, "Date of First Issue", 0.038, 0.0280),
        Label("准驾车型", 0.268, 0.780, "Class", 0.038, 0.0280),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.398, 0.218, 0.85, 0.0405),
        _F.NAME: Slot(0.140, 0.304, 0.45, 0.0375, 1.5),
        _F.SEX: Slot(0.556, 0.304, 0.62, 0.0375),
        _F.NATIONALITY: Slot(0.752, 0.304, 0.96, 0.0375),
        _F.BIRTH_DATE: Slot(0.428, 0.594, 0.72, 0.0390),
        _F.FIRST_ISSUE_DATE: Slot(0.466, 0.696, 0.73, 0.0390),
        _F.LICENCE_CLASS: Slot(0.505, 0.800, 0.69, 0.0375, 1.4),
    },
    rows=(Slot(0.150, 0.402, 0.950, 0.0350), Slot(0.150, 0.488, 0.73, 0.0350)),
    rules=(
        *((0.12, 0.45, 0.334), (0.53, 0.62, 0.334), (0.74, 0.95, 0.334), (0.14, 0.95, 0.434), (0.06, 0.72, 0.524)),
        *((0.40, 0.72, 0.622), (0.45, 0.72, 0.724), (0.19, 0.73, 0.940)),
    ),
    frame=(0.398, 0.758, 0.702, 0.846),
    seal=(0.046, 0.548, 0.262, 0.862),
    portrait=(0.756, 0.484, 0.990, 0.978),
    mark=(0.050, 0.205, 0.262),
)
_NORTH_SUB: Final = Table(
    titles=(Line(_TITLE + "副页", 0.148, 0.846, 0.084, 0.0410),),
    labels=(
        Label("证号", 0.284, 0.196, size=0.0345, boxed=True),
        Label("姓名", 0.056, 0.298, "Name", 0.038, 0.0280),
        Label("档案编号", 0.480, 0.298, "File No.", 0.038, 0.0280),
        Label("记录", 0.056, 0.438, "Record", 0.038, 0.0280),
    ),
    slots={
        _F.LICENCE_NUMBER: Slot(0.398, 0.206, 0.86, 0.0405),
        _F.NAME: Slot(0.140, 0.310, 0.46, 0.0375),
        _F.ARCHIVE_NUMBER: Slot(0.612, 0.306, 0.95, 0.0380),
    },
    rows=tuple(Slot(0.150, 0.444 + 0.104 * row, 0.955, 0.0345) for row in range(4)),
    rules=tuple((0.14, 0.96, 0.472 + 0.104 * row) for row in range(4)),
    barcode=(0.44, 0.888, 0.95, 0.952),
    mark=(0.058, 0.928, 0.31),
)
_NORTH_NEW: Final = (
    (Label("有效期限", 0.056, 0.890, "Valid Period", 0.038, 0.0280),),
    (Slot(0.208, 0.908, 0.43, 0.0390), Slot(0.508, 0.908, 0.735, 0.0390)),
)
_NORTH_OLD: Final = (
    (
        Label("有效起始日期", 0.056, 0.890, "Valid From", 0.038, 0.0280),
        Label("有效期限", 0.478, 0.890, "Valid For", 0.038, 0.0280),
    ),
    (Slot(0.252, 0.908, 0.465, 0.0370), Slot(0.622, 0.908, 0.735, 0.0370)),
)

FORMS: Final[dict[str, Form]] = {
    form.style.name: form
    for form in (
        Form(
            Style(
                "coast", text=_MING, labels=_ZEN_HEI, title=_ZEN_HEI, digits=_LIBERATION + "Mono-Italic.ttf",
                palette=((194, 226, 206), (214, 236, 214), (188, 226, 200)), label_colour=(44, 56, 50),
                ink=(30, 34, 38),
            ),
            _COAST_MAIN, _COAST_SUB, _COAST_NEW, _COAST_OLD, seal_face=_MICRO_HEI,
            english=_LIBERATION + "Serif-Regular.ttf", label_box=(134, 92, 176),
        ),
        Form(
            Style(
                "inland", text=_MICRO_HEI, labels=_MING, title=_MICRO_HEI, digits=_LIBERATION + "Mono-Regular.ttf",
                palette=((212, 226, 200), (230, 232, 210), (206, 224, 204)), label_colour=(38, 44, 40),
                ink=(26, 28, 36), spacing=1.06, scale=0.97,
            ),
            _INLAND_MAIN, _INLAND_SUB, _INLAND_NEW, _INLAND_OLD, seal_face=_ZEN_HEI,
            english=_LIBERATION + "Sans-Regular.ttf", dots=True,
        ),
        Form(
            Style(
                "north", text=_ZEN_HEI, labels=_KAI, title=_MING, digits=_LIBERATION + "Mono-Bold.ttf",
                palette=((182, 218, 208), (204, 232, 222), (176, 214, 206)), label_colour=(56, 62, 60),
                ink=(48, 50, 56), spacing=0.94,
            ),
            _NORTH_MAIN, _NORTH_SUB, _NORTH_NEW, _NORTH_OLD, seal_face=_KAI,
            english=_LIBERATION + "Serif-Bold.ttf", label_box=(120, 110, 186),
        ),
    )
}  # fmt: skip


def draw(side: Side, seed: int, style_name: str) -> Specimen:
    """``side`` of the licence of ``seed`` on the reporting form ``style_name``."""
    return draw_on(FORMS[style_name], side, seed)
