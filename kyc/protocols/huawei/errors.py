"""Error codes of Huawei Cloud OCR: ``AIS`` for picture and parameters, ``ModelArts`` and ``APIG`` for the platform."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Code(StrEnum):
    INVALID_PARAMETER = "AIS.0101"
    FORMAT = "AIS.0102"
    IMAGE_SIZE = "AIS.0103"
    NOT_SUPPORTED = "AIS.0104"
    RECOGNITION_FAILED = "AIS.0105"
    SAME_SIDE_TWICE = "AIS.0122"
    BAD_JSON = "ModelArts.4105"
    NO_PERMISSION = "ModelArts.4203"
    NOT_SUBSCRIBED = "ModelArts.4204"
    TOO_MANY_AT_ONCE = "ModelArts.4401"
    URL_NOT_ALLOWED = "ModelArts.4601"
    DOWNLOAD_FAILED = "ModelArts.4603"
    INTERNAL_ERROR = "ModelArts.4505"
    UNAVAILABLE = "ModelArts.4403"
    NO_SUCH_API = "APIG.0101"
    BODY_TOO_LARGE = "APIG.0201"
    NOT_AUTHENTICATED = "APIG.0301"
    NOT_ALLOWED = "APIG.0302"
    TOKEN_TO_RENEW = "APIG.0307"  # noqa: S105
    TOO_FREQUENT = "APIG.0308"


#: HTTP status and message. The vendor documents 400 for ``AIS``; statuses of the platform's codes are those of its
#: gateway's table where it has one, and our choice where it has none.
ANSWERS: Final[Mapping[Code, tuple[int, str]]] = {
    Code.INVALID_PARAMETER: (400, "The input parameter is invalid."),
    Code.FORMAT: (400, "The image format is not supported."),
    Code.IMAGE_SIZE: (400, "The image size does not meet the requirements."),
    Code.NOT_SUPPORTED: (400, "The image is not supported or the image quality is poor."),
    Code.RECOGNITION_FAILED: (400, "Recognition failed."),
    Code.SAME_SIDE_TWICE: (400, "The picture shows the same side of two cards or more."),
    Code.BAD_JSON: (400, "The JSON format of the input data is incorrect."),
    Code.NO_PERMISSION: (403, "Access denied! You do not have permission."),
    Code.NOT_SUBSCRIBED: (403, "Access api error! Not subscribe this api."),
    Code.TOO_MANY_AT_ONCE: (429, "Max concurrency error."),
    Code.URL_NOT_ALLOWED: (400, "The URL is not allowed."),
    Code.DOWNLOAD_FAILED: (400, "Obtaining the file from the URL failed."),
    Code.INTERNAL_ERROR: (500, "Backend service internal error."),
    Code.UNAVAILABLE: (503, "Backend service unavailable error."),
    Code.NO_SUCH_API: (404, "The API does not exist or has not been published."),
    Code.BODY_TOO_LARGE: (413, "The request body is too large."),
    Code.NOT_AUTHENTICATED: (401, "Incorrect IAM authentication information."),
    Code.NOT_ALLOWED: (403, "The IAM user is not authorized to access the API."),
    Code.TOKEN_TO_RENEW: (401, "The token must be updated."),
    Code.TOO_FREQUENT: (429, "The throttling threshold has been reached."),
}


class ApiError(Exception):
    """An answer of the error form; ``detail`` follows the message, and names no value of the request."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail

    @property
    def status(self) -> int:
        return ANSWERS[self.code][0]

    @property
    def message(self) -> str:
        sentence = ANSWERS[self.code][1]
        return f"{sentence} {self.detail}" if self.detail else sentence
