"""Connections that end at one moment. An HTTP library's timeouts begin anew with every read, so that a server which
sends a byte now and then is waited for without end; here each wait is at most what is left."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class DeadlineBackend(httpcore.NetworkBackend):
    """Makes connections that are over at ``end`` (of ``time.monotonic``)."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        left = _least(timeout, self._end)
        return _Stream(self._plain.connect_tcp(host, port, left, local_address, socket_options), self._end)


class _Stream(httpcore.NetworkStream):
    def __init__(self, plain: httpcore.NetworkStream, end: float) -> None:
        self._plain = plain
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, _least(timeout, self._end))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, _least(timeout, self._end))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._plain.start_tls(ssl_context, server_hostname, _least(timeout, self._end)), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


def _least(timeout: float | None, end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("deadline")
    return left if timeout is None else min(timeout, left)
