"""Error codes of Tencent Cloud API 3.0: the common ones, and those that each action's own document lists.

An action answers no business code outside its own list (seeds 000, 003, 004; for VehicleLicenseOCR the vendor's SDK and
public page); message texts are no part of the vendor's contract and are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Action(StrEnum):
    ID_CARD = "IDCardOCR"
    DRIVER_LICENCE = "DriverLicenseOCR"
    KOREAN_LICENCE = "RecognizeKoreanDrivingLicenseOCR"
    VEHICLE_LICENCE = "VehicleLicenseOCR"


class Code(StrEnum):
    """Codes that this desk answers, and those that the actions' documents list. What else a vendor answers is in the
    tables of ``kyc.engines.cloud``."""

    # Business codes, listed by the actions' documents.
    CARD_SIDE_ERROR = "FailedOperation.CardSideError"
    DOWNLOAD_ERROR = "FailedOperation.DownLoadError"
    EMPTY_IMAGE = "FailedOperation.EmptyImageError"
    ID_CARD_INFO_ILLEGAL = "FailedOperation.IdCardInfoIllegal"
    ID_CARD_TOO_SMALL = "FailedOperation.IdCardTooSmall"
    IMAGE_BLUR = "FailedOperation.ImageBlur"
    IMAGE_DECODE_FAILED = "FailedOperation.ImageDecodeFailed"
    IMAGE_NO_ID_CARD = "FailedOperation.ImageNoIdCard"
    IMAGE_NO_TEXT = "FailedOperation.ImageNoText"
    IMAGE_SIZE_TOO_LARGE = "FailedOperation.ImageSizeTooLarge"
    LICENCE_CARD_SIDE_ERROR = "FailedOperation.LicenseCardSideError"
    LICENCE_MULTI_CARD_ERROR = "FailedOperation.LicenseMultiCardError"
    MULTI_CARD_ERROR = "FailedOperation.MultiCardError"
    NO_DRIVER_LICENCE = "FailedOperation.NoDriverLicenseError"
    NO_VEHICLE_LICENCE = "FailedOperation.NoVehicleLicenseError"
    OCR_FAILED = "FailedOperation.OcrFailed"
    UNKNOWN_ERROR = "FailedOperation.UnKnowError"
    NOT_OPENED = "FailedOperation.UnOpenError"
    CONFIG_FORMAT = "InvalidParameter.ConfigFormatError"
    ENGINE_DECODE_FAILED = "InvalidParameter.EngineImageDecodeFailed"
    VALUE_LIMIT = "InvalidParameterValue.InvalidParameterValueLimit"
    FILE_TOO_LARGE = "LimitExceeded.TooLargeFileError"
    IN_ARREARS = "ResourceUnavailable.InArrears"
    PACKAGE_RUN_OUT = "ResourceUnavailable.ResourcePackageRunOut"
    CHARGE_STATUS = "ResourcesSoldOut.ChargeStatusException"
    # Common codes, which any action may answer.
    INVALID_AUTHORIZATION = "AuthFailure.InvalidAuthorization"
    SECRET_ID_NOT_FOUND = "AuthFailure.SecretIdNotFound"  # noqa: S105
    SIGNATURE_EXPIRE = "AuthFailure.SignatureExpire"
    SIGNATURE_FAILURE = "AuthFailure.SignatureFailure"
    TOKEN_FAILURE = "AuthFailure.TokenFailure"  # noqa: S105
    INTERNAL_ERROR = "InternalError"
    INVALID_ACTION = "InvalidAction"
    INVALID_PARAMETER = "InvalidParameter"
    INVALID_REQUEST = "InvalidRequest"
    MISSING_PARAMETER = "MissingParameter"
    NO_SUCH_VERSION = "NoSuchVersion"
    REQUEST_LIMIT = "RequestLimitExceeded"
    REQUEST_SIZE = "RequestSizeLimitExceeded"
    SERVICE_UNAVAILABLE = "ServiceUnavailable"
    UNKNOWN_PARAMETER = "UnknownParameter"
    UNSUPPORTED_PROTOCOL = "UnsupportedProtocol"
    UNSUPPORTED_REGION = "UnsupportedRegion"


_SHARED: Final = frozenset(
    {
        Code.DOWNLOAD_ERROR,
        Code.IMAGE_DECODE_FAILED,
        Code.OCR_FAILED,
        Code.UNKNOWN_ERROR,
        Code.NOT_OPENED,
        Code.VALUE_LIMIT,
        Code.FILE_TOO_LARGE,
        Code.CHARGE_STATUS,
    }
)
_CHINESE_DOCUMENTS: Final = _SHARED | {
    Code.EMPTY_IMAGE,
    Code.IMAGE_BLUR,
    Code.IMAGE_SIZE_TOO_LARGE,
    Code.IN_ARREARS,
    Code.PACKAGE_RUN_OUT,
}
_CHINESE_LICENCES: Final = _CHINESE_DOCUMENTS | {
    Code.IMAGE_NO_TEXT,
    Code.LICENCE_CARD_SIDE_ERROR,
    Code.LICENCE_MULTI_CARD_ERROR,
    Code.ENGINE_DECODE_FAILED,
}
#: The business codes of each action's own document.
BUSINESS_CODES: Final[Mapping[Action, frozenset[Code]]] = {
    Action.ID_CARD: _CHINESE_DOCUMENTS
    | {
        Code.CARD_SIDE_ERROR,
        Code.ID_CARD_INFO_ILLEGAL,
        Code.ID_CARD_TOO_SMALL,
        Code.IMAGE_NO_ID_CARD,
        Code.MULTI_CARD_ERROR,
        Code.CONFIG_FORMAT,
    },
    Action.DRIVER_LICENCE: _CHINESE_LICENCES | {Code.NO_DRIVER_LICENCE},
    Action.KOREAN_LICENCE: _SHARED | {Code.ENGINE_DECODE_FAILED},
    Action.VEHICLE_LICENCE: _CHINESE_LICENCES | {Code.NO_VEHICLE_LICENCE},
}
#: Codes that any action may answer: everything that is no business code.
COMMON_CODES: Final = frozenset(Code) - frozenset().union(*BUSINESS_CODES.values())


class ApiError(Exception):
    """An answer of the vendor's error form. ``subject`` names the parameter or the like at fault, never its value."""

    def __init__(self, code: Code, subject: str = "") -> None:
        super().__init__(f"{code} {subject}".strip())
        self.code = code
        self.subject = subject

    @property
    def message(self) -> str:
        """An English sentence for whoever integrates the API."""
        sentence = _MESSAGES[self.code]
        return f"{sentence} ({self.subject})" if self.subject else sentence


