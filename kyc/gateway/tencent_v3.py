"""The gateway as Tencent Cloud API 3.0: ``POST /`` and ``GET /`` with an action (seeds 000, 003 and 004, and
``VehicleLicenseOCR``)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kyc.accounts.clients import secret_keys
from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.errors import DeskError
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import InspectionResult
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, enabled_client, now
from kyc.gateway.cases import open_case
from kyc.gateway.fetching import CannotFetch, TooLarge, fetch
from kyc.gateway.limits import Busy, TooFast
from kyc.gateway.recognising import recognise
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
from kyc.protocols.tencent_v3.pictures import LARGEST_BASE64, Picture
from kyc.protocols.wire import WireAnswer, WireRequest

logger = logging.getLogger(__name__)
API: Final = "tencent_v3"
#: Base64 makes four characters of three bytes.
_LARGEST_FILE: Final = LARGEST_BASE64 // 4 * 3
_CHINESE_FORMATS: Final = frozenset({formats.JPEG, formats.PNG, formats.BMP})


@dataclass(frozen=True, slots=True)
class _Served:
    """How an action is served. ``failures`` says as which code each failure of the engine is answered, and
    ``otherwise`` all that are not named; ``regions`` is None where none is needed."""

    codec: Any
    kind: DocumentKind
    answer: Callable[[InspectionResult, Any], Any]
    failures: Mapping[type[DeskError], Code]
    suspended: Code
    quota_used_up: Code
    side: Callable[[Any], Side | None]
    regions: frozenset[str] | None = None
    formats: frozenset[str] = _CHINESE_FORMATS


_FILE_FAILURES: Final[dict[type[DeskError], Code]] = {
    errors.EmptyFile: Code.EMPTY_IMAGE,
    errors.FileTooLarge: Code.FILE_TOO_LARGE,
    errors.ImageTooLarge: Code.IMAGE_SIZE_TOO_LARGE,
    errors.TooBlurred: Code.IMAGE_BLUR,
}
_LICENCE_FAILURES: Final[dict[type[DeskError], Code]] = _FILE_FAILURES | {
    errors.UnsupportedFormat: Code.IMAGE_DECODE_FAILED,
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
        failures=_FILE_FAILURES
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
        suspended=Code.IN_ARREARS,
        quota_used_up=Code.PACKAGE_RUN_OUT,
        side=lambda request: _ID_CARD_SIDES.get(request.card_side),
        regions=id_card.REGIONS,
    ),
    Action.DRIVER_LICENCE: _Served(
        codec=driver_licence,
        kind=DocumentKind.CN_DRIVING_LICENCE,
        answer=driver_licence_answer,
        failures=_LICENCE_FAILURES
        | {errors.NoDocumentFound: Code.NO_DRIVER_LICENCE, errors.OtherDocument: Code.NO_DRIVER_LICENCE},
        suspended=Code.IN_ARREARS,
        quota_used_up=Code.PACKAGE_RUN_OUT,
        side=lambda request: _LICENCE_SIDES.get(request.card_side.value),
        regions=driver_licence.REGIONS,
    ),
    Action.KOREAN_LICENCE: _Served(
        codec=korean_licence,
        kind=DocumentKind.KR_DRIVING_LICENCE,
        answer=korean_licence_answer,
        failures={
            errors.EmptyFile: Code.IMAGE_DECODE_FAILED,
            errors.UnsupportedFormat: Code.IMAGE_DECODE_FAILED,
            errors.FileTooLarge: Code.FILE_TOO_LARGE,
            errors.DecodeError: Code.ENGINE_DECODE_FAILED,
        },
        # This action's document lists one code for every billing state.
        suspended=Code.CHARGE_STATUS,
        quota_used_up=Code.CHARGE_STATUS,
        side=lambda request: None,
        formats=frozenset({formats.JPEG, formats.PNG}),
    ),
    Action.VEHICLE_LICENCE: _Served(
        codec=vehicle_licence,
        kind=DocumentKind.CN_VEHICLE_LICENCE,
        answer=vehicle_licence_answer,
        failures=_LICENCE_FAILURES
        | {errors.NoDocumentFound: Code.NO_VEHICLE_LICENCE, errors.OtherDocument: Code.NO_VEHICLE_LICENCE},
        suspended=Code.IN_ARREARS,
        quota_used_up=Code.PACKAGE_RUN_OUT,
        side=_vehicle_side,
        regions=vehicle_licence.REGIONS,
    ),
}


def serves(request: WireRequest) -> bool:
    """Every POST to the root, and what else names an action there."""
    return request.path in ("/", "") and (request.method == "POST" or parameters.names_an_action(request))


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    call = Call(API)
    try:
        content = _content(request, call)
    except ApiError as error:
        call.finish(error.code.value)
        return answers.failure(error, call.request_id)
    except Exception:
        logger.exception("call %s failed", call.request_id)
        call.not_charged()
        call.finish(Code.INTERNAL_ERROR.value)
        return answers.failure(ApiError(Code.INTERNAL_ERROR), call.request_id)
    call.finish("")
    return answers.success(content, call.request_id)


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
        raise ApiError(Code.UNKNOWN_PARAMETER, min(unknown)[:40])
    _admit(call, served)
    try:
        return _recognised(call, served, given)
    except ApiError as error:
        raise _listed(error, action) from error


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
    refused: ApiError | None = None
    for key in secret_keys(client):
        try:
            signing.verify(request, common, claim, key, now())
        except ApiError as error:
            refused = refused or error
        else:
            return client
    raise refused or ApiError(Code.SIGNATURE_FAILURE)


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


def _admit(call: Call, served: _Served) -> None:
    try:
        call.admit(served.codec.REQUESTS_PER_SECOND)
    except TooFast as error:
        raise ApiError(Code.REQUEST_LIMIT) from error
    except NotOpened as error:
        raise ApiError(Code.NOT_OPENED) from error
    except Suspended as error:
        raise ApiError(served.suspended) from error
    except QuotaUsedUp as error:
        raise ApiError(served.quota_used_up) from error


def _recognised(call: Call, served: _Served, given: Mapping[str, Any]) -> dict[str, Any]:
    request = served.codec.decode_request(given)
    side = served.side(request)
    data = _picture(request.picture)
    try:
        if formats.sniff(data) not in served.formats:
            raise errors.UnsupportedFormat if data else errors.EmptyFile
        result = recognise(data, served.kind, side, rectify=getattr(request, "rectify", True))
    except Busy as error:
        call.not_charged()
        raise ApiError(Code.REQUEST_LIMIT) from error
    except DeskError as error:
        if error.retryable:
            call.not_charged()
        raise ApiError(_code_of(error, served)) from error
    call.kind = result.kind.value
    answered = served.codec.encode_answer(served.answer(result, request))
    if call.client is not None and call.client.opens_cases:
        open_case(call.client, data, served.kind, call.request_id)
    return dict(answered)


def _picture(picture: Picture) -> bytes:
    if not picture.url:
        return picture.data
    try:
        return fetch(picture.url, _LARGEST_FILE)
    except TooLarge as error:
        raise ApiError(Code.FILE_TOO_LARGE) from error
    except CannotFetch as error:
        raise ApiError(Code.DOWNLOAD_ERROR) from error


def _code_of(error: DeskError, served: _Served) -> Code:
    """The code of the nearest of the error's classes that the action names."""
    return next((served.failures[kind] for kind in type(error).__mro__ if kind in served.failures), Code.OCR_FAILED)


def _listed(error: ApiError, action: Action) -> ApiError:
    """No action answers a business code that its own document does not list."""
    if error.code in COMMON_CODES or error.code in BUSINESS_CODES[action]:
        return error
    stand_in = Code.IMAGE_DECODE_FAILED if error.code is Code.EMPTY_IMAGE else Code.OCR_FAILED
    return ApiError(stand_in)
