"""The gateway as Huawei Cloud: ``POST /v2/{project_id}/ocr/…`` with driver-license (seed 002), id-card and
vehicle-license, tokens and projects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from django.core import signing as django_signing
from django.utils.crypto import constant_time_compare

from kyc.accounts.clients import password_digest
from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import InspectionResult
from kyc.gateway.answering import ErrorForm, answered, nearest, refusals_as
from kyc.gateway.callers import check_keys, enabled_client
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, now
from kyc.gateway.fetching import CannotFetch, NoPlace, NotAllowed, TooLarge
from kyc.gateway.huawei_answers import driver_licence_answer, id_card_answer, vehicle_licence_answer
from kyc.gateway.limits import Busy, TooFast, rates
from kyc.gateway.recognising import Asked, read
from kyc.imaging import formats
from kyc.protocols.huawei import bodies, driver_licence, id_card, signing, tokens, vehicle_licence
from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.huawei.tokens import IamError
from kyc.protocols.wire import WireAnswer, WireRequest
from kyc.vault.services import digest

API: Final = "huawei"
#: Sign-ins a second that one account name may try.
SIGN_INS_PER_SECOND: Final = 3
#: Largest request with a signature, in bytes; and largest sign-in, which is read before anybody is known.
LARGEST_BODY: Final = 12 * 1024 * 1024
LARGEST_SIGN_IN: Final = 64 * 1024
REGION: Final = "cn-north-4"
TOKENS_PATH: Final = "/v3/auth/tokens"
PROJECTS_PATH: Final = "/v3/projects"
_OCR_PATH: Final = re.compile(r"/v2/([^/]+)/ocr/([a-z-]+)/?")
_SALT: Final = "kyc.gateway.huawei.token"
_LARGEST_FILE: Final = bodies.LARGEST_BASE64 // 4 * 3
_FORMATS: Final = frozenset({formats.JPEG, formats.PNG, formats.BMP, formats.TIFF})
_REFUSALS: Final[Mapping[type[Exception], Code]] = {
    TooFast: Code.TOO_FREQUENT,
    Busy: Code.TOO_MANY_AT_ONCE,
    NoPlace: Code.TOO_MANY_AT_ONCE,
    NotOpened: Code.NOT_SUBSCRIBED,
    Suspended: Code.NO_PERMISSION,
    QuotaUsedUp: Code.NO_PERMISSION,
    TooLarge: Code.IMAGE_SIZE,
    NotAllowed: Code.URL_NOT_ALLOWED,
    CannotFetch: Code.DOWNLOAD_FAILED,
    errors.UnsupportedFormat: Code.FORMAT,
    errors.FileTooLarge: Code.IMAGE_SIZE,
    errors.ImageTooLarge: Code.IMAGE_SIZE,
    errors.ImageTooSmall: Code.IMAGE_SIZE,
    errors.DecodeError: Code.FORMAT,
    errors.EngineUnavailable: Code.RECOGNITION_FAILED,
    errors.InspectionError: Code.NOT_SUPPORTED,
}


@dataclass(frozen=True, slots=True)
class _Served:
    """How an API is served. ``sides`` are the wire's names of a single side; any other leaves it open. The vendor
    publishes no rates: those of the like actions of Tencent Cloud are taken."""

    codec: Any
    kind: DocumentKind
    answer: Callable[[InspectionResult, Any], Any]
    sides: Mapping[str, Side]
    per_second: int
    #: What the same side of two documents in a picture of both sides is answered as.
    several_of_both: Code = Code.NOT_SUPPORTED


_LICENCE_SIDES: Final = {"front": Side.MAIN_PAGE, "back": Side.SUB_PAGE}
SERVED: Final[Mapping[str, _Served]] = {
    "driver-license": _Served(
        driver_licence, DocumentKind.CN_DRIVING_LICENCE, driver_licence_answer, _LICENCE_SIDES, per_second=10
    ),
    "id-card": _Served(
        id_card,
        DocumentKind.CN_ID_CARD,
        id_card_answer,
        {"front": Side.PORTRAIT_FACE, "back": Side.EMBLEM_FACE},
        per_second=20,
        several_of_both=Code.SAME_SIDE_TWICE,
    ),
    "vehicle-license": _Served(
        vehicle_licence, DocumentKind.CN_VEHICLE_LICENCE, vehicle_licence_answer, _LICENCE_SIDES, per_second=10
    ),
}


def serves(request: WireRequest) -> bool:
    path = request.path.rstrip("/")
    return path in (TOKENS_PATH, PROJECTS_PATH) or path.startswith("/v2/")


_FORM: Final = ErrorForm(
    error=ApiError,
    code=lambda error: error.code.value,
    encode=lambda error, call: bodies.encode_error(error),
    unforeseen=lambda: ApiError(Code.INTERNAL_ERROR),
    unavailable=lambda: ApiError(Code.UNAVAILABLE),
)
_IAM_FORM: Final = ErrorForm(
    error=IamError,
    code=lambda error: str(error.status.value),
    encode=lambda error, call: tokens.encode_error(error),
    unforeseen=lambda: IamError(HTTPStatus.INTERNAL_SERVER_ERROR, "An unexpected error prevented the server."),
    unavailable=lambda: IamError(HTTPStatus.SERVICE_UNAVAILABLE, "The service is currently unable to handle it."),
)


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    if request.path.rstrip("/") == TOKENS_PATH:
        call = Call(API, "tokens")
        return answered(call, _IAM_FORM, lambda: _signed_in(request, call))
    call = Call(API)
    serve = _projects if request.path.startswith(PROJECTS_PATH) else _ocr
    sent = answered(call, _FORM, lambda: serve(request, call))
    return WireAnswer(sent.status, sent.body, {**sent.headers, "X-Request-Id": call.request_id})


# --- who calls -----------------------------------------------------------------------------------------------------


def _signed_in(request: WireRequest, call: Call) -> WireAnswer:
    if request.method != "POST":
        raise IamError(HTTPStatus.NOT_FOUND, "The resource could not be found.")
    asked = _sign_in(request.body)
    try:
        rates.take(0, f"tokens:{digest(asked.domain, 'sign-in')}", SIGN_INS_PER_SECOND)
    except TooFast as error:
        raise IamError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests.") from error
    client = enabled_client(iam_domain=asked.domain, iam_user=asked.user)
    kept = client.iam_password if client else ""
    if client is None or not constant_time_compare(password_digest(asked.password), kept):
        raise IamError(HTTPStatus.UNAUTHORIZED, "The username or password is wrong.")
    call.client = client
    if asked.project and asked.project not in (REGION, client.project_id):
        raise IamError(HTTPStatus.UNAUTHORIZED, "The project does not exist.")
    return _token(client)


def _sign_in(body: bytes) -> tokens.TokenRequest:
    """
    Raises:
        IamError: 413; 400 for what is no sign-in, or one with characters that no name or password has.
    """
    if len(body) > LARGEST_SIGN_IN:
        raise IamError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.")
    asked = tokens.decode_token_request(body)
    if not all(_is_text(part) for part in (asked.domain, asked.user, asked.password, asked.project)):
        raise IamError(HTTPStatus.BAD_REQUEST, "The request body is invalid.")
    return asked


def _is_text(part: str) -> bool:
    """JSON can hold a NUL, which not every database takes, and half a surrogate pair, which has no bytes."""
    return "\x00" not in part and not any("\ud800" <= character <= "\udfff" for character in part)


def _token(client: ApiClient) -> WireAnswer:
    issued = datetime.fromtimestamp(now(), UTC)
    token = django_signing.dumps([client.pk, _version(client)], salt=_SALT, compress=False)
    holder = tokens.Holder(
        client.iam_user, client.secret_id[-32:], client.iam_domain, client.app_id, REGION, client.project_id
    )
    return tokens.encode_token(token, holder, issued, issued + timedelta(seconds=tokens.LIFETIME_SECONDS))


def _version(client: ApiClient) -> str:
    """Changes with the password, so that tokens end with it."""
    return digest(client.iam_password, "token version")[:16]


def _authenticated(request: WireRequest) -> ApiClient:
    token = request.header(tokens.AUTH_TOKEN)
    if token:
        return _by_token(token)
    if request.header("Authorization"):
        return _by_signature(request)
    raise ApiError(Code.NOT_AUTHENTICATED, "The token and the signature are missing.")


def _by_token(token: str) -> ApiClient:
    try:
        pk, version = django_signing.loads(token, salt=_SALT, max_age=tokens.LIFETIME_SECONDS)
    except django_signing.SignatureExpired as error:
        raise ApiError(Code.TOKEN_TO_RENEW) from error
    except (django_signing.BadSignature, ValueError, TypeError) as error:
        raise ApiError(Code.NOT_AUTHENTICATED, "The token cannot be read.") from error
    client = ApiClient.objects.filter(pk=pk, is_enabled=True).first()
    if client is None or not constant_time_compare(version, _version(client)):
        raise ApiError(Code.TOKEN_TO_RENEW)
    return client


def _by_signature(request: WireRequest) -> ApiClient:
    claim = signing.claim_of(request)
    client = enabled_client(secret_id=claim.access_key)
    if client is None:
        raise ApiError(Code.NOT_AUTHENTICATED, "The access key does not exist.")
    check_keys(client, lambda key: signing.verify(request, claim, key, now()), ApiError, Code.NOT_AUTHENTICATED)
    return client


def _projects(request: WireRequest, call: Call) -> WireAnswer:
    call.action = "projects"
    if request.method != "GET" or request.path.rstrip("/") != PROJECTS_PATH:
        raise ApiError(Code.NO_SUCH_API)
    call.client = client = _authenticated(request)
    names = parse_qs(request.query).get("name", [REGION])
    found = {client.project_id: REGION} if REGION in names else {}
    return tokens.encode_projects(found, client.app_id)


# --- what is read --------------------------------------------------------------------------------------------------


def _ocr(request: WireRequest, call: Call) -> WireAnswer:
    match = _OCR_PATH.fullmatch(request.path)
    if match is None or match[2] not in SERVED or request.method != "POST":
        raise ApiError(Code.NO_SUCH_API)
    call.action = match[2]
    if len(request.body) > LARGEST_BODY:
        raise ApiError(Code.BODY_TOO_LARGE)
    call.client = _authenticated(request)
    if unquote(match[1]) != call.client.project_id:
        raise ApiError(Code.NOT_ALLOWED)
    return _recognised(call, SERVED[call.action], request.body)


def _recognised(call: Call, served: _Served, body: bytes) -> WireAnswer:
    with refusals_as(call, partial(_refused, served)):
        call.admit(served.per_second)
    asked = served.codec.decode_request(body)
    wanted = Asked(
        asked.image,
        asked.url,
        served.kind,
        served.sides.get(asked.side.value),
        _FORMATS,
        _LARGEST_FILE,
        max_side=served.codec.LONGEST_SIDE,
    )
    with refusals_as(call, partial(_refused, served, is_double=asked.side.value == "double_side")):
        result = read(call, wanted)
    answer: WireAnswer = served.codec.encode_answer(served.answer(result, asked))
    return answer


def _refused(served: _Served, reason: Exception, *, is_double: bool = False) -> ApiError:
    if isinstance(reason, errors.SeveralDocumentsFound) and is_double:
        return ApiError(served.several_of_both)
    limit = f"policy user over ratelimit,limit:{served.per_second},time:1 second"
    return ApiError(nearest(reason, _REFUSALS, Code.RECOGNITION_FAILED), limit if isinstance(reason, TooFast) else "")
