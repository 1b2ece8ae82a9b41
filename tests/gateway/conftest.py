"""Pictures to send to the gateway. The desk that serves it is that of ``tests.gateway_desk``."""

from __future__ import annotations

from tests.gateway_desk import Credentials, new_client
from tests.running_desk import ROOT

__all__ = ["Credentials", "demo_picture", "new_client"]


def demo_picture(name: str) -> bytes:
    return (ROOT / "kyc" / "demo_pictures" / f"{name}.jpg").read_bytes()
