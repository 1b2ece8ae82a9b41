"""How a request names its picture: ``ImageBase64`` or ``ImageUrl``, of which the address wins."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.parameters import text

#: Largest picture after Base64 (seeds 000, 003, 004: 7M).
LARGEST_BASE64: Final = 7 * 1024 * 1024
NAMES: Final = ("ImageBase64", "ImageUrl")


@dataclass(frozen=True, slots=True)
class Picture:
    """Either the bytes, or the address from which they are to be fetched; ``url`` wins where both are given."""

    data: bytes = b""
    url: str = ""


def decode_picture(parameters: Mapping[str, Any]) -> Picture:
    """
    Raises:
        ApiError: MissingParameter without either, FailedOperation.EmptyImageError for an empty one,
            LimitExceeded.TooLargeFileError, FailedOperation.ImageDecodeFailed for what is no Base64.
    """
    url = text(parameters.get("ImageUrl", ""), "ImageUrl").strip()
    if url:
        return Picture(url=url)
    if not any(name in parameters for name in NAMES):
        raise ApiError(Code.MISSING_PARAMETER, "ImageBase64")
    encoded = text(parameters.get("ImageBase64", ""), "ImageBase64")
    if len(encoded) > LARGEST_BASE64:
        raise ApiError(Code.FILE_TOO_LARGE)
    return Picture(data=_decoded(encoded))


def encode_picture(picture: Picture) -> dict[str, Any]:
    if picture.url:
        return {"ImageUrl": picture.url}
    return {"ImageBase64": base64.b64encode(picture.data).decode("ascii")}


def _decoded(encoded: str) -> bytes:
    """Line breaks, as some encoders write them, are no fault."""
    joined = "".join(encoded.split())
    if not joined:
        raise ApiError(Code.EMPTY_IMAGE)
    try:
        return base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(Code.IMAGE_DECODE_FAILED) from error
