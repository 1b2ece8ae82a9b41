"""Variants of the vehicle licence that figures are reported on. They share no font, no table and no paper with the
tuning variants, and only benchmarks import them."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import FieldName, Side
from tests.specimens import vehicle_licence
from tests.specimens.page import Specimen
from tests.specimens.vehicle_licence import Cell, Form, Overprint, Typeface

_F = FieldName
_FONTS: Final = "/usr/share/fonts/truetype/"
_ZEN_HEI: Final = Typeface(_FONTS + "wqy/wqy-zenhei.ttc")
_MICRO_HEI: Final = Typeface(_FONTS + "wqy/wqy-microhei.ttc")
_MING: Final = Typeface(_FONTS + "arphic/uming.ttc")
_KAI: Final = Typeface(_FONTS + "arphic/ukai.ttc")
_LIBERATION: Final = _FONTS + "liberation/Liberation"

#: Labels and values a little to the right and lower than on the tuning forms, narrow labels.
_AIRY_MAIN: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.046, 0.158, 0.215, 0.182, 0.222, 0.420, "Plate No."),
    _F.VEHICLE_TYPE: Cell("车辆类型", 0.450, 0.562, 0.215, 0.605, 0.222, 0.955, "Vehicle Type"),
    _F.OWNER: Cell("所有人", 0.046, 0.158, 0.330, 0.182, 0.340, 0.955, "Owner"),
    _F.ADDRESS: Cell("住址", 0.046, 0.158, 0.442, 0.182, 0.452, 0.955, "Address"),
    _F.USE_CHARACTER: Cell("使用性质", 0.046, 0.158, 0.556, 0.184, 0.566, 0.350, "Use Character"),
    _F.MODEL: Cell("品牌型号", 0.382, 0.492, 0.556, 0.520, 0.566, 0.955, "Model"),
    _F.VIN: Cell("车辆识别代号", 0.285, 0.452, 0.670, 0.485, 0.680, 0.955, "VIN"),
    _F.ENGINE_NUMBER: Cell("发动机号码", 0.285, 0.425, 0.780, 0.458, 0.790, 0.955, "Engine No."),
    _F.REGISTRATION_DATE: Cell("注册日期", 0.285, 0.395, 0.888, 0.420, 0.900, 0.622, "Register Date"),
    _F.ISSUE_DATE: Cell("发证日期", 0.640, 0.748, 0.888, 0.772, 0.900, 0.955, "Issue Date"),
}
_AIRY_SUB: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.046, 0.160, 0.102, 0.186, 0.100, 0.425),
    _F.ARCHIVE_NUMBER: Cell("档案编号", 0.440, 0.548, 0.102, 0.590, 0.100, 0.955),
    _F.PASSENGERS: Cell("核定载人数", 0.046, 0.162, 0.214, 0.186, 0.212, 0.560),
    _F.GROSS_MASS: Cell("总质量", 0.590, 0.722, 0.214, 0.752, 0.212, 0.955),
    _F.KERB_MASS: Cell("整备质量", 0.046, 0.162, 0.324, 0.186, 0.322, 0.560),
    _F.LOAD_MASS: Cell("核定载质量", 0.590, 0.726, 0.324, 0.752, 0.322, 0.955),
    _F.DIMENSIONS: Cell("外廓尺寸", 0.046, 0.162, 0.432, 0.186, 0.430, 0.565),
    _F.TOWING_MASS: Cell("准牵引总质量", 0.590, 0.728, 0.434, 0.752, 0.430, 0.955),
    _F.REMARKS: Cell("备注", 0.046, 0.162, 0.540, 0.186, 0.538, 0.955),
    _F.INSPECTION_RECORD: Cell("检验记录", 0.046, 0.162, 0.752, 0.190, 0.700, 0.955),
}
#: Wide letters, values well above their rules as on the licences of the first years.
_EARLY_MAIN: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.022, 0.152, 0.192, 0.168, 0.196, 0.428, "Plate No."),
    _F.VEHICLE_TYPE: Cell("车辆类型", 0.430, 0.566, 0.192, 0.584, 0.196, 0.982, "Vehicle Type"),
    _F.OWNER: Cell("所有人", 0.022, 0.152, 0.316, 0.166, 0.314, 0.982, "Owner"),
    _F.ADDRESS: Cell("住址", 0.022, 0.152, 0.438, 0.166, 0.434, 0.982, "Address"),
    _F.USE_CHARACTER: Cell("使用性质", 0.022, 0.152, 0.562, 0.172, 0.560, 0.338, "Use Character"),
    _F.MODEL: Cell("品牌型号", 0.360, 0.488, 0.562, 0.504, 0.560, 0.982, "Model"),
    _F.VIN: Cell("车辆识别代号", 0.264, 0.446, 0.688, 0.466, 0.686, 0.982, "VIN"),
    _F.ENGINE_NUMBER: Cell("发动机号码", 0.264, 0.420, 0.804, 0.438, 0.800, 0.982, "Engine No."),
    _F.REGISTRATION_DATE: Cell("注册日期", 0.264, 0.386, 0.918, 0.402, 0.914, 0.622, "Register Date"),
    _F.ISSUE_DATE: Cell("发证日期", 0.630, 0.748, 0.918, 0.764, 0.914, 0.982, "Issue Date"),
}
_EARLY_SUB: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.024, 0.150, 0.082, 0.168, 0.070, 0.438),
    _F.ARCHIVE_NUMBER: Cell("档案编号", 0.462, 0.576, 0.082, 0.620, 0.070, 0.982),
    _F.PASSENGERS: Cell("核定载人数", 0.024, 0.152, 0.198, 0.168, 0.186, 0.612),
    _F.GROSS_MASS: Cell("总质量", 0.622, 0.748, 0.198, 0.772, 0.186, 0.982),
    _F.KERB_MASS: Cell("整备质量", 0.024, 0.152, 0.316, 0.168, 0.304, 0.612),
    _F.LOAD_MASS: Cell("核定载质量", 0.622, 0.754, 0.316, 0.772, 0.304, 0.982),
    _F.DIMENSIONS: Cell("外廓尺寸", 0.024, 0.152, 0.434, 0.168, 0.422, 0.612),
    _F.TOWING_MASS: Cell("准牵引总质量", 0.622, 0.756, 0.436, 0.772, 0.424, 0.982),
    _F.REMARKS: Cell("备注", 0.024, 0.152, 0.556, 0.168, 0.544, 0.982),
    _F.INSPECTION_RECORD: Cell("检验记录", 0.024, 0.152, 0.796, 0.172, 0.726, 0.982),
}
_TOP_RIGHT: Final = {Side.MAIN_PAGE: (0.845, 0.045, 0.985, 0.0), Side.SUB_PAGE: (0.150, 0.940, 0.390, 0.0)}

VARIANTS: Final[dict[str, Form]] = {
    form.name: form
    for form in (
        Form(
            name="airy",
            main=_AIRY_MAIN,
            sub=_AIRY_SUB,
            title=(0.205, 0.100, 0.790, 0.0435),
            english_title=(0.205, 0.150, 0.790, 0.0185),
            seal=(0.046, 0.632, 0.262, 0.945),
            barcode=(0.440, 0.800, 0.940, 0.895),
            labels=_MING,
            titles=_ZEN_HEI,
            english=Typeface(_LIBERATION + "Serif-Regular.ttf"),
            overprint=Overprint(_ZEN_HEI, Typeface(_LIBERATION + "Mono-Regular.ttf"), ink=(50, 50, 60), pitch=0.55),
            palette=((196, 224, 228), (240, 222, 226), (200, 224, 234)),
            label_size=0.0262,
            sub_label_size=0.0255,
            value_size=0.0340,
            english_drop=0.041,
            rule_drop=0.050,
            label_colour=(52, 56, 66),
            strip=0.105,
            stamps=(0.690, 0.060),
            marks=_TOP_RIGHT,
        ),
        Form(
            name="early",
            main=_EARLY_MAIN,
            sub=_EARLY_SUB,
            title=(0.172, 0.080, 0.828, 0.0490),
            english_title=(0.172, 0.131, 0.828, 0.0210),
            seal=(0.022, 0.648, 0.252, 0.985),
            barcode=(0.410, 0.840, 0.962, 0.930),
            labels=_KAI,
            titles=_MICRO_HEI,
            english=Typeface(_LIBERATION + "Sans-Regular.ttf"),
            overprint=Overprint(
                _MING, Typeface(_LIBERATION + "SansNarrow-Regular.ttf"), ink=(46, 48, 60), needles=28, slant=0.12
            ),
            palette=((200, 214, 232), (226, 214, 236), (196, 222, 232)),
            label_size=0.0290,
            sub_label_size=0.0275,
            value_size=0.0365,
            english_size=0.0155,
            english_drop=0.045,
            strip=0.088,
            strip_strength=0.60,
            seal_columns=4,
            stamps=(0.725, 0.062),
            stamp_x=0.186,
            digits_drop=0.024,
            marks=_TOP_RIGHT,
        ),
        Form(
            name="office",
            main=vehicle_licence.moved(_AIRY_MAIN, (-0.010, 0.002), (-0.004, -0.012)),
            sub=vehicle_licence.moved(_EARLY_SUB, (0.012, 0.008), (0.016, 0.020)),
            title=(0.190, 0.094, 0.806, 0.0455),
            english_title=(0.190, 0.143, 0.806, 0.0200),
            seal=(0.036, 0.630, 0.258, 0.952),
            barcode=(0.455, 0.836, 0.975, 0.920),
            labels=_MICRO_HEI,
            titles=_MING,
            english=Typeface(_LIBERATION + "Serif-Bold.ttf"),
            overprint=Overprint(
                _KAI, Typeface(_LIBERATION + "Sans-Bold.ttf"), ink=(30, 30, 34), narrow=0.80, slant=0.05
            ),
            palette=((190, 220, 214), (232, 212, 216), (196, 222, 222)),
            label_size=0.0255,
            value_size=0.0355,
            label_colour=(36, 40, 46),
            strip=0.098,
            strip_strength=0.45,
            stamps=(0.730, 0.058),
            boxed_stamps=False,
            asterisks=False,
            marks=_TOP_RIGHT,
        ),
    )
}


def draw(side: Side, seed: int, style_name: str) -> Specimen:
    """``side`` of the licence of the vehicle of ``seed`` on the reporting form called ``style_name``."""
    return vehicle_licence.draw(side, seed, style_name, VARIANTS)
