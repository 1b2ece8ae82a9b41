"""Signatures with AK and SK: ``SDK-HMAC-SHA256``, and ``V11-HMAC-SHA256`` with a key derived for one day and region.

Source: the vendor's public text on signing and requests captured from its SDK (tests/protocols/captures). Both cover
method, path (with or without a slash at its end, encoded or not), query (its parameters in any order), the headers
named in ``SignedHeaders`` (the SDK signs ``User-Agent`` and ``Host`` among them) and the body. What they do not cover
can be changed on the way: headers that are not named there, any transport header, and, with ``X-Sdk-Content-Sha256:
UNSIGNED-PAYLOAD``, the body. Whoever signs must have chosen that: the word itself is part of what is signed. No nonce
is kept, so a request can be repeated as it is within the skew. The SDK's other schemes (SM3, ECDSA, SM2) are not
accepted here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote, unquote

from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.wire import WireRequest

#: Seconds by which a request's time may differ from the server's.
SKEW: Final = 900
UNSIGNED_PAYLOAD: Final = "UNSIGNED-PAYLOAD"
SERVICE: Final = "ocr"
_TIME: Final = "%Y%m%dT%H%M%SZ"
_SIGNED: Final = r"SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})\s*"
_PLAIN: Final = re.compile(rf"SDK-HMAC-SHA256\s+Access=(?P<access>[^,\s]+),\s*{_SIGNED}")
_REGION: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DERIVED: Final = re.compile(
    rf"V11-HMAC-SHA256\s+Credential=(?P<access>[^,/\s]+)/(?P<info>\d{{8}}/[^,/\s]+/[^,/\s]+),\s*{_SIGNED}"
)


class Scheme(StrEnum):
    PLAIN = "SDK-HMAC-SHA256"
    DERIVED = "V11-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a request says it comes from. ``info`` is day, region and service of a derived key; empty without one."""

    scheme: Scheme
    access_key: str
    date: str
    signature: str
    signed_headers: tuple[str, ...]
    info: str = ""


def claim_of(request: WireRequest) -> Claim:
    """
    Raises:
        ApiError: NOT_AUTHENTICATED for another scheme, another form, or a header that must be signed and is not.
    """
    authorization = request.header("Authorization")
    plain, derived = _PLAIN.fullmatch(authorization), _DERIVED.fullmatch(authorization)
    match = plain or derived
    if match is None:
        raise ApiError(Code.NOT_AUTHENTICATED, "The Authorization header has no supported form.")
    names = tuple(match["headers"].lower().split(";"))
    if not {"host", "x-sdk-date"} <= set(names):
        raise ApiError(Code.NOT_AUTHENTICATED, "Host and X-Sdk-Date must be signed.")
    info = derived["info"] if derived else ""
    date = request.header("X-Sdk-Date")
    if derived and not _fits(info, date):
        raise ApiError(Code.NOT_AUTHENTICATED, "The credential's day or service is another than the request's.")
    scheme = Scheme.DERIVED if derived else Scheme.PLAIN
    return Claim(scheme, match["access"], date, match["signature"], names, info)


def _fits(info: str, date: str) -> bool:
    """Whether a derived key is for the request's day and this service; of regions the form alone is known here."""
    day, region, service = info.split("/")
    return day == date[:8] and service == SERVICE and _REGION.fullmatch(region) is not None


def verify(request: WireRequest, claim: Claim, secret_key: str, now: float) -> None:
    """Hold the signature against the key, in constant time, and the request's time against ``now`` (Unix seconds).

    Raises:
        ApiError: NOT_AUTHENTICATED.
    """
    expected = [_signature(text, claim, secret_key) for text in _canonical_requests(request, claim)]
    matches = [hmac.compare_digest(one.encode(), claim.signature.encode()) for one in expected]
    if not any(matches):
        raise ApiError(Code.NOT_AUTHENTICATED, "The signature does not match.")
    if abs(now - _seconds(claim.date)) > SKEW:
        raise ApiError(Code.NOT_AUTHENTICATED, "X-Sdk-Date is too far from the server's time.")


def signed(request: WireRequest, access_key: str, secret_key: str, now: float) -> WireRequest:
    """``request`` with the headers of SDK-HMAC-SHA256; every header it has already is signed, as the SDK does."""
    date = datetime.fromtimestamp(now, UTC).strftime(_TIME)
    request = request.with_headers({"X-Sdk-Date": date})
    names = tuple(sorted(name.lower() for name, _ in request.headers))
    claim = Claim(Scheme.PLAIN, access_key, date, "", names)
    signature = _signature(next(_canonical_requests(request, claim)), claim, secret_key)
    return request.with_headers(
        {"Authorization": f"{Scheme.PLAIN} Access={access_key}, SignedHeaders={';'.join(names)}, Signature={signature}"}
    )


def _signature(canonical: str, claim: Claim, secret_key: str) -> str:
    parts = [claim.scheme.value, claim.date, *([claim.info] if claim.info else []), _sha256(canonical.encode())]
    key = _derived_key(claim, secret_key) if claim.scheme is Scheme.DERIVED else secret_key
    return hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _derived_key(claim: Claim, secret_key: str) -> str:
    """HKDF (RFC 5869) with SHA-256 to one block, in hexadecimal."""
    drawn = hmac.new(claim.access_key.encode(), secret_key.encode(), hashlib.sha256).digest()
    return hmac.new(drawn, claim.info.encode() + b"\x01", hashlib.sha256).hexdigest()


def _canonical_requests(request: WireRequest, claim: Claim) -> Iterator[str]:
    """The SDK signs a path with a slash at its end, whether or not it sends one; other clients sign what they send."""
    path = "/".join(quote(unquote(segment), safe="~") for segment in request.path.split("/"))
    with_slash = path if path.endswith("/") else path + "/"
    for candidate in dict.fromkeys((with_slash, path)):
        yield _canonical(request, candidate, claim.signed_headers)


def _canonical(request: WireRequest, path: str, names: tuple[str, ...]) -> str:
    headers = "".join(f"{name}:{request.header(name).strip()}\n" for name in sorted(names))
    return "\n".join([request.method, path, _query(request.query), headers, ";".join(sorted(names)), _payload(request)])


def _query(query: str) -> str:
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def _payload(request: WireRequest) -> str:
    if request.header("X-Sdk-Content-Sha256") == UNSIGNED_PAYLOAD:
        return UNSIGNED_PAYLOAD
    return _sha256(request.body)


def _seconds(date: str) -> float:
    try:
        return datetime.strptime(date, _TIME).replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise ApiError(Code.NOT_AUTHENTICATED, "X-Sdk-Date has no supported form.") from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