_MESSAGES: Final[Mapping[Code, str]] = {
    Code.CARD_SIDE_ERROR: "The picture shows the other face of the ID card than CardSide says.",
    Code.DOWNLOAD_ERROR: "The file could not be downloaded.",
    Code.EMPTY_IMAGE: "The picture has no content.",
    Code.ID_CARD_INFO_ILLEGAL: "The ID card's number or name is missing or not valid.",
    Code.ID_CARD_TOO_SMALL: "The picture's resolution is too low, or the card fills too little of it.",
    Code.IMAGE_BLUR: "The picture is too blurred.",
    Code.IMAGE_DECODE_FAILED: "The picture could not be decoded.",
    Code.IMAGE_NO_ID_CARD: "No ID card was found in the picture.",
    Code.IMAGE_NO_TEXT: "No text was found in the picture.",
    Code.IMAGE_SIZE_TOO_LARGE: "The picture has too many pixels.",
    Code.LICENCE_CARD_SIDE_ERROR: "The picture shows the other page of the licence than CardSide says.",
    Code.LICENCE_MULTI_CARD_ERROR: "The picture shows the same page of two licences or more.",
    Code.MULTI_CARD_ERROR: "The picture shows the same face of two cards or more.",
    Code.NO_DRIVER_LICENCE: "The picture shows no driving licence.",
    Code.NO_VEHICLE_LICENCE: "The picture shows no vehicle licence.",
    Code.OCR_FAILED: "Recognition failed.",
    Code.UNKNOWN_ERROR: "Unknown error.",
    Code.NOT_OPENED: "The service has not been opened for this account.",
    Code.CONFIG_FORMAT: "Config is not valid JSON.",
    Code.ENGINE_DECODE_FAILED: "The engine could not decode the picture.",
    Code.VALUE_LIMIT: "A parameter has a value that is not allowed.",
    Code.FILE_TOO_LARGE: "The file is too large.",
    Code.IN_ARREARS: "The account is in arrears.",
    Code.PACKAGE_RUN_OUT: "The account's resource package is used up.",
    Code.CHARGE_STATUS: "The account's billing status does not allow the call.",
    Code.INVALID_AUTHORIZATION: "The Authorization header has not the form of TC3-HMAC-SHA256.",
    Code.SECRET_ID_NOT_FOUND: "The SecretId does not exist.",
    Code.SIGNATURE_EXPIRE: "The request's time and the server's differ by more than five minutes.",
    Code.SIGNATURE_FAILURE: "The signature does not match.",
    Code.TOKEN_FAILURE: "Temporary tokens are not accepted.",
    Code.INTERNAL_ERROR: "Internal error.",
    Code.INVALID_ACTION: "There is no such action.",
    Code.INVALID_PARAMETER: "A parameter has the wrong form.",
    Code.INVALID_REQUEST: "The request's body has the wrong form.",
    Code.MISSING_PARAMETER: "A required parameter is missing.",
    Code.NO_SUCH_VERSION: "There is no such version.",
    Code.REQUEST_LIMIT: "Requests come faster than this action allows.",
    Code.REQUEST_SIZE: "The request is larger than allowed.",
    Code.SERVICE_UNAVAILABLE: "The service is not available at the moment.",
    Code.UNKNOWN_PARAMETER: "The action knows no such parameter.",
    Code.UNSUPPORTED_PROTOCOL: "Only GET and POST are supported.",
    Code.UNSUPPORTED_REGION: "The action does not support this region.",
}
