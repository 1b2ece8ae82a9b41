"""The gateway as Huawei Cloud: ``POST /v2/{project_id}/ocr/driver-license`` (seed 002), tokens and projects."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, unquote

from django.core import signing as django_signing
from django.utils.crypto import constant_time_compare

from kyc.accounts.clients import password_digest, secret_keys
from kyc.accounts.models import ApiClient
from kyc.documents import errors
from kyc.documents.errors import DeskError
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended, enabled_client, now
from kyc.gateway.cases import open_case
from kyc.gateway.fetching import CannotFetch, NotAllowed, TooLarge, fetch
from kyc.gateway.limits import Busy, TooFast, rates
from kyc.gateway.recognising import recognise
from kyc.gateway.sides import SideValues
from kyc.imaging import formats
from kyc.protocols.huawei import bodies, driver_licence, signing, tokens
from kyc.protocols.huawei.driver_licence import Answer, PageSide, Request
from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.huawei.tokens import IamError
from kyc.protocols.wire import WireAnswer, WireRequest
from kyc.vault.services import digest

logger = logging.getLogger(__name__)
API: Final = "huawei"
ACTION: Final = "driver-license"
#: The vendor publishes no figure; that of the like action of Tencent Cloud is taken.
REQUESTS_PER_SECOND: Final = 10
#: Sign-ins a second that one account name may try.
SIGN_INS_PER_SECOND: Final = 3
#: Largest request with a signature, in bytes.
LARGEST_BODY: Final = 12 * 1024 * 1024
REGION: Final = "cn-north-4"
TOKENS_PATH: Final = "/v3/auth/tokens"
PROJECTS_PATH: Final = "/v3/projects"
_LICENCE_PATH: Final = re.compile(r"/v2/([^/]+)/ocr/driver-license/?")
_SALT: Final = "kyc.gateway.huawei.token"
_LARGEST_FILE: Final = bodies.LARGEST_BASE64 // 4 * 3
_FORMATS: Final = frozenset({formats.JPEG, formats.PNG, formats.BMP, formats.TIFF})
_SIDES: Final = {PageSide.FRONT: Side.MAIN_PAGE, PageSide.BACK: Side.SUB_PAGE}
_FAILURES: Final[Mapping[type[DeskError], Code]] = {
    errors.UnsupportedFormat: Code.FORMAT,
    errors.FileTooLarge: Code.IMAGE_SIZE,
    errors.ImageTooLarge: Code.IMAGE_SIZE,
    errors.ImageTooSmall: Code.IMAGE_SIZE,
    errors.DecodeError: Code.FORMAT,
    errors.EngineUnavailable: Code.RECOGNITION_FAILED,
    errors.InspectionError: Code.NOT_SUPPORTED,
}


def serves(request: WireRequest) -> bool:
    path = request.path.rstrip("/")
    return path in (TOKENS_PATH, PROJECTS_PATH) or path.startswith("/v2/")


def answer(request: WireRequest) -> WireAnswer:
    """Never raises: what went wrong is an answer of the vendor's error form."""
    if request.path.rstrip("/") == TOKENS_PATH:
        return _token(request)
    call = Call(API, ACTION)
    try:
        answered = _projects(request, call) if request.path.startswith(PROJECTS_PATH) else _licence(request, call)
    except ApiError as error:
        call.finish(error.code.value)
        return _with_id(bodies.encode_error(error), call)
    except Exception:
        logger.exception("call %s failed", call.request_id)
        call.not_charged()
        call.finish(Code.INTERNAL_ERROR.value)
        return _with_id(bodies.encode_error(ApiError(Code.INTERNAL_ERROR)), call)
    call.finish("")
    return _with_id(answered, call)


def _with_id(answered: WireAnswer, call: Call) -> WireAnswer:
    return WireAnswer(answered.status, answered.body, {**answered.headers, "X-Request-Id": call.request_id})


# --- who calls -----------------------------------------------------------------------------------------------------


def _token(request: WireRequest) -> WireAnswer:
    call = Call(API, "tokens")
    try:
        answered = _signed_in(request, call)
    except IamError as error:
        call.finish(str(error.status.value))
        return tokens.encode_error(error)
    call.finish("")
    return answered


