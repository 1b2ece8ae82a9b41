"""Engines from accounts, and the test of an account that an administrator asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from kyc.documents.errors import EngineNotConfigured
from kyc.documents.kinds import DocumentKind
from kyc.engines.cloud import huawei, tencent_legacy, tencent_v3
from kyc.engines.cloud.access import CloudAccess, CloudProtocol
from kyc.engines.cloud.account import Account
from kyc.engines.cloud.engine import CloudEngine, told
from kyc.engines.cloud.hearing import Question, Vendor
from kyc.engines.cloud.retrying import Retrying
from kyc.engines.cloud.vendor_errors import Fault, Refused
from kyc.imaging.views import encode_jpeg

_VENDORS: Final[Mapping[CloudProtocol, Callable[[CloudAccess], Vendor]]] = {
    CloudProtocol.TENCENT_V3: tencent_v3.TencentV3,
    CloudProtocol.TENCENT_LEGACY: tencent_legacy.TencentLegacy,
    CloudProtocol.HUAWEI: huawei.Huawei,
}
#: What each protocol can read.
KINDS_OF: Final[Mapping[CloudProtocol, frozenset[DocumentKind]]] = {
    CloudProtocol.TENCENT_V3: frozenset(tencent_v3.SIDES_OF),
    CloudProtocol.TENCENT_LEGACY: frozenset(tencent_legacy.SIDES_OF),
    CloudProtocol.HUAWEI: frozenset(huawei.SIDES_OF),
}
#: Refusals that only an account which is served can get.
_SERVED: Final = frozenset({Fault.PICTURE, Fault.OPEN})
#: The test's picture, in pixels: small, and within every vendor's limits.
_WIDTH, _HEIGHT = 640, 400


def make_engine(access: CloudAccess, *, account: Account | None = None) -> CloudEngine:
    """The engine of one account; it connects with its first inspection. Whoever drops it calls ``close``.

    ``account`` replaces how calls are made (pauses, limits), for whoever measures that.

    Raises:
        EngineNotConfigured: the endpoint is none (``https://host``, ``http`` for this machine itself), or no call a
            second is allowed. Missing credentials are told by ``inspect``.
    """
    return CloudEngine(access, _VENDORS[access.protocol](access), account or Account(access))


def try_access(access: CloudAccess) -> None:
    """Ask the vendor about a picture without text, once, as the first of the account's kinds. That it finds nothing
    there is success: it served the account. The vendor may charge this call.

    Raises:
        EngineNotConfigured: credentials or kinds are missing, or the endpoint is none.
        EngineAccountRefused, VendorUnavailable: as the vendor says.
    """
    engine = make_engine(access, account=Account(access, retrying=Retrying(tries=1)))
    try:
        _try(engine, access)
    finally:
        engine.close()


def _try(engine: CloudEngine, access: CloudAccess) -> None:
    vendor = _VENDORS[access.protocol](access)
    kind = next((kind for kind in DocumentKind if kind in engine.kinds), None)
    missing = vendor.missing()
    if missing or kind is None:
        raise EngineNotConfigured(f"no {', '.join(missing) or 'kinds'}", engine=access.name)
    try:
        engine.ask(Question(kind, vendor.sides[kind][0], _empty_picture()))
    except Refused as refused:
        if refused.meaning.fault not in _SERVED:
            raise told(refused, access, vendor.limits(kind)) from refused


def _empty_picture() -> bytes:
    """A light sheet with a grey card on it: a picture that can be decoded, with nothing to read."""
    pixels = np.full((_HEIGHT, _WIDTH, 3), 235, np.uint8)
    cv2.rectangle(pixels, (120, 100), (520, 300), (190, 195, 200), thickness=-1)
    return encode_jpeg(pixels)
