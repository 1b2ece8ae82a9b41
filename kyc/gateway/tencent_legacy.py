"""The gateway as Tencent's older API: ``POST /ocr/drivinglicence`` (seed 001)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction

from kyc.accounts.clients import secret_keys
from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.errors import DeskError
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import InspectionResult
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, enabled_client, now
from kyc.gateway.cases import open_case
from kyc.gateway.fetching import CannotFetch, TooLarge, fetch
from kyc.gateway.limits import Busy, TooFast
from kyc.gateway.models import UsedSignature
from kyc.gateway.recognising import recognise
from kyc.gateway.sides import SideValues
from kyc.imaging import formats
from kyc.protocols.tencent_legacy import licence, signing
from kyc.protocols.tencent_legacy.errors import IN_ARREARS, ApiError, Code
from kyc.protocols.tencent_legacy.licence import Answer, Item, LicenceType, Request
from kyc.protocols.wire import WireAnswer, WireRequest
from kyc.vault.errors import VaultUnavailable

logger = logging.getLogger(__name__)
API: Final = "tencent_legacy"
ACTION: Final = "drivinglicence"
#: The seed states none; the newer action's is taken (seed 000).
REQUESTS_PER_SECOND: Final = 10
_FORMATS: Final = frozenset({formats.JPEG, formats.PNG, formats.BMP})
_PAGES: Final[Mapping[LicenceType, tuple[DocumentKind, Side]]] = {
    LicenceType.VEHICLE_MAIN: (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE),
    LicenceType.DRIVING: (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE),
    LicenceType.VEHICLE_SUB: (DocumentKind.CN_VEHICLE_LICENCE, Side.SUB_PAGE),
}
F = FieldName
#: Labels in the seed's order; of the vehicle licence's sub page it lists none, so they are those that the page prints.
LABELS: Final[Mapping[LicenceType, Mapping[str, FieldName]]] = {
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
_FAILURES: Final[Mapping[type[DeskError], Code]] = {
    errors.EmptyFile: Code.EMPTY_IMAGE,
    errors.UnsupportedFormat: Code.DECODE_FAILED,
    errors.DamagedFile: Code.DECODE_FAILED,
    errors.ImageTooLarge: Code.PREPARATION_FAILED,
    errors.ImageTooSmall: Code.PREPARATION_FAILED,
    errors.DecodeLimitExceeded: Code.PREPARATION_FAILED,
    errors.DecodeError: Code.DECODE_FAILED,
    errors.NoDocumentFound: Code.INVALID_IMAGE,
    errors.NoTextFound: Code.INVALID_IMAGE,
    errors.OtherDocument: Code.INVALID_IMAGE,
    errors.WrongSide: Code.INVALID_IMAGE,
    errors.SeveralDocumentsFound: Code.INVALID_IMAGE,
}


def serves(request: WireRequest) -> bool:
    return request.path.rstrip("/") == licence.PATH


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    call = Call(API, ACTION)
    try:
        content = _answered(request, call)
    except ApiError as error:
        call.finish(str(int(error.code)))
        return licence.encode_error(error)
    except Exception:
        logger.exception("call %s failed", call.request_id)
        call.not_charged()
        call.finish(str(int(Code.INTERNAL_ERROR)))
        return licence.encode_error(ApiError(Code.INTERNAL_ERROR))
    call.finish("")
    return licence.encode_answer(content)


def _answered(request: WireRequest, call: Call) -> Answer:
    if request.method != "POST":
        raise ApiError(Code.BAD_REQUEST)
    claim = signing.claim_of(request.header("Authorization"))
    call.client = _authenticated(claim)
    decoded = licence.decode_request(request)
    _check_target(claim, call.client, decoded)
    _admit(call)
    return _recognised(call, call.client, decoded)


def _authenticated(claim: signing.Claim) -> ApiClient:
    by_id = enabled_client(secret_id=claim.secret_id)
    by_app = enabled_client(app_id=claim.app_id)
    if by_app is None:
        raise ApiError(Code.NO_SUCH_APP)
    if by_id is None:
        raise ApiError(Code.NO_SUCH_SECRET_ID)
    if by_id.pk != by_app.pk:
        raise ApiError(Code.SECRET_ID_OF_ANOTHER_APP)
    _verify(claim, by_id)
    if claim.is_single_use:
        _use_once(claim)
    return by_id


def _verify(claim: signing.Claim, client: ApiClient) -> None:
    try:
        keys = secret_keys(client)
    except VaultUnavailable as error:
        raise ApiError(Code.AUTH_UNAVAILABLE) from error
    refused: ApiError | None = None
    for key in keys:
        try:
            signing.verify(claim, key, now())
        except ApiError as error:
            # With a former key the signature may match and only its span be over.
            refused = error if refused is None or refused.code is Code.SIGNATURE_FAILURE else refused
        else:
            return
    raise refused or ApiError(Code.SIGNATURE_FAILURE)


def _use_once(claim: signing.Claim) -> None:
    digest = hashlib.sha256(claim.digest + claim.plain).hexdigest()
    try:
        with transaction.atomic():
            UsedSignature.objects.create(digest=digest)
    except IntegrityError as error:
        raise ApiError(Code.REPLAYED) from error


def _check_target(claim: signing.Claim, client: ApiClient, request: Request) -> None:
    """The signature's app and bucket must be the body's, and the bucket one that the client has."""
    if request.app_id != claim.app_id or (request.bucket and claim.bucket and request.bucket != claim.bucket):
        raise ApiError(Code.OTHER_TARGET)
    bucket = request.bucket or claim.bucket
    if bucket and bucket not in client.buckets:
        raise ApiError(Code.NO_SUCH_BUCKET)


def _admit(call: Call) -> None:
    try:
        call.admit(REQUESTS_PER_SECOND)
    except TooFast as error:
        raise ApiError(Code.TOO_FREQUENT) from error
    except NotOpened as error:
        raise ApiError(Code.NO_PERMISSION) from error
    except Suspended as error:
        raise ApiError(Code.BAD_REQUEST, IN_ARREARS) from error
    except QuotaUsedUp as error:
        raise ApiError(Code.QUOTA_USED_UP) from error


def _recognised(call: Call, client: ApiClient, request: Request) -> Answer:
    data = _picture(request)
    kind, side = _PAGES[request.licence_type]
    try:
        if formats.sniff(data) not in _FORMATS:
            raise errors.UnsupportedFormat if data else errors.EmptyFile
        result = recognise(data, kind, side)
    except Busy as error:
        call.not_charged()
        raise ApiError(Code.TOO_FREQUENT) from error
    except DeskError as error:
        if error.retryable:
            call.not_charged()
        code = next((_FAILURES[known] for known in type(error).__mro__ if known in _FAILURES), Code.RECOGNITION_FAILED)
        raise ApiError(code) from error
    call.kind = result.kind.value
    if client.opens_cases:
        open_case(client, data, kind, call.request_id)
    return Answer(call.request_id, _items(result, side, LABELS[request.licence_type]))


def _picture(request: Request) -> bytes:
    if not request.url:
        return request.image
    try:
        return fetch(request.url, licence.LARGEST_BODY)
    except TooLarge as error:
        raise ApiError(Code.BODY_TOO_LARGE) from error
    except CannotFetch as error:
        raise ApiError(Code.DOWNLOAD_FAILED) from error


def _items(result: InspectionResult, side: Side, labels: Mapping[str, FieldName]) -> tuple[Item, ...]:
    """Every label of the type, in its order; one that was not read is empty and lies nowhere."""
    values = SideValues(result, side)
    return tuple(_item(label, values, name) for label, name in labels.items())


def _item(label: str, values: SideValues, name: FieldName) -> Item:
    field = values.field(name)
    if field is None or not field.value:
        return Item(label, "", 0.0, (0, 0, 0, 0))
    left, top, right, bottom = field.quad.bounds() if field.quad else (0, 0, 0, 0)
    box = (max(0, round(left)), max(0, round(top)), round(right - left), round(bottom - top))
    text = field.raw if name is F.LICENCE_NUMBER else field.value
    return Item(label, text, field.confidence, box)
