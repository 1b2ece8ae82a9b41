"""Pictures from addresses that a client names, without letting it reach what only this machine can.

Every host is resolved here, every address it has must be public, and the connection goes to the address that was
checked (a second look-up could answer otherwise). Redirects are followed by hand, each checked like the first. The
answer is read as far as the limit and no further, within one deadline for everything.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

#: Seconds for the whole of it (seeds 000 and 004).
DEADLINE: Final = 3.0
_MOST_REDIRECTS: Final = 3
_LONGEST_URL: Final = 2048
_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
#: Set aside for protocols as a whole (RFC 6890), of which Python knows the parts that are in use; a cloud keeps its
#: metadata there.
_PROTOCOLS: Final = ipaddress.ip_network("192.0.0.0/24")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
_resolvers: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")


class CannotFetch(Exception):
    """The picture could not be had: no such host, refused, too slow, another status."""


class NotAllowed(CannotFetch):
    """An address that must not be reached, or one of another form."""


class TooLarge(CannotFetch):
    """More bytes than allowed."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to connect, and what to say there."""

    url: str
    host: str
    header: str
    scheme: str


def fetch(url: str, largest: int, *, resolve: Resolve | None = None) -> bytes:
    """The bytes at ``url``, at most ``largest``.

    Raises:
        NotAllowed, TooLarge, CannotFetch.
    """
    end = time.monotonic() + DEADLINE
    for _ in range(_MOST_REDIRECTS + 1):
        target = _checked(url, resolve or _addresses, end)
        answer = _read(target, largest, end)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer.location)
    raise CannotFetch("too many redirects")


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    location: str


def _read(target: _Target, largest: int, end: float) -> bytes | _Elsewhere:
    extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
    headers = {
        "Host": target.header,
        "Accept": "image/*,*/*;q=0.5",
        "Accept-Encoding": "identity",
        "User-Agent": "kyc-desk",
    }
    # The environment may name a proxy, which would resolve the host anew.
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=_left(end)) as client:
        try:
            with client.stream("GET", target.url, headers=headers, extensions=extensions) as answer:
                if answer.is_redirect:
                    return _Elsewhere(answer.headers.get("location", ""))
                if answer.status_code != httpx.codes.OK:
                    raise CannotFetch(f"status {answer.status_code}")
                return _body(answer, largest, end)
        except httpx.HTTPError as error:
            raise CannotFetch(type(error).__name__) from error


def _body(answer: httpx.Response, largest: int, end: float) -> bytes:
    stated = answer.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > largest:
        raise TooLarge
    read = bytearray()
    # As they come: waiting for a full block would let a slow server outlive the deadline, and unpacking is not bounded.
    for chunk in answer.iter_raw():
        read += chunk
        if len(read) > largest:
            raise TooLarge
        _left(end)
    return bytes(read)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise CannotFetch("deadline")
    return left


def _checked(url: str, resolve: Resolve, end: float) -> _Target:
    """``url`` with its host replaced by an address that was looked at."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAllowed("no address") from error
    if len(url) > _LONGEST_URL or parts.scheme not in _PORTS or not host or parts.username or parts.password:
        raise NotAllowed("form")
    is_trusted = host.lower() in settings.FETCH_ALLOWED_HOSTS
    default = _PORTS[parts.scheme]
    if not is_trusted and port not in (None, default):
        raise NotAllowed("port")
    address = _public_address(host, port or default, resolve, end, is_trusted=is_trusted)
    literal = f"[{address}]" if address.version == 6 else str(address)
    named = f"[{host}]" if ":" in host else host
    header = named if port in (None, default) else f"{named}:{port}"
    pinned = parts._replace(netloc=f"{literal}:{port or default}", fragment="")
    return _Target(pinned.geturl(), host, header, parts.scheme)


def _public_address(host: str, port: int, resolve: Resolve, end: float, *, is_trusted: bool) -> Address:
    """The first of the host's addresses, if every one of them may be reached: a host with one public and one private
    address is refused, not tried."""
    try:
        found = _resolvers.submit(resolve, host, port).result(timeout=_left(end))
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    except (OSError, UnicodeError, ValueError, Late) as error:
        raise CannotFetch("no such host") from error
    if not addresses:
        raise CannotFetch("no such host")
    if not is_trusted and not all(is_public(address) for address in addresses):
        raise NotAllowed("not public")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also where an IPv6 address only wraps an IPv4 one."""
    wrapped = _wrapped(address)
    if wrapped is not None:
        return is_public(wrapped)
    if address.is_multicast or address.is_reserved or address.is_unspecified or address in _PROTOCOLS:
        return False
    return address.is_global


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
