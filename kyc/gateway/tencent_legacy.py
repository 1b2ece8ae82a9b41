"""The gateway as Tencent's older API: ``POST /ocr/drivinglicence`` (seed 001)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction

from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import InspectionResult
from kyc.gateway.answering import ErrorForm, answered, nearest, refusals_as
from kyc.gateway.callers import check_keys, enabled_client
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, now
from kyc.gateway.fetching import CannotFetch, NoPlace, TooLarge
from kyc.gateway.limits import Busy, TooFast
from kyc.gateway.models import UsedSignature
from kyc.gateway.recognising import Asked, read
from kyc.gateway.sides import SideValues
from kyc.imaging import formats
from kyc.protocols.tencent_legacy import licence, signing
from kyc.protocols.tencent_legacy.errors import IN_ARREARS, ApiError, Code
from kyc.protocols.tencent_legacy.labels import LABELS
from kyc.protocols.tencent_legacy.licence import Answer, Item, LicenceType, Request
from kyc.protocols.wire import WireAnswer, WireRequest

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
_REFUSALS: Final[Mapping[type[Exception], Code]] = {
    TooFast: Code.TOO_FREQUENT,
    Busy: Code.TOO_FREQUENT,
    NoPlace: Code.TOO_FREQUENT,
    NotOpened: Code.NO_PERMISSION,
    Suspended: Code.BAD_REQUEST,
    QuotaUsedUp: Code.QUOTA_USED_UP,
    TooLarge: Code.BODY_TOO_LARGE,
    CannotFetch: Code.DOWNLOAD_FAILED,
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


_FORM: Final = ErrorForm(
    error=ApiError,
    code=lambda error: str(int(error.code)),
    encode=lambda error, call: licence.encode_error(error),
    unforeseen=lambda: ApiError(Code.INTERNAL_ERROR),
    unavailable=lambda: ApiError(Code.AUTH_UNAVAILABLE),
)


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    call = Call(API, ACTION)
    return answered(call, _FORM, lambda: licence.encode_answer(_content(request, call)))


def _content(request: WireRequest, call: Call) -> Answer:
    """Whoever calls is known and may before the body is opened, most of which is a picture."""
    if request.method != "POST":
        raise ApiError(Code.BAD_REQUEST)
    claim = signing.claim_of(request.header("Authorization"))
    call.client = _authenticated(claim)
    with refusals_as(call, _refused):
        call.admit(REQUESTS_PER_SECOND)
        asked = licence.decode_request(request)
        _check_target(claim, call.client, asked)
        kind, side = _PAGES[asked.licence_type]
        wanted = Asked(asked.image, asked.url, kind, side, _FORMATS, licence.LARGEST_BODY)
        result = read(call, wanted, begin=partial(_use_up, claim))
    return Answer(call.request_id, _items(result, side, LABELS[asked.licence_type]))


def _authenticated(claim: signing.Claim) -> ApiClient:
    by_id = enabled_client(secret_id=claim.secret_id)
    by_app = enabled_client(app_id=claim.app_id)
    if by_app is None:
        raise ApiError(Code.NO_SUCH_APP)
    if by_id is None:
        raise ApiError(Code.NO_SUCH_SECRET_ID)
    if by_id.pk != by_app.pk:
        raise ApiError(Code.SECRET_ID_OF_ANOTHER_APP)
    check_keys(by_id, lambda key: signing.verify(claim, key, now()), ApiError, Code.SIGNATURE_FAILURE)
    if claim.is_single_use and UsedSignature.objects.filter(digest=_digest(claim)).exists():
        raise ApiError(Code.REPLAYED)
    return by_id


def _use_up(claim: signing.Claim) -> None:
    """Take the one use of a signature for a single one. Not before the call goes on: one that was throttled, or whose
    body had a fault, may be sent again. Of two that come at once the database lets one have it."""
    if not claim.is_single_use:
        return
    try:
        with transaction.atomic():
            UsedSignature.objects.create(digest=_digest(claim))
    except IntegrityError as error:
        raise ApiError(Code.REPLAYED) from error


def _digest(claim: signing.Claim) -> str:
    return hashlib.sha256(claim.digest + claim.plain).hexdigest()


def _check_target(claim: signing.Claim, client: ApiClient, request: Request) -> None:
    """The signature's app and bucket must be the body's, and the bucket one that the client has."""
    if request.app_id != claim.app_id or (request.bucket and claim.bucket and request.bucket != claim.bucket):
        raise ApiError(Code.OTHER_TARGET)
    bucket = request.bucket or claim.bucket
    if bucket and bucket not in client.buckets:
        raise ApiError(Code.NO_SUCH_BUCKET)


def _refused(reason: Exception) -> ApiError:
    code = nearest(reason, _REFUSALS, Code.RECOGNITION_FAILED)
    return ApiError(code, IN_ARREARS if isinstance(reason, Suspended) else "")


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
    text = field.raw if name is FieldName.LICENCE_NUMBER else field.value
    return Item(label, text, field.confidence, box)