def _signed_in(request: WireRequest, call: Call) -> WireAnswer:
    if request.method != "POST":
        raise IamError(HTTPStatus.NOT_FOUND, "The resource could not be found.")
    asked = tokens.decode_token_request(request.body)
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
    refused: ApiError | None = None
    for key in secret_keys(client):
        try:
            signing.verify(request, claim, key, now())
        except ApiError as error:
            refused = refused or error
        else:
            return client
    raise refused or ApiError(Code.NOT_AUTHENTICATED)


def _projects(request: WireRequest, call: Call) -> WireAnswer:
    call.action = "projects"
    if request.method != "GET" or request.path.rstrip("/") != PROJECTS_PATH:
        raise ApiError(Code.NO_SUCH_API)
    call.client = client = _authenticated(request)
    names = parse_qs(request.query).get("name", [REGION])
    found = {client.project_id: REGION} if REGION in names else {}
    return tokens.encode_projects(found, client.app_id)


# --- what is read --------------------------------------------------------------------------------------------------


def _licence(request: WireRequest, call: Call) -> WireAnswer:
    match = _LICENCE_PATH.fullmatch(request.path)
    if match is None or request.method != "POST":
        raise ApiError(Code.NO_SUCH_API)
    if len(request.body) > LARGEST_BODY:
        raise ApiError(Code.BODY_TOO_LARGE)
    call.client = client = _authenticated(request)
    if unquote(match[1]) != client.project_id:
        raise ApiError(Code.NOT_ALLOWED)
    _admit(call)
    asked = driver_licence.decode_request(request.body)
    return driver_licence.encode_answer(_recognised(call, client, asked))


def _admit(call: Call) -> None:
    try:
        call.admit(REQUESTS_PER_SECOND)
    except TooFast as error:
        raise ApiError(
            Code.TOO_FREQUENT, f"policy user over ratelimit,limit:{REQUESTS_PER_SECOND},time:1 second"
        ) from error
    except NotOpened as error:
        raise ApiError(Code.NOT_SUBSCRIBED) from error
    except (Suspended, QuotaUsedUp) as error:
        raise ApiError(Code.NO_PERMISSION) from error


def _recognised(call: Call, client: ApiClient, asked: Request) -> Answer:
    data = _picture(asked)
    kind = DocumentKind.CN_DRIVING_LICENCE
    try:
        if formats.sniff(data) not in _FORMATS:
            raise errors.UnsupportedFormat
        result = recognise(data, kind, _SIDES[asked.side], max_side=driver_licence.LONGEST_SIDE)
    except Busy as error:
        call.not_charged()
        raise ApiError(Code.TOO_MANY_AT_ONCE) from error
    except DeskError as error:
        if error.retryable:
            call.not_charged()
        raise ApiError(next(_FAILURES[known] for known in type(error).__mro__ if known in _FAILURES)) from error
    call.kind = result.kind.value
    if client.opens_cases:
        open_case(client, data, kind, call.request_id)
    return _answer(SideValues(result, _SIDES[asked.side]), asked)


def _picture(asked: Request) -> bytes:
    if not asked.url:
        return asked.image
    try:
        return fetch(asked.url, _LARGEST_FILE)
    except TooLarge as error:
        raise ApiError(Code.IMAGE_SIZE) from error
    except NotAllowed as error:
        raise ApiError(Code.URL_NOT_ALLOWED) from error
    except CannotFetch as error:
        raise ApiError(Code.DOWNLOAD_FAILED) from error


def _answer(page: SideValues, asked: Request) -> Answer:
    if asked.side is PageSide.BACK:
        return Answer(
            side=PageSide.BACK,
            number=page.raw(FieldName.LICENCE_NUMBER),
            name=page.value(FieldName.NAME),
            file_number=page.value(FieldName.ARCHIVE_NUMBER),
            record=page.value(FieldName.RECORD),
        )
    return Answer(
        number=page.raw(FieldName.LICENCE_NUMBER),
        name=page.value(FieldName.NAME),
        sex=page.value(FieldName.SEX),
        nationality=page.value(FieldName.NATIONALITY),
        address=page.value(FieldName.ADDRESS),
        birth=page.value(FieldName.BIRTH_DATE),
        issue_date=page.value(FieldName.FIRST_ISSUE_DATE),
        licence_class=page.value(FieldName.LICENCE_CLASS),
        valid_from=page.value(FieldName.VALID_FROM),
        valid_to=page.value(FieldName.VALID_TO),
        issuing_authority=page.value(FieldName.ISSUING_AUTHORITY) if asked.return_issuing_authority else None,
    )
