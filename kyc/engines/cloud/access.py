"""How a cloud service is reached, as plain values; where they are kept is another room's matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kyc.documents.kinds import DocumentKind


class CloudProtocol(StrEnum):
    """The vendors' protocols; the value is also the name of the engine that speaks it."""

    TENCENT_V3 = "tencent_v3"
    TENCENT_LEGACY = "tencent_legacy"
    HUAWEI = "huawei"


@dataclass(frozen=True, slots=True)
class CloudAccess:
    """One account at one vendor.

    ``name`` is what people call it and is unique among a desk's accounts. ``endpoint`` is ``https://host`` without a
    path. ``region`` is sent where the protocol knows regions. Of the credentials a protocol reads those it needs:
    ``secret_id`` and ``secret_key`` (all), ``app_id`` and ``bucket`` (Tencent's older API), ``project_id`` (Huawei).
    ``calls_per_second`` is what the vendor allows this account; calls over it wait. ``kinds`` are the documents this
    account may be sent.
    """

    protocol: CloudProtocol
    name: str
    endpoint: str
    secret_id: str = field(repr=False)
    secret_key: str = field(repr=False)
    region: str = ""
    app_id: str = field(default="", repr=False)
    bucket: str = ""
    project_id: str = field(default="", repr=False)
    connect_seconds: float = 3.0
    answer_seconds: float = 15.0
    calls_per_second: float = 5.0
    kinds: frozenset[DocumentKind] = frozenset()
