"""The web server's worker: gunicorn's threads, each of which gets a request only once all of it has come.

gunicorn's own worker gives a thread to a connection as soon as its first byte is there, and its ``--timeout`` does not
reach threads: as many slow clients as there are threads stop a desk. Here one loop receives for every connection, and
no thread waits for a client: a head has ``head_seconds``, the rest ``body_seconds``, and what has not come by then goes
to a thread as it is, cut short. So the head's size is bounded here too (``--limit-request-line`` ends at 8,190 bytes or
nowhere). Without TLS: a desk behind TLS stands behind a proxy.
"""

from __future__ import annotations

import contextlib
import io
import re
import socket
import struct
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.http.unreader import SocketUnreader  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

#: Bytes of a request line and its headers: a call by GET of 32 KB, and as much again.
LARGEST_HEAD: Final = 64 * 1024
#: Bytes of a body that are received before a thread reads the rest: more than the gateway or an upload's cap takes.
LARGEST_HELD: Final = 22 * 1024 * 1024
MOST_CHUNKS: Final = 10_000
_AT_ONCE: Final = 256 * 1024
_LONGEST_CHUNK_LINE: Final = 1024
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECT: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


@dataclass
class Received:
    """What has come of a request, and whether it is all. gunicorn reads it anew: what is miscounted here is refused
    there, or read by a thread until its time is over."""

    end: float
    data: bytearray = field(default_factory=bytearray)
    #: Bytes of the head with its empty line; 0 before that has come.
    head: int = 0
    #: What comes cannot become a request, or is chunked and larger than any that is taken.
    is_broken: bool = False
    #: Where the request ends; of a chunked one, where its next chunk begins.
    _next: int = 0
    _is_chunked: bool = False
    _chunks: int = 0

    def is_too_long(self) -> bool:
        return not self.head and len(self.data) > LARGEST_HEAD

    def is_whole(self) -> bool:
        """Whether a thread need wait for no more of it; of a larger body than ``LARGEST_HELD`` it does."""
        if not self.head and not self._read_head():
            return False
        if self._is_chunked:
            return self._has_every_chunk()
        return len(self.data) >= min(self._next, self.head + LARGEST_HELD)

    def expects_an_invitation(self) -> bool:
        """Whether the client waits to be told to send its body. The wish is taken out, since it is granted here."""
        found = _EXPECT.search(self.data, 0, self.head)
        if found is None:
            return False
        del self.data[found.start() : found.end()]
        self.head -= len(found[0])
        self._next -= len(found[0])
        return True

    def _read_head(self) -> bool:
        # An empty line before a request is none (RFC 9112).
        start = 2 if self.data[:2] == b"\r\n" else 0
        end = self.data.find(b"\r\n\r\n", max(start, self._next))
        if not start <= end <= LARGEST_HEAD:
            self._next = max(0, len(self.data) - 3)
            return False
        head = bytes(self.data[start : end + 2])
        length = _LENGTH.search(head)
        self.head, self._is_chunked = end + 4, _CHUNKED.search(head) is not None
        self._next = self.head + (int(length[1]) if length and not self._is_chunked else 0)
        return True

    def _has_every_chunk(self) -> bool:
        while not self.is_broken and (line_end := self._chunk_line_end()) >= 0:
            size = _chunk_size(bytes(self.data[self._next : line_end]))
            if size == 0:
                # The empty line comes at once or after trailers.
                self.is_broken = len(self.data) > line_end + _LONGEST_CHUNK_LINE
                return self.data.find(b"\r\n\r\n", line_end, line_end + _LONGEST_CHUNK_LINE) >= 0
            after = line_end + size + 4
            if size > 0 and len(self.data) < after:
                self.is_broken = after > self.head + LARGEST_HELD
                return False
            self._next = after
            self._chunks += 1
            self.is_broken = size < 0 or self._chunks > MOST_CHUNKS
        return False

    def _chunk_line_end(self) -> int:
        end = self.data.find(b"\r\n", self._next, self._next + _LONGEST_CHUNK_LINE)
        self.is_broken = end < 0 and len(self.data) > self._next + _LONGEST_CHUNK_LINE
        return end


def _chunk_size(line: bytes) -> int:
    """Negative for what is none."""
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError:
        return -1


