"""The gateway as Tencent Cloud API 3.0: ``POST /`` and ``GET /`` with an action (seeds 000, 003 and 004, and
``VehicleLicenseOCR``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import InspectionResult
from kyc.gateway.answering import ErrorForm, answered, nearest, refusals_as
from kyc.gateway.callers import check_keys, enabled_client
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, now
from kyc.gateway.fetching import CannotFetch, NoPlace, TooLarge
from kyc.gateway.limits import Busy, TooFast
from kyc.gateway.recognising import Asked, read
from kyc.gateway.tencent_v3_answers import (
    driver_licence_answer,
    id_card_answer,
    korean_licence_answer,
    vehicle_licence_answer,
)
from kyc.imaging import formats
from kyc.protocols.tencent_v3 import (
    answers,
    driver_licence,
    id_card,
    korean_licence,
    parameters,
    signing,
    vehicle_licence,
)
from kyc.protocols.tencent_v3.errors import BUSINESS_CODES, COMMON_CODES, Action, ApiError, Code
from kyc.protocols.tencent_v3.pictures import LARGEST_BASE64
from kyc.protocols.wire import WireAnswer, WireRequest

API: Final = "tencent_v3"
#: Base64 makes four characters of three bytes.
_LARGEST_FILE: Final = LARGEST_BASE64 // 4 * 3
_CHINESE_FORMATS: Final = frozenset({formats.JPEG, formats.PNG, formats.BMP})


@dataclass(frozen=True, slots=True)
class _Served:
    """How an action is served. ``refusals`` says as which code each reason not to answer is said; what is not named is
    OcrFailed. ``regions`` is None where none is needed."""

    codec: Any
    kind: DocumentKind
    answer: Callable[[InspectionResult, Any], Any]
    refusals: Mapping[type[Exception], Code]
    side: Callable[[Any], Side | None]
    regions: frozenset[str] | None = None
    formats: frozenset[str] = _CHINESE_FORMATS


_REFUSALS: Final[dict[type[Exception], Code]] = {
    TooFast: Code.REQUEST_LIMIT,
    Busy: Code.REQUEST_LIMIT,
    NoPlace: Code.REQUEST_LIMIT,
    NotOpened: Code.NOT_OPENED,
    TooLarge: Code.FILE_TOO_LARGE,
    CannotFetch: Code.DOWNLOAD_ERROR,
    errors.FileTooLarge: Code.FILE_TOO_LARGE,
}
_CHINESE_REFUSALS: Final = _REFUSALS | {
    Suspended: Code.IN_ARREARS,
    QuotaUsedUp: Code.PACKAGE_RUN_OUT,
    errors.EmptyFile: Code.EMPTY_IMAGE,
    errors.ImageTooLarge: Code.IMAGE_SIZE_TOO_LARGE,
    errors.TooBlurred: Code.IMAGE_BLUR,
}
_LICENCE_REFUSALS: Final = _CHINESE_REFUSALS | {
    errors.UnsupportedFormat: Code.IMAGE_DECODE_FAILED,
    # Such a picture is decoded well enough; the licences' documents have no code for one that is too small.
    errors.ImageTooSmall: Code.OCR_FAILED,
    errors.DecodeError: Code.ENGINE_DECODE_FAILED,
    errors.NoTextFound: Code.IMAGE_NO_TEXT,
    errors.SeveralDocumentsFound: Code.LICENCE_MULTI_CARD_ERROR,
    errors.WrongSide: Code.LICENCE_CARD_SIDE_ERROR,
}
_ID_CARD_SIDES: Final = {id_card.CardSide.FRONT: Side.PORTRAIT_FACE, id_card.CardSide.BACK: Side.EMBLEM_FACE}
_LICENCE_SIDES: Final = {"FRONT": Side.MAIN_PAGE, "BACK": Side.SUB_PAGE}


def _vehicle_side(request: vehicle_licence.Request) -> Side | None:
    """The main page of a tractor's licence is asked for as any other.

    Raises:
        ApiError: InvalidParameterValue.InvalidParameterValueLimit for a tractor's sub page, which the desk cannot read.
    """
    if request.tractor_side is vehicle_licence.TractorSide.BACK:
        raise ApiError(Code.VALUE_LIMIT, "TractorCardSide")
    return Side.MAIN_PAGE if request.tractor_side else _LICENCE_SIDES.get(request.card_side.value)


SERVED: Final[Mapping[Action, _Served]] = {
    Action.ID_CARD: _Served(
        codec=id_card,
        kind=DocumentKind.CN_ID_CARD,
        answer=id_card_answer,
        refusals=_CHINESE_REFUSALS
        | {
            errors.DecodeError: Code.IMAGE_DECODE_FAILED,
            errors.ImageTooSmall: Code.ID_CARD_TOO_SMALL,
            errors.DocumentTooSmall: Code.ID_CARD_TOO_SMALL,
            errors.NoDocumentFound: Code.IMAGE_NO_ID_CARD,
            errors.NoTextFound: Code.IMAGE_NO_ID_CARD,
            errors.OtherDocument: Code.IMAGE_NO_ID_CARD,
            errors.SeveralDocumentsFound: Code.MULTI_CARD_ERROR,
            errors.WrongSide: Code.CARD_SIDE_ERROR,
        },
        side=lambda request: _ID_CARD_SIDES.get(request.card_side),
        regions=id_card.REGIONS,
    ),
    Action.DRIVER_LICENCE: _Served(
        codec=driver_licence,
        kind=DocumentKind.CN_DRIVING_LICENCE,
        answer=driver_licence_answer,
        refusals=_LICENCE_REFUSALS
        | {errors.NoDocumentFound: Code.NO_DRIVER_LICENCE, errors.OtherDocument: Code.NO_DRIVER_LICENCE},
        side=lambda request: _LICENCE_SIDES.get(request.card_side.value),
        regions=driver_licence.REGIONS,
    ),
    Action.KOREAN_LICENCE: _Served(
        codec=korean_licence,
        kind=DocumentKind.KR_DRIVING_LICENCE,
        answer=korean_licence_answer,
        refusals=_REFUSALS
        | {
            # This action's document lists one code for every billing state, and none for a picture's width and height.
            Suspended: Code.CHARGE_STATUS,
            QuotaUsedUp: Code.CHARGE_STATUS,
            errors.EmptyFile: Code.IMAGE_DECODE_FAILED,
            errors.UnsupportedFormat: Code.IMAGE_DECODE_FAILED,
            errors.ImageTooLarge: Code.OCR_FAILED,
            errors.ImageTooSmall: Code.OCR_FAILED,
            errors.DecodeError: Code.ENGINE_DECODE_FAILED,
        },
        side=lambda request: None,
        formats=frozenset({formats.JPEG, formats.PNG}),
    ),
    Action.VEHICLE_LICENCE: _Served(
        codec=vehicle_licence,
        kind=DocumentKind.CN_VEHICLE_LICENCE,
        answer=vehicle_licence_answer,
        refusals=_LICENCE_REFUSALS
        | {errors.NoDocumentFound: Code.NO_VEHICLE_LICENCE, errors.OtherDocument: Code.NO_VEHICLE_LICENCE},
        side=_vehicle_side,
        regions=vehicle_licence.REGIONS,
    ),
}


def serves(request: WireRequest) -> bool:
    """Every POST to the root, and what else names an action there."""
    return request.path in ("/", "") and (request.method == "POST" or parameters.names_an_action(request))


_FORM: Final = ErrorForm(
    error=ApiError,
    code=lambda error: error.code.value,
    encode=lambda error, call: answers.failure(error, call.request_id),
    unforeseen=lambda: ApiError(Code.INTERNAL_ERROR),
    unavailable=lambda: ApiError(Code.SERVICE_UNAVAILABLE),
)


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    call = Call(API)
    return answered(call, _FORM, lambda: answers.success(_content(request, call), call.request_id))


def _content(request: WireRequest, call: Call) -> dict[str, Any]:
    name = parameters.common(request, "Action")
    if not name:
        raise ApiError(Code.MISSING_PARAMETER, "Action")
    call.client = _authenticated(request)
    action, served = _action(name)
    call.action = action.value
    _check_common(request, served)
    given = parameters.of_action(request)
    unknown = set(given) - served.codec.PARAMETERS
    if unknown:
        raise ApiError(Code.UNKNOWN_PARAMETER, _in_ascii(min(unknown)))
    try:
        with refusals_as(call, partial(_refused, served)):
            call.admit(served.codec.REQUESTS_PER_SECOND)
            return _recognised(call, served, given)
    except ApiError as error:
        raise _listed(error, action) from error


def _in_ascii(name: str) -> str:
    """As much of a name as a message has room for; half a surrogate pair, which JSON can hold, has no bytes."""
    return name[:40].encode("ascii", "backslashreplace").decode("ascii")


def _action(name: str) -> tuple[Action, _Served]:
    try:
        action = Action(name)
    except ValueError as error:
        raise ApiError(Code.INVALID_ACTION) from error
    return action, SERVED[action]


def _authenticated(request: WireRequest) -> ApiClient:
    common = parameters.flat(request)
    claim = signing.claim_of(request, common)
    client = enabled_client(secret_id=claim.secret_id)
    if client is None:
        raise ApiError(Code.SECRET_ID_NOT_FOUND)
    check_keys(client, lambda key: signing.verify(request, common, claim, key, now()), ApiError, Code.SIGNATURE_FAILURE)
    return client


def _check_common(request: WireRequest, served: _Served) -> None:
    version = parameters.common(request, "Version")
    if not version:
        raise ApiError(Code.MISSING_PARAMETER, "Version")
    if version != parameters.VERSION:
        raise ApiError(Code.NO_SUCH_VERSION)
    if parameters.common(request, "Token"):
        raise ApiError(Code.TOKEN_FAILURE)
    if served.regions is None:
        return
    region = parameters.common(request, "Region")
    if not region:
        raise ApiError(Code.MISSING_PARAMETER, "Region")
    if region not in served.regions:
        raise ApiError(Code.UNSUPPORTED_REGION)


def _recognised(call: Call, served: _Served, given: Mapping[str, Any]) -> dict[str, Any]:
    request = served.codec.decode_request(given)
    asked = Asked(
        request.picture.data,
        request.picture.url,
        served.kind,
        served.side(request),
        served.formats,
        _LARGEST_FILE,
        rectify=getattr(request, "rectify", True),
    )
    return dict(served.codec.encode_answer(served.answer(read(call, asked), request)))


def _refused(served: _Served, reason: Exception) -> ApiError:
    return ApiError(nearest(reason, served.refusals, Code.OCR_FAILED))


def _listed(error: ApiError, action: Action) -> ApiError:
    """No action answers a business code that its own document does not list."""
    if error.code in COMMON_CODES or error.code in BUSINESS_CODES[action]:
        return error
    stand_in = Code.IMAGE_DECODE_FAILED if error.code is Code.EMPTY_IMAGE else Code.OCR_FAILED
    return ApiError(stand_in)
