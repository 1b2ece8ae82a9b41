"""A vendor as a real HTTP server in a thread: it answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.vendor.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        vendor = self.server.vendor
        with vendor.lock:
            vendor.received.append(Received(self.path, dict(self.headers), body))
            at = min(len(vendor.received), len(vendor.script)) - 1
        vendor.script[at](self)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing: a test's output is its own."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    vendor: VendorServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what some tests are about."""


Answer = Callable[[Handler], None]


@dataclass
class VendorServer:
    """``script`` holds an answer for each request in turn; the last one is given again and again."""

    url: str = ""
    script: Sequence[Answer] = ()
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def vendor_server(tls: ssl.SSLContext | None = None) -> Iterator[VendorServer]:
    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    server.vendor = VendorServer(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.vendor
    finally:
        server.shutdown()
        server.server_close()


def answer(content: Any, status: int = 200, **headers: str) -> Answer:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return lambda handler: handler.send(status, body, **headers)


def late(seconds: float, then: Answer) -> Answer:
    def give(handler: Handler) -> None:
        time.sleep(seconds)
        then(handler)

    return give


def dripping(seconds: float) -> Answer:
    """A byte now and then, so that no single wait is long."""

    def give(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(seconds)

    return give


def hung_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"Response":')
    hung_up(handler)


def endless(handler: Handler) -> None:
    """More than any answer may have."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(64 * 1024 * 1024))
    handler.end_headers()
    for _ in range(64):
        handler.wfile.write(b" " * 1024 * 1024)
