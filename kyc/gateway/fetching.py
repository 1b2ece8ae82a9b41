"""Pictures from addresses that a client names, without letting it reach what only this machine can.

Every host is resolved here, every address it has must be public, and the connection goes to the address that was
checked (a second look-up could answer otherwise). Redirects are followed by hand, each checked like the first. The
answer is read as far as the limit and no further, within one deadline for everything: look-up, connection, and every
byte of every answer. Neither slow servers nor dead name servers take more than their share of threads.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import idna
from django.conf import settings

from kyc.gateway.deadline import DeadlineBackend
from kyc.gateway.limits import Busy
from kyc.gateway.places import Places

#: Seconds for the whole of it (seeds 000 and 004).
DEADLINE: Final = 3.0
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_URL: Final = 2048
_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
#: What Python does not know for special, or knows only in parts: set aside for protocols as a whole (RFC 6890), where a
#: cloud keeps its metadata; the former relays to 6to4 (RFC 7526); a cloud's host as its guests see it; documentation
#: (RFC 9637).
_SPECIAL: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")))
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
#: Letters that a path or a query may have as they are; a client has encoded what it means otherwise.
_SAFE: Final = "%/:?=&~+!$,;'@()*[]|"
#: Threads that may be fetching, of those that the web server has, and of one client.
fetches: Final = Places(8, 3)
#: Look-ups under way. One whose deadline is over cannot be stopped and keeps its place until the system gives it up.
lookups: Final = Places(16, 4)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


class CannotFetch(Exception):
    """The picture could not be had: no such host, refused, too slow, another status."""


class NotAllowed(CannotFetch):
    """An address that must not be reached, or one of another form."""


class TooLarge(CannotFetch):
    """More bytes than allowed."""


class NoPlace(CannotFetch, Busy):
    """As many fetch or look up names as may: the desk's own reason, for which nobody is charged."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to connect, and what to say there."""

    url: httpcore.URL
    host: str
    header: str


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who waits, until when, and how names become addresses."""

    client: Hashable
    end: float
    resolve: Resolve


def fetch(url: str, largest: int, *, client: Hashable = None, resolve: Resolve | None = None) -> bytes:
    """The bytes at ``url``, at most ``largest``. ``client`` is on whose behalf: one has not all places.

    Raises:
        NotAllowed, TooLarge, NoPlace, CannotFetch.
    """
    asker = _Asker(client, time.monotonic() + DEADLINE, resolve or _addresses)
    try:
        with fetches.one(client):
            return _followed(url, largest, asker)
    except Busy as error:
        raise NoPlace("no place") from error


def _followed(url: str, largest: int, asker: _Asker) -> bytes:
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _read(_checked(url, asker), largest, asker.end)
        if isinstance(answer, bytes):
            return answer
        url = _joined(url, answer.location)
    raise CannotFetch("too many redirects")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise CannotFetch("no address") from error


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    location: str


def _read(target: _Target, largest: int, end: float) -> bytes | _Elsewhere:
    headers: dict[str | bytes, str | bytes] = {
        "Host": target.header,
        "Accept": "image/*,*/*;q=0.5",
        "Accept-Encoding": "identity",
        "User-Agent": "kyc-desk",
    }
    extensions = {"sni_hostname": target.host}
    # Without a pool of the library's own that would know proxies: they would resolve the host anew.
    pool = httpcore.ConnectionPool(_certificates(), network_backend=DeadlineBackend(end))
    try:
        with pool, pool.stream("GET", target.url, headers=headers, extensions=extensions) as answer:
            fields = {name.lower(): value.decode("utf-8", "replace") for name, value in answer.headers}
            if answer.status in _REDIRECTS and b"location" in fields:
                return _Elsewhere(fields[b"location"])
            if answer.status != 200:
                raise CannotFetch(f"status {answer.status}")
            return _body(answer, fields.get(b"content-length", ""), largest)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, ValueError) as error:
        raise CannotFetch(type(error).__name__) from error


@cache
def _certificates() -> SSLContext:
    return httpcore.default_ssl_context()


def _body(answer: httpcore.Response, stated: str, largest: int) -> bytes:
    if stated.isdigit() and int(stated) > largest:
        raise TooLarge
    read = bytearray()
    # As they come: unpacking is not bounded.
    for chunk in answer.iter_stream():
        read += chunk
        if len(read) > largest:
            raise TooLarge
    return bytes(read)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise CannotFetch("deadline")
    return left


def _checked(url: str, asker: _Asker) -> _Target:
    """``url`` with its host replaced by an address that was looked at."""
    if len(url) > _LONGEST_URL or _CONTROL.search(url):
        raise NotAllowed("form")
    try:
        parts = urlsplit(url)
        host, port = _ascii(parts.hostname or ""), parts.port
        path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    except ValueError as error:
        raise NotAllowed("no address") from error
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _NAME.fullmatch(host):
        raise NotAllowed("form")
    is_trusted = host in settings.FETCH_ALLOWED_HOSTS
    default = _PORTS[parts.scheme]
    if not is_trusted and port not in (None, default):
        raise NotAllowed("port")
    address = _public_address(host, port or default, asker, is_trusted=is_trusted)
    named = f"[{host}]" if ":" in host else host
    header = named if port in (None, default) else f"{named}:{port}"
    pinned = httpcore.URL(scheme=parts.scheme, host=str(address), port=port or default, target=path)
    return _Target(pinned, host, header)


def _ascii(host: str) -> str:
    """A host's name as name servers know it.

    Raises:
        ValueError: no name.
    """
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _public_address(host: str, port: int, asker: _Asker, *, is_trusted: bool) -> Address:
    """The first of the host's addresses, if every one of them may be reached: a host with one public and one private
    address is refused, not tried."""
    try:
        found = _looked_up(host, port, asker).result(timeout=_left(asker.end))
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    except (OSError, ValueError, Late) as error:
        raise CannotFetch("no such host") from error
    if not addresses:
        raise CannotFetch("no such host")
    if not is_trusted and not all(is_public(address) for address in addresses):
        raise NotAllowed("not public")
    return addresses[0]


def _looked_up(host: str, port: int, asker: _Asker) -> Future[Sequence[str]]:
    """A look-up in a thread of its own, which none waits for longer than it may and which none queues behind.

    Raises:
        Busy: too many are under way.
    """
    found: Future[Sequence[str]] = Future()

    def look_up() -> None:
        try:
            found.set_result(asker.resolve(host, port))
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            found.set_exception(error)
        finally:
            lookups.give_back(asker.client)

    lookups.take(asker.client)
    threading.Thread(target=look_up, name="resolve", daemon=True).start()
    return found


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also where an IPv6 address only wraps an IPv4 one."""
    wrapped = _wrapped(address)
    if wrapped is not None:
        return is_public(wrapped)
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return address.is_global and not any(address in network for network in _SPECIAL)


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _addresses(host: str, port: int) -> list[str]:
    """As the system resolves, which also reads ``2130706433`` and ``0177.1`` as the addresses they are."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
