"""One account's pooled connections to its vendor: bounded in time and size, straight to the endpoint, over TLS."""

from __future__ import annotations

import ipaddress
import ssl
import time
from typing import Final
from urllib.parse import urlsplit

import httpx

from kyc.documents.errors import EngineNotConfigured
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.vendor_errors import ACCOUNT, FAILED, FAILED_FOR_GOOD, Refused
from kyc.protocols.wire import WireAnswer, WireRequest

#: Bytes of an answer; the largest carries two crops of a card in Base64.
LARGEST_ANSWER: Final = 16 * 1024 * 1024
#: Connections kept open; a process inspects one document at a time, the administration tests beside it.
_MOST: Final = 4
_KEPT_SECONDS: Final = 60.0
#: ``identity``: what is unpacked has no bound of its own.
_HEADERS: Final = {"User-Agent": "kyc-desk", "Accept": "application/json", "Accept-Encoding": "identity"}


class Connection:
    """``send`` may be called from several threads. Proxies of the environment and redirects are not followed: a picture
    of a document goes to the endpoint that an administrator entered and nowhere else."""

    def __init__(self, access: CloudAccess) -> None:
        """
        Raises:
            EngineNotConfigured: the endpoint is not ``https://host``; ``http`` is for this machine itself.
        """
        self.host = checked_host(access)
        self._endpoint = access.endpoint.rstrip("/")
        self._seconds = access.answer_seconds
        self._client = httpx.Client(
            headers=_HEADERS,
            timeout=httpx.Timeout(access.answer_seconds, connect=access.connect_seconds),
            limits=httpx.Limits(max_connections=_MOST, max_keepalive_connections=_MOST, keepalive_expiry=_KEPT_SECONDS),
            trust_env=False,
            follow_redirects=False,
            verify=True,
        )

    def send(self, request: WireRequest) -> WireAnswer:
        """The answer, whatever its status; header names are in lower case.

        Raises:
            Refused: no whole answer came in time, or too large a one.
        """
        url = self._endpoint + request.path + (f"?{request.query}" if request.query else "")
        end = time.monotonic() + self._seconds
        try:
            with self._client.stream(
                request.method, url, headers=list(request.headers), content=request.body
            ) as answer:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return WireAnswer(answer.status_code, _body(answer, end), headers)
        except (httpx.LocalProtocolError, UnicodeError) as error:
            # Headers hold nothing but the account's values.
            raise Refused(ACCOUNT, "UNSENDABLE_ACCOUNT_VALUE") from error
        except httpx.TimeoutException as error:
            raise Refused(FAILED, "TIMEOUT") from error
        except httpx.TransportError as error:
            if _is_about_tls(error):
                raise Refused(FAILED_FOR_GOOD, "TLS") from error
            raise Refused(FAILED, "NO_CONNECTION") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refused(FAILED_FOR_GOOD, "HTTP") from error

    def close(self) -> None:
        self._client.close()


def checked_host(access: CloudAccess) -> str:
    """Host and port of the endpoint, as they stand in ``Host``.

    Raises:
        EngineNotConfigured: as ``Connection``.
    """
    try:
        parts = urlsplit(access.endpoint)
        port = parts.port
    except ValueError as error:
        raise EngineNotConfigured("endpoint", engine=access.name) from error
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not (parts.hostname and is_bare and is_safe):
        raise EngineNotConfigured("endpoint", engine=access.name)
    usual = {"https": 443, "http": 80}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if port in (None, usual) else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether ``host`` names this machine itself: ``localhost``, 127.0.0.0/8 or ::1."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _body(answer: httpx.Response, end: float) -> bytes:
    """Piece by piece as it comes: a server that sends a byte now and then outlives no deadline."""
    read = bytearray()
    for piece in answer.iter_raw():
        read += piece
        if len(read) > LARGEST_ANSWER:
            raise Refused(FAILED_FOR_GOOD, "ANSWER_TOO_LARGE")
        if time.monotonic() > end:
            raise Refused(FAILED, "TIMEOUT")
    return bytes(read)


def _is_about_tls(error: BaseException) -> bool:
    """Whether a certificate or its like is behind a failed connection, which no second try mends."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
