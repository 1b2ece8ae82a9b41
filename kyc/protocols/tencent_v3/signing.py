"""Signatures of Tencent Cloud API 3.0: TC3-HMAC-SHA256, and v1 with HmacSHA1 or HmacSHA256.

Source: the vendor's public signature documents and requests captured from its SDK (tests/protocols/captures). What a
signature does not cover can be changed on the way: TC3 as the SDK makes it covers method, query, ``Content-Type``,
``Host`` and the body, but neither ``X-TC-Action`` nor ``X-TC-Region`` nor ``X-TC-Version`` nor any other header that
``SignedHeaders`` does not name; ``X-TC-Timestamp`` it covers by being part of what is signed. With
``X-TC-Content-SHA256: UNSIGNED-PAYLOAD`` the body is not covered either. v1 covers the method, the host and one text of
all parameters joined without encoding, but no header; where one parameter ends and the next begins is not covered:
``A="1&B=2"`` and ``A="1", B="2"`` are signed alike, and so are ``A_B`` and ``A.B``. Neither knows a nonce that is kept,
so a request can be repeated as it is within the skew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.wire import WireRequest

#: Seconds by which a request's time may differ from the server's.
SKEW: Final = 300
SERVICE: Final = "ocr"
#: What a client signs as its host when it reaches the API through another address (the SDK's ``apigw_endpoint``).
API_HOST: Final = "ocr.tencentcloudapi.com"
UNSIGNED_PAYLOAD: Final = "UNSIGNED-PAYLOAD"
_ALGORITHM: Final = "TC3-HMAC-SHA256"
_TERMINATOR: Final = "tc3_request"
#: Signed in every request; other headers may be signed besides.
_ALWAYS_SIGNED: Final = ("content-type", "host")
_AUTHORIZATION: Final = re.compile(
    r"TC3-HMAC-SHA256\s+Credential=(?P<id>[^/,\s]+)/(?P<date>\d{4}-\d{2}-\d{2})/(?P<service>[a-z0-9]+)/tc3_request,\s*"
    r"SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})\s*"
)


class Scheme(StrEnum):
    TC3 = "TC3-HMAC-SHA256"
    V1_SHA1 = "HmacSHA1"
    V1_SHA256 = "HmacSHA256"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a request says it comes from, and the signature that is to prove it."""

    scheme: Scheme
    secret_id: str
    timestamp: int
    signature: str
    signed_headers: tuple[str, ...] = ()
    date: str = ""


def claim_of(request: WireRequest, parameters: Mapping[str, str]) -> Claim:
    """The claim of a TC3 request by its header, of a v1 request by ``parameters`` (query or form, decoded).

    Raises:
        ApiError: AuthFailure.InvalidAuthorization for a header of another form, MissingParameter for an absent part.
    """
    authorization = request.header("Authorization")
    if authorization or "Signature" not in parameters:
        return _tc3_claim(request, authorization)
    return _v1_claim(parameters)


def verify(request: WireRequest, parameters: Mapping[str, str], claim: Claim, secret_key: str, now: float) -> None:
    """Hold the signature against the key, in constant time, and the request's time against ``now`` (Unix seconds).

    Raises:
        ApiError: AuthFailure.SignatureExpire, AuthFailure.SignatureFailure.
    """
    if claim.scheme is Scheme.TC3:
        expected = _tc3_signatures(request, claim, secret_key)
    else:
        expected = (_v1_signature(request, parameters, claim.scheme, secret_key),)
    matches = [hmac.compare_digest(one.encode(), claim.signature.encode()) for one in expected]
    if not any(matches):
        raise ApiError(Code.SIGNATURE_FAILURE)
    if abs(now - claim.timestamp) > SKEW:
        raise ApiError(Code.SIGNATURE_EXPIRE)


def signed(request: WireRequest, secret_id: str, secret_key: str, timestamp: int) -> WireRequest:
    """``request`` with the headers of TC3-HMAC-SHA256, as the vendor's SDK signs: ``content-type;host``."""
    request = request.with_headers({"X-TC-Timestamp": str(timestamp)})
    claim = Claim(Scheme.TC3, secret_id, timestamp, "", _ALWAYS_SIGNED, _utc_date(timestamp))
    signature = _tc3_signatures(request, claim, secret_key)[0]
    scope = f"{secret_id}/{claim.date}/{SERVICE}/{_TERMINATOR}"
    names = ";".join(_ALWAYS_SIGNED)
    return request.with_headers(
        {"Authorization": f"{_ALGORITHM} Credential={scope}, SignedHeaders={names}, Signature={signature}"}
    )


