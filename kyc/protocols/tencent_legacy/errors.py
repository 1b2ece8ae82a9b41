"""Codes of the older API (seed 001). Answers carry HTTP 200 with errors too: the vendor's Java client drops the code of
any other status."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final


class Code(IntEnum):
    OK = 0
    BAD_REQUEST = 3
    NO_SIGNATURE = 4
    BAD_SIGNATURE_STRING = 5
    OTHER_TARGET = 6
    SIGNATURE_EXPIRED = 9
    NO_SUCH_APP = 10
    NO_SUCH_SECRET_ID = 11
    SECRET_ID_OF_ANOTHER_APP = 12
    REPLAYED = 13
    SIGNATURE_FAILURE = 14
    TOO_FREQUENT = 15
    NO_SUCH_BUCKET = 16
    INVALID_PARAMETER = 21
    BODY_TOO_LARGE = 23
    NO_PERMISSION = 24
    QUOTA_USED_UP = 25
    AUTH_INTERNAL_ERROR = 107
    AUTH_UNAVAILABLE = 108
    INTERNAL_ERROR = 213
    DECODE_FAILED = -1102
    EMPTY_IMAGE = -1300
    EMPTY_PARAMETER = -1301
    PARAMETER_TOO_LONG = -1304
    DOWNLOAD_FAILED = -1308
    WRONG_TYPE = -9001
    RECOGNITION_FAILED = -9002
    INVALID_IMAGE = -9005
    PREPARATION_FAILED = -9006


#: The message by which code 3 tells an account that is in arrears.
IN_ARREARS: Final = "account abnormal,errorno is:2"

MESSAGES: Final[Mapping[Code, str]] = {
    Code.OK: "OK",
    Code.BAD_REQUEST: "bad request",
    Code.NO_SIGNATURE: "the signature is missing",
    Code.BAD_SIGNATURE_STRING: "the signature cannot be read",
    Code.OTHER_TARGET: "the signature names another appid or bucket",
    Code.SIGNATURE_EXPIRED: "the signature has expired",
    Code.NO_SUCH_APP: "no such appid",
    Code.NO_SUCH_SECRET_ID: "no such SecretId",
    Code.SECRET_ID_OF_ANOTHER_APP: "appid and SecretId do not belong together",
    Code.REPLAYED: "a signature for one use was used again",
    Code.SIGNATURE_FAILURE: "the signature does not match",
    Code.TOO_FREQUENT: "requests come too fast",
    Code.NO_SUCH_BUCKET: "no such bucket",
    Code.INVALID_PARAMETER: "invalid parameter",
    Code.BODY_TOO_LARGE: "the request is too large",
    Code.NO_PERMISSION: "not permitted",
    Code.QUOTA_USED_UP: "the quota is used up",
    Code.AUTH_INTERNAL_ERROR: "internal error of authentication",
    Code.AUTH_UNAVAILABLE: "authentication is not available",
    Code.INTERNAL_ERROR: "internal error",
    Code.DECODE_FAILED: "the picture cannot be decoded",
    Code.EMPTY_IMAGE: "the picture is empty",
    Code.EMPTY_PARAMETER: "a parameter is empty",
    Code.PARAMETER_TOO_LONG: "a parameter is too long",
    Code.DOWNLOAD_FAILED: "the picture cannot be downloaded",
    Code.WRONG_TYPE: "type is none of 0, 1, 2",
    Code.RECOGNITION_FAILED: "recognition failed",
    Code.INVALID_IMAGE: "the picture is not valid",
    Code.PREPARATION_FAILED: "the picture cannot be prepared",
}


class ApiError(Exception):
    """An answer of the error form. ``message`` replaces the code's own."""

    def __init__(self, code: Code, message: str = "") -> None:
        super().__init__(f"{int(code)} {message or MESSAGES[code]}")
        self.code = code
        self.message = message or MESSAGES[code]