class WholeRequestWorker(ThreadWorker):  # type: ignore[misc]
    """One loop receives, closes and counts; only ``handle`` runs in threads."""

    head_seconds = 10.0
    body_seconds = 60.0
    #: How long an answer may lie unread, and a connection that was closed be listened to (RFC 9112, 9.6).
    unread_seconds = 30
    linger_seconds = 2.0
    #: Bytes that are held for all connections; beyond, only small requests are received.
    most_held = 192 * 1024 * 1024

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._receiving: dict[Any, Received] = {}
        self._lingering: dict[Any, float] = {}
        #: Connections that threads have, with their bytes and the moment after which nothing more is read from them.
        self._handed: dict[Any, tuple[int, float]] = {}
        self._held = 0
        self._next_look = 0.0

    # --- receiving -----------------------------------------------------------------------------------------------

    def enqueue_req(self, conn: Any) -> None:
        """A connection was made, or goes on to its next request."""
        received = Received(time.monotonic() + self.head_seconds)
        if conn.parser is not None:
            received.data += conn.parser.unreader.take_buffered()
            self._held += len(received.data)
        conn.sock.setblocking(False)
        # A thread does wait until its answer is taken.
        with contextlib.suppress(OSError):
            patience = struct.pack("ll", self.unread_seconds, 0)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        self._receiving[conn] = received
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_data, conn))
        self._look_at(conn, received)

    def _on_data(self, conn: Any, sock: socket.socket) -> None:
        received = self._receiving[conn]
        try:
            data = sock.recv(_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        received.data += data
        self._held += len(data)
        if data:
            self._look_at(conn, received)
        else:
            self._ended(conn, received)

    def _look_at(self, conn: Any, received: Received) -> None:
        had_head = received.head
        if received.is_whole():
            self._hand_over(conn, received)
        elif received.is_broken:
            self._ended(conn, received)
        elif received.is_too_long():
            self._refuse(conn, received, 431, "Request Header Fields Too Large")
        elif self._held > self.most_held and len(received.data) > LARGEST_HEAD:
            self._refuse(conn, received, 503, "Service Unavailable")
        elif received.head and not had_head:
            received.end = time.monotonic() + self.body_seconds
            self._invite(conn, received)

    def _invite(self, conn: Any, received: Received) -> None:
        before = len(received.data)
        if received.expects_an_invitation():
            self._held -= before - len(received.data)
            with contextlib.suppress(OSError):
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _ended(self, conn: Any, received: Received) -> None:
        """Nothing more will come. What is there is answered, which may be that it is not all."""
        if not received.data:
            self._close(conn, received)
            return
        with contextlib.suppress(OSError):
            conn.sock.shutdown(socket.SHUT_RD)
        self._hand_over(conn, received)

    def _hand_over(self, conn: Any, received: Received) -> None:
        self._forget(conn)
        self._handed[conn] = (len(received.data), time.monotonic() + self.body_seconds)
        conn.received = io.BytesIO(received.data)
        conn.data_ready = True
        super().enqueue_req(conn)

    def _refuse(self, conn: Any, received: Received, status: int, reason: str) -> None:
        self._forget(conn)
        self._held -= len(received.data)
        with contextlib.suppress(OSError):
            util.write_error(conn.sock, status, reason, "")
        self._linger(conn)

    def _close(self, conn: Any, received: Received) -> None:
        self._forget(conn)
        self._held -= len(received.data)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Any) -> None:
        del self._receiving[conn]
        self.poller.unregister(conn.sock)

    # --- in a thread ---------------------------------------------------------------------------------------------

    def handle(self, conn: Any) -> Any:
        conn.sock.setblocking(True)
        conn.init()
        if not isinstance(conn.parser.unreader, _Unreader):
            conn.parser.unreader = _Unreader(conn.sock)
        unreader = conn.parser.unreader
        unreader.received, conn.received = conn.received, None
        try:
            return super().handle(conn)
        finally:
            unreader.keep_rest()

    # --- closing -------------------------------------------------------------------------------------------------

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        self._held -= self._handed.pop(conn, (0, 0.0))[0]
        if fs.cancelled() or fs.exception() or not fs.result():
            self._linger(conn)
        else:
            super().finish_request(conn, fs)

    def _linger(self, conn: Any) -> None:
        """Close a connection so that its last answer arrives, without waiting for it in the loop."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._on_last_data, conn))
        except (OSError, ValueError, KeyError):
            self.nr_conns -= 1
            conn.close()
        else:
            self._lingering[conn] = time.monotonic() + self.linger_seconds

    def _on_last_data(self, conn: Any, sock: socket.socket) -> None:
        try:
            if sock.recv(_AT_ONCE):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._end_lingering(conn)

    def _end_lingering(self, conn: Any) -> None:
        del self._lingering[conn]
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """What gunicorn calls at each turn of its loop: end what took too long, and on stopping what has not begun."""
        now = time.monotonic()
        if self.alive and now < self._next_look:
            return
        self._next_look = now + 0.25
        for conn, received in list(self._receiving.items()):
            if received.end < now or not (self.alive or received.data):
                self._ended(conn, received)
        for conn, end in list(self._lingering.items()):
            if end < now or not self.alive:
                self._end_lingering(conn)
        for conn, (_, end) in self._handed.items():
            if end < now:
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)


class _Unreader(SocketUnreader):  # type: ignore[misc]
    """Reads what was received, then the socket."""

    received = io.BytesIO()

    def chunk(self, size_hint: int | None = None) -> bytes:
        data: bytes = self.received.read(max(self.mxchunk, min(size_hint or 0, self.max_body_chunk)))
        return data or super().chunk(size_hint)

    def keep_rest(self) -> None:
        """Where gunicorn looks for the beginning of a next request."""
        rest = self.received.read()
        self.buf.seek(0, io.SEEK_END)
        self.buf.write(rest)
        self.received = io.BytesIO()