def _tc3_claim(request: WireRequest, authorization: str) -> Claim:
    match = _AUTHORIZATION.fullmatch(authorization)
    if match is None or match["service"] != SERVICE:
        raise ApiError(Code.INVALID_AUTHORIZATION)
    names = tuple(match["headers"].lower().split(";"))
    if not set(_ALWAYS_SIGNED) <= set(names):
        raise ApiError(Code.INVALID_AUTHORIZATION)
    timestamp = _whole_number(request.header("X-TC-Timestamp"), "X-TC-Timestamp")
    return Claim(Scheme.TC3, match["id"], timestamp, match["signature"], names, match["date"])


def _v1_claim(parameters: Mapping[str, str]) -> Claim:
    for name in ("SecretId", "Timestamp", "Nonce"):
        if not parameters.get(name):
            raise ApiError(Code.MISSING_PARAMETER, name)
    _whole_number(parameters["Nonce"], "Nonce")
    # Whatever else is written there is verified as HmacSHA1, as the vendor does.
    scheme = Scheme.V1_SHA256 if parameters.get("SignatureMethod") == Scheme.V1_SHA256 else Scheme.V1_SHA1
    timestamp = _whole_number(parameters["Timestamp"], "Timestamp")
    return Claim(scheme, parameters["SecretId"], timestamp, parameters["Signature"])


def _whole_number(text: str, name: str) -> int:
    if not text:
        raise ApiError(Code.MISSING_PARAMETER, name)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise ApiError(Code.INVALID_PARAMETER, name)
    return int(text)


def _tc3_signatures(request: WireRequest, claim: Claim, secret_key: str) -> tuple[str, ...]:
    """What the request as it came may have been signed with, most likely first; nothing for a credential's date that
    is not the timestamp's own (UTC)."""
    if claim.date != _utc_date(claim.timestamp):
        return ()
    key = ("TC3" + secret_key).encode()
    for part in (claim.date, SERVICE, _TERMINATOR):
        key = _hmac(key, part)
    scope = f"{claim.date}/{SERVICE}/{_TERMINATOR}"
    payload = _payload_hash(request)
    canonical = (_canonical(request, values, payload) for values in _header_values(request, claim.signed_headers))
    texts = (f"{_ALGORITHM}\n{claim.timestamp}\n{scope}\n{_sha256(text.encode())}" for text in canonical)
    return tuple(hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for text in texts)


def _header_values(request: WireRequest, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The signed headers as they came; lower-cased, which the vendor's text asks for and its SDK does not do; and with
    the API's own host."""
    values = {name: request.header(name).strip() for name in sorted(names)}
    yield values
    yield {name: value.lower() for name, value in values.items()}
    yield values | {"host": API_HOST}


def _canonical(request: WireRequest, values: Mapping[str, str], payload: str) -> str:
    headers = "".join(f"{name}:{value}\n" for name, value in values.items())
    query = request.query if request.method == "GET" else ""
    return f"{request.method}\n/\n{query}\n{headers}\n{';'.join(values)}\n{payload}"


def _payload_hash(request: WireRequest) -> str:
    if request.header("X-TC-Content-SHA256") == UNSIGNED_PAYLOAD:
        return _sha256(UNSIGNED_PAYLOAD.encode())
    return _sha256(b"" if request.method == "GET" else request.body)


def _v1_signature(request: WireRequest, parameters: Mapping[str, str], scheme: Scheme, secret_key: str) -> str:
    """Base64 of the HMAC over method, host with port and the parameters, sorted and not percent-encoded; an underscore
    in a name stands as a full stop."""
    named = {name.replace("_", "."): value for name, value in parameters.items() if name != "Signature"}
    joined = "&".join(f"{name}={named[name]}" for name in sorted(named))
    text = f"{request.method}{request.header('Host')}/?{joined}"
    digest = hashlib.sha256 if scheme is Scheme.V1_SHA256 else hashlib.sha1
    return base64.b64encode(hmac.new(secret_key.encode(), text.encode(), digest).digest()).decode()


def _utc_date(timestamp: int) -> str:
    try:
        return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        return ""


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
