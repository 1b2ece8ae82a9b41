"""The signature of the older API: an ``Authorization`` header that carries its own plain text.

Source: the vendor's public text on authentication and captured requests (tests/protocols/captures). The header is
Base64 of an HMAC-SHA1 followed by the plain text it was made of (``a=<appid>&b=<bucket>&k=<SecretId>&e=<expires>
&t=<now>&r=<random>&u=0&f=<file>``). Clients write the parts in different orders and leave some out, so it is parsed and
never rebuilt. It covers nothing of the request itself: whoever has a signature can send any picture with it until it
expires.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from kyc.protocols.tencent_legacy.errors import ApiError, Code

_DIGEST_BYTES: Final = 20
#: A signature for several uses may last this long (90 days), in seconds.
LONGEST: Final = 90 * 24 * 3600
#: One for a single use is made for one request. The vendor states no span; after this one (a day, in seconds) it is
#: refused, so that the used ones need not be kept for ever.
LONGEST_SINGLE_USE: Final = 24 * 3600
#: Clocks differ; a signature made this far in the future (seconds) is still taken.
SKEW: Final = 300
_LONGEST_HEADER: Final = 2048


@dataclass(frozen=True, slots=True)
class Claim:
    """What a signature says. ``expires`` is 0 for one that serves a single use; ``file`` names what it is bound to."""

    app_id: str
    bucket: str
    secret_id: str
    expires: float
    made_at: float
    file: str
    digest: bytes
    plain: bytes

    @property
    def is_single_use(self) -> bool:
        return self.expires == 0


def claim_of(authorization: str) -> Claim:
    """
    Raises:
        ApiError: NO_SIGNATURE for an empty header, BAD_SIGNATURE_STRING for one that cannot be read.
    """
    if not authorization.strip():
        raise ApiError(Code.NO_SIGNATURE)
    decoded = _decoded(authorization.strip())
    digest, plain = decoded[:_DIGEST_BYTES], decoded[_DIGEST_BYTES:]
    parts = _parts(plain)
    if not parts.get("a") or not parts.get("k") or "e" not in parts or "t" not in parts:
        raise ApiError(Code.BAD_SIGNATURE_STRING)
    return Claim(
        app_id=parts["a"],
        bucket=parts.get("b", ""),
        secret_id=parts["k"],
        expires=_seconds(parts["e"]),
        made_at=_seconds(parts["t"]),
        file=parts.get("f", ""),
        digest=digest,
        plain=plain,
    )


def verify(claim: Claim, secret_key: str, now: float) -> None:
    """Hold the signature against the key, in constant time, and its span against ``now`` (Unix seconds).

    Raises:
        ApiError: SIGNATURE_FAILURE, SIGNATURE_EXPIRED; BAD_SIGNATURE_STRING for a span that is none.
    """
    expected = hmac.new(secret_key.encode(), claim.plain, hashlib.sha1).digest()
    if not hmac.compare_digest(expected, claim.digest):
        raise ApiError(Code.SIGNATURE_FAILURE)
    if claim.made_at > now + SKEW:
        raise ApiError(Code.SIGNATURE_EXPIRED)
    if claim.is_single_use:
        if claim.made_at < now - LONGEST_SINGLE_USE:
            raise ApiError(Code.SIGNATURE_EXPIRED)
        return
    if not claim.made_at < claim.expires <= claim.made_at + LONGEST:
        raise ApiError(Code.BAD_SIGNATURE_STRING)
    if claim.expires < now:
        raise ApiError(Code.SIGNATURE_EXPIRED)


def signature(app_id: str, bucket: str, secret_id: str, secret_key: str, *, now: int, expires: int, random: int) -> str:
    """The header's value for several uses until ``expires`` (Unix seconds); ``random`` has at most ten digits."""
    plain = f"a={app_id}&b={bucket}&k={secret_id}&e={expires}&t={now}&r={random}&u=0&f=".encode()
    digest = hmac.new(secret_key.encode(), plain, hashlib.sha1).digest()
    return base64.b64encode(digest + plain).decode("ascii")


def _decoded(authorization: str) -> bytes:
    try:
        decoded = base64.b64decode(authorization[:_LONGEST_HEADER], validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(Code.BAD_SIGNATURE_STRING) from error
    if len(decoded) <= _DIGEST_BYTES:
        raise ApiError(Code.BAD_SIGNATURE_STRING)
    return decoded


def _parts(plain: bytes) -> dict[str, str]:
    try:
        pairs = (part.partition("=") for part in plain.decode("ascii").split("&"))
    except UnicodeDecodeError as error:
        raise ApiError(Code.BAD_SIGNATURE_STRING) from error
    return {name: value for name, _, value in pairs}


def _seconds(text: str) -> float:
    """Some clients write fractions of a second."""
    whole, _, fraction = text.partition(".")
    if not (whole.isdigit() and len(whole) <= 12 and (fraction.isdigit() or not fraction)):
        raise ApiError(Code.BAD_SIGNATURE_STRING)
    return float(text)
