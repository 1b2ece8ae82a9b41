"""Engines that find every side of one kind of document in whatever pictures they get, with values as it prints them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from kyc.documents.geometry import Quad
from kyc.documents.kinds import CARD_ASPECT, FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.documents.results import (
    CaptureInput,
    Crop,
    CropKind,
    FieldReading,
    Finding,
    InspectionRequest,
    InspectionResult,
    SideReading,
)
from kyc.documents.warnings import SEVERITY, Outcome, Severity, WarningCode
from kyc.documents.words import N_, Words

_F = FieldName
WIDTH: Final = 856
#: Phones show an electronic licence about twice as high as wide.
SCREEN_ASPECT: Final = 0.48
PLATE, VIN = "川A·12345", "LSVAA49J132000000"
LONG_ADDRESS = "四川省样本市松泉区和平街道人民南路一段二百三十八号样本花园小区十二栋三单元一千二百零四号"

COMMON: Final = {
    _F.NAME: "肖行梓",
    _F.SEX: "男",
    _F.ETHNICITY: "汉",
    _F.NATIONALITY: "中国",
    _F.BIRTH_DATE: "1991-09-02",
    _F.ADDRESS: LONG_ADDRESS,
    _F.CITIZEN_NUMBER: "219963199109029839",
    _F.ISSUING_AUTHORITY: "样本市公安局",
    _F.VALID_FROM: "2018-06-02",
    _F.VALID_TO: "2038-06-02",
    _F.LICENCE_NUMBER: "219963199109029839",
    _F.LICENCE_CLASS: "C1",
    _F.FIRST_ISSUE_DATE: "2012-06-02",
    _F.ISSUE_DATE: "2019-04-01",
    _F.ARCHIVE_NUMBER: "219901234567",
    _F.RECORD: "自2018年06月02日至有效期满日起90日内申请换证\n请于2028年06月02日前提交身体条件证明",
    _F.STATUS: "正常",
    _F.ACCUMULATED_POINTS: "0",
    _F.CURRENT_TIME: "2026-11-20T10:15:30",
    _F.GENERATION_TIME: "2026-11-20T10:14:05",
    _F.PLATE_NUMBER: PLATE,
    _F.VEHICLE_TYPE: "小型轿车",
    _F.OWNER: "肖行梓",
    _F.USE_CHARACTER: "非营运",
    _F.MODEL: "样本牌SP7160A",
    _F.VIN: VIN,
    _F.ENGINE_NUMBER: "A123456",
    _F.REGISTRATION_DATE: "2019-04-01",
    _F.PASSENGERS: "5人",
    _F.GROSS_MASS: "1830kg",
    _F.KERB_MASS: "1350kg",
    _F.LOAD_MASS: "--",
    _F.DIMENSIONS: "4600×1800×1450mm",
    _F.TOWING_MASS: "--",
    _F.REMARKS: "",
    _F.INSPECTION_RECORD: "检验有效期至2027年04月川A\n检验有效期至2028年04月川A",
    _F.BARCODE_NUMBER: "",
}
KOREAN: Final = {
    _F.LICENCE_NUMBER: "11-91-123456-01",
    _F.NAME: "홍길순",
    _F.RESIDENT_NUMBER: "910902-2000000",
    _F.BIRTH_DATE: "1991-09-02",
    _F.SEX: "女",
    _F.LICENCE_CLASS: "1종보통\n2종소형",
    _F.ADDRESS: "표본특별시 견본구 보기로 123길 45, 101동 1203호 (견본동, 표본아파트)",
    _F.RENEWAL_FROM: "2030-01-01",
    _F.RENEWAL_TO: "2030-12-31",
    _F.CONDITIONS: "",
    _F.ISSUE_DATE: "2020-11-05",
    _F.ISSUING_AUTHORITY: "표본지방경찰청장",
    _F.SECURITY_CODE: "AB12CD",
}
DERIVED: Final = "derived_from_resident_number"
PORTRAITS: Final = frozenset({Side.PORTRAIT_FACE, Side.MAIN_PAGE})


class KindEngine:
    """Gives the sides of ``kind`` to the captures in turn; all of them to the only capture."""

    kind: ClassVar[DocumentKind]
    sides: ClassVar[tuple[Side, ...]] = ()

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        pass

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        sides = self.sides or SIDES[self.kind]
        captures = request.captures if len(request.captures) > 1 else request.captures * len(sides)
        found = list(zip(sides, captures, strict=False))
        return InspectionResult(
            engine="scripted",
            engine_version="1",
            kind=self.kind,
            sides=tuple(self._side(side, capture) for side, capture in found),
            fields=tuple(self._field(name, side, c) for side, c in found for name in FIELDS[self.kind, side]),
            findings=tuple(_finding(side, capture) for side, capture in found),
            crops=tuple(crop for side, capture in found for crop in self._crops(side, capture)),
        )

    def _side(self, side: Side, capture: CaptureInput) -> SideReading:
        outline = Quad.from_box(40, 40, 40 + WIDTH, 40 + self._height())
        matrix = (1.0, 0, -40.0, 0, 1, -40.0, 0, 0, 1)
        return SideReading(side, capture.capture_id, outline, WIDTH, self._height(), matrix)

    def _height(self) -> int:
        return round(WIDTH / CARD_ASPECT.get(self.kind, SCREEN_ASPECT))

    def _field(self, name: FieldName, side: Side, capture: CaptureInput) -> FieldReading:
        korean = self.kind is DocumentKind.KR_DRIVING_LICENCE
        value = (KOREAN if korean else COMMON)[name]
        if korean and name in (_F.BIRTH_DATE, _F.SEX):
            words = Words(N_("Read as %(raw)s."), {"raw": KOREAN[_F.RESIDENT_NUMBER]})
            return FieldReading(name, side, capture.capture_id, "", value, 0.93, None, DERIVED, words)
        place = Quad.from_box(60, 60, 400, 100) if value else None
        confidence = 0.97 if value else 0.0
        return FieldReading(name, side, capture.capture_id, value.replace("-", "."), value, confidence, place, "test")

    def _crops(self, side: Side, capture: CaptureInput) -> list[Crop]:
        crops = [Crop(CropKind.RECTIFIED, side, capture.capture_id, b"rectified", WIDTH, self._height())]
        has_portrait = side in PORTRAITS and self.kind is not DocumentKind.CN_VEHICLE_LICENCE
        portrait = Crop(CropKind.PORTRAIT, side, capture.capture_id, b"portrait of " + side.encode(), 220, 300)
        return [*crops, portrait] if has_portrait else crops


def _finding(side: Side, capture: CaptureInput) -> Finding:
    code = WarningCode.BLUR
    severity = SEVERITY.get(code, Severity.WARNING)
    return Finding(code, capture.capture_id, Outcome.NOT_DETECTED, severity, "test-1", 12.0, 50.0, side=side)


class IdCard(KindEngine):
    kind = DocumentKind.CN_ID_CARD


class TemporaryCard(KindEngine):
    kind = DocumentKind.CN_TEMPORARY_ID_CARD


class TemporaryCardFrontOnly(TemporaryCard):
    sides = (Side.PORTRAIT_FACE,)


class DrivingLicence(KindEngine):
    kind = DocumentKind.CN_DRIVING_LICENCE


class DrivingLicenceMainPageOnly(DrivingLicence):
    sides = (Side.MAIN_PAGE,)


class ElectronicLicence(KindEngine):
    kind = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE


class VehicleLicence(KindEngine):
    kind = DocumentKind.CN_VEHICLE_LICENCE


class KoreanLicence(KindEngine):
    kind = DocumentKind.KR_DRIVING_LICENCE


class KoreanLicenceWithoutHangul(KoreanLicence):
    """On a machine that reads no Hangul: the line of conditions was not looked at."""

    def _field(self, name: FieldName, side: Side, capture: CaptureInput) -> FieldReading:
        field = super()._field(name, side, capture)
        words = Words("Hangul is not read on this machine.")
        return replace(field, explanation=words, normaliser="unavailable") if name is _F.CONDITIONS else field


#: The engine of each kind, by its name for ``INSPECTION_ENGINES``.
ENGINES: Final = {
    engine.kind: f"{__name__}.{engine.__name__}"
    for engine in (IdCard, TemporaryCard, DrivingLicence, ElectronicLicence, VehicleLicence, KoreanLicence)
}
