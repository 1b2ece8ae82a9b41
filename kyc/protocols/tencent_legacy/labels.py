"""The labels under which the older API answers each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kyc.documents.kinds import FieldName as F
from kyc.protocols.tencent_legacy.licence import LicenceType

#: In the seed's order; of the vehicle licence's sub page it lists none, so they are those that the page prints.
LABELS: Final[Mapping[LicenceType, Mapping[str, F]]] = {
    LicenceType.DRIVING: {
        "证号": F.LICENCE_NUMBER,
        "姓名": F.NAME,
        "性别": F.SEX,
        "国籍": F.NATIONALITY,
        "住址": F.ADDRESS,
        "出生日期": F.BIRTH_DATE,
        "领证日期": F.FIRST_ISSUE_DATE,
        "准驾车型": F.LICENCE_CLASS,
        "起始日期": F.VALID_FROM,
        "有效日期": F.VALID_TO,
        "红章": F.ISSUING_AUTHORITY,
    },
    LicenceType.VEHICLE_MAIN: {
        "车牌号码": F.PLATE_NUMBER,
        "车辆类型": F.VEHICLE_TYPE,
        "所有人": F.OWNER,
        "住址": F.ADDRESS,
        "使用性质": F.USE_CHARACTER,
        "品牌型号": F.MODEL,
        "识别代码": F.VIN,
        "发动机号": F.ENGINE_NUMBER,
        "注册日期": F.REGISTRATION_DATE,
        "发证日期": F.ISSUE_DATE,
    },
    LicenceType.VEHICLE_SUB: {
        "号牌号码": F.PLATE_NUMBER,
        "档案编号": F.ARCHIVE_NUMBER,
        "核定载人数": F.PASSENGERS,
        "总质量": F.GROSS_MASS,
        "整备质量": F.KERB_MASS,
        "核定载质量": F.LOAD_MASS,
        "外廓尺寸": F.DIMENSIONS,
        "准牵引总质量": F.TOWING_MASS,
        "备注": F.REMARKS,
        "检验记录": F.INSPECTION_RECORD,
        "条码号": F.BARCODE_NUMBER,
    },
}
