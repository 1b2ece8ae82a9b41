"""What vendors' error codes mean here: whose fault it is, whether asking again can help, and what a person is told.

Sources: the error lists of seeds 000 to 004, and the vendors' wider tables as far as they are public. A vendor's
message is never kept: it may quote values. A code that no table knows is taken for its family (Tencent Cloud: what
stands before the first full stop) or for its HTTP status (Huawei Cloud); where these tell nothing either, the vendor
does not serve, ``VendorUnavailable``, and is not asked about it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Final

from kyc.documents import errors
from kyc.documents.errors import EngineAccountRefused, InspectionError, VendorUnavailable
from kyc.protocols.tencent_legacy.errors import IN_ARREARS


class Fault(Enum):
    """Whose fault a refusal is."""

    PICTURE = auto()
    ACCOUNT = auto()
    #: The vendor's own; what a circuit breaker counts.
    VENDOR = auto()
    #: Calls come faster than the vendor lets them.
    BUSY = auto()
    #: The request's: a parameter that the vendor does not know or want.
    REQUEST = auto()
    #: "Recognition failed", of which the vendor does not say whether picture or engine was at fault.
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """``again`` says whether the same call can succeed within seconds."""

    fault: Fault
    error: type[InspectionError]
    again: bool = False


class Refused(Exception):
    """A call without an answer. ``code`` and ``request_id`` are the vendor's, cut to what such things are made of."""

    def __init__(self, meaning: Meaning, code: str, request_id: str = "") -> None:
        self.meaning = meaning
        self.code = plain(code)
        self.request_id = plain(request_id)
        super().__init__(f"{self.code} {self.request_id}".strip())


ACCOUNT: Final = Meaning(Fault.ACCOUNT, EngineAccountRefused)
FAILED: Final = Meaning(Fault.VENDOR, VendorUnavailable, again=True)
FAILED_FOR_GOOD: Final = Meaning(Fault.VENDOR, VendorUnavailable)
BUSY: Final = Meaning(Fault.BUSY, VendorUnavailable, again=True)
REQUEST: Final = Meaning(Fault.REQUEST, VendorUnavailable)
OPEN: Final = Meaning(Fault.OPEN, VendorUnavailable)


def picture(error: type[InspectionError]) -> Meaning:
    """The picture's fault, told as ``error``."""
    return Meaning(Fault.PICTURE, error)


NOTHING_FOUND: Final = picture(errors.NoDocumentFound)
UNREADABLE: Final = picture(errors.UnreadableDocument)

_UNPLAIN: Final = re.compile(r"[^A-Za-z0-9_.:-]+")
_LONGEST: Final = 80


def plain(text: str) -> str:
    """``text`` as a code or an id: a vendor that writes sentences there must not get them onto a page."""
    return _UNPLAIN.sub("_", text)[:_LONGEST]


def _table(rows: Mapping[Meaning, str]) -> dict[str, Meaning]:
    return {code: meaning for meaning, codes in rows.items() for code in codes.split()}


TENCENT_V3: Final[Mapping[str, Meaning]] = _table(
    {
        picture(errors.WrongSide): "FailedOperation.CardSideError FailedOperation.LicenseCardSideError",
        picture(errors.EmptyFile): "FailedOperation.EmptyImageError",
        picture(errors.DocumentTooSmall): "FailedOperation.IdCardTooSmall",
        picture(errors.TooBlurred): "FailedOperation.ImageBlur",
        picture(errors.NoTextFound): "FailedOperation.ImageNoText",
        picture(errors.ImageTooLarge): "FailedOperation.ImageSizeTooLarge",
        picture(errors.SeveralDocumentsFound): "FailedOperation.MultiCardError FailedOperation.LicenseMultiCardError",
        picture(errors.FileTooLarge): "LimitExceeded.TooLargeFileError RequestSizeLimitExceeded",
        picture(errors.UnsupportedFormat): "FailedOperation.UnKnowFileTypeError",
        picture(errors.DamagedFile): (
            "FailedOperation.ImageDecodeFailed InvalidParameter.EngineImageDecodeFailed"
            " FailedOperation.FileDecodeFailed"
        ),
        NOTHING_FOUND: (
            "FailedOperation.ImageNoIdCard FailedOperation.NoDriverLicenseError FailedOperation.NoVehicleLicenseError"
            " FailedOperation.ImageNoSpecifiedCard FailedOperation.NoHKIDCard FailedOperation.NoMASIDCard"
            " FailedOperation.NoPassport FailedOperation.NotAppointCard"
        ),
        # The number or the name is missing or fails its check: asked without rectification, nothing to be said of it.
        UNREADABLE: (
            "FailedOperation.IdCardInfoIllegal FailedOperation.FieldException"
            " FailedOperation.InconsistencyBetweenMRZAndVRZ"
        ),
        # What an administrator must put right, the clock and the region among it.
        ACCOUNT: (
            "FailedOperation.UnOpenError FailedOperation.ArrearsError FailedOperation.CountLimitError"
            " ResourceUnavailable.InArrears ResourceUnavailable.ResourcePackageRunOut"
            " ResourcesSoldOut.ChargeStatusException ResourcesSoldOut AuthFailure AuthFailure.InvalidAuthorization"
            " AuthFailure.InvalidSecretId AuthFailure.MFAFailure AuthFailure.SecretIdNotFound"
            " AuthFailure.SignatureExpire AuthFailure.SignatureFailure AuthFailure.TokenFailure"
            " AuthFailure.UnauthorizedOperation UnauthorizedOperation IpInBlacklist IpNotInWhitelist LimitExceeded"
            " UnsupportedRegion ActionOffline InvalidAction NoSuchProduct NoSuchVersion"
        ),
        FAILED: (
            "FailedOperation.UnKnowError FailedOperation.DetectFailed FailedOperation.EngineRecognizeTimeout"
            " FailedOperation.ResponseParseFailed FailedOperation.WarningServiceFailed InternalError ResourceInUse"
            " ResourceInsufficient ResourceUnavailable ServiceUnavailable"
        ),
        FAILED_FOR_GOOD: "ResponseSizeLimitExceeded",
        BUSY: (
            "RequestLimitExceeded RequestLimitExceeded.GlobalRegionUinLimitExceeded"
            " RequestLimitExceeded.IPLimitExceeded RequestLimitExceeded.UinLimitExceeded"
        ),
        # Addresses are never sent, so that a failed download is a fault of the request.
        REQUEST: (
            "FailedOperation.DownLoadError FailedOperation.ImageDownloadError FailedOperation.LanguageNotSupport"
            " InvalidParameter.ConfigFormatError InvalidParameterValue.InvalidParameterValueLimit DryRunOperation"
            " InvalidParameter InvalidParameterValue InvalidRequest MissingParameter ResourceNotFound UnknownParameter"
            " UnsupportedOperation UnsupportedProtocol"
        ),
        OPEN: "FailedOperation.OcrFailed FailedOperation",
    }
)

TENCENT_LEGACY: Final[Mapping[str, Meaning]] = _table(
    {
        picture(errors.DamagedFile): "-1102",
        picture(errors.EmptyFile): "-1300",
        picture(errors.FileTooLarge): "20 23",
        picture(errors.UnsupportedFormat): "-1400",
        NOTHING_FOUND: "-9005 -5062 -5107",
        UNREADABLE: "-1404",
        # 4 to 14 are about the signature, which is made of nothing but the account and the clock.
        ACCOUNT: "4 5 6 7 8 9 10 11 12 13 14 16 24 25",
        BUSY: "15",
        FAILED: "107 108 200 201 202 203 213",
        REQUEST: "3 17 18 19 21 -1301 -1304 -1308 -1403 -1505 -1506 -1507 -9001",
        OPEN: "-5103 -9002 -9006",
    }
)

HUAWEI: Final[Mapping[str, Meaning]] = _table(
    {
        picture(errors.UnsupportedFormat): "AIS.0102",
        # Upper limits are kept before anything is sent.
        picture(errors.ImageTooSmall): "AIS.0103",
        picture(errors.FileTooLarge): "ModelArts.4104 ModelArts.4705",
        # Another document than asked for, or a picture of poor quality: the code does not tell which.
        NOTHING_FOUND: "AIS.0104 AIS.0119 AIS.0120",
        picture(errors.SeveralDocumentsFound): "AIS.0122",
        ACCOUNT: (
            "ModelArts.0203 ModelArts.0212 ModelArts.4101 ModelArts.4102 ModelArts.4103 ModelArts.4106 ModelArts.4203"
            " ModelArts.4204 ModelArts.4702 APIG.0101 APIGW.0101 APIG.0301 APIGW.0301 APIG.0302 APIGW.0302 APIG.0303"
            " APIG.0307"
        ),
        BUSY: "ModelArts.4401 APIG.0308 APIGW.0308",
        FAILED: (
            "AIS.0105 AIS.0118 ModelArts.4107 ModelArts.4301 ModelArts.4302 ModelArts.4402 ModelArts.4403"
            " ModelArts.4502 ModelArts.4505 ModelArts.4508"
        ),
        FAILED_FOR_GOOD: "ModelArts.4503 ModelArts.4506 APIG.0103 APIGW.0103 APIG.0104 APIG.0105",
        REQUEST: (
            "AIS.0101 AIS.0117 AIS.0121 ModelArts.4105 ModelArts.4201 ModelArts.4202 ModelArts.4504 ModelArts.4601"
            " ModelArts.4603 ModelArts.4703 ModelArts.4704 ModelArts.4706 APIG.0106 APIG.0201"
        ),
    }
)
#: One code of Huawei's gateway stands for several conditions, which its HTTP status tells apart.
HUAWEI_BY_STATUS: Final[Mapping[tuple[str, int], Meaning]] = {
    ("APIG.0201", HTTPStatus.REQUEST_ENTITY_TOO_LARGE): picture(errors.FileTooLarge),
    ("APIG.0201", HTTPStatus.BAD_GATEWAY): FAILED,
    ("APIG.0201", HTTPStatus.GATEWAY_TIMEOUT): FAILED,
}


def of_tencent_v3(code: str) -> Meaning:
    """``FailedOperation.ImageBlur`` and its like."""
    return TENCENT_V3.get(code) or TENCENT_V3.get(code.partition(".")[0], FAILED_FOR_GOOD)


def of_tencent_legacy(code: int, message: str) -> Meaning:
    """``message`` tells an account in arrears from a bad request, which share a code (seed 001)."""
    if message.strip() == IN_ARREARS:
        return ACCOUNT
    return TENCENT_LEGACY.get(str(code), FAILED_FOR_GOOD)


def of_huawei(code: str, status: int) -> Meaning:
    """``AIS.0103`` and its like, ``status`` being the answer's."""
    return HUAWEI_BY_STATUS.get((code, status)) or HUAWEI.get(code) or of_status(status)


def of_status(status: int) -> Meaning:
    """An answer that says nothing but its HTTP status."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ACCOUNT
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return BUSY
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return FAILED
    return REQUEST if status >= HTTPStatus.BAD_REQUEST else FAILED_FOR_GOOD


def refused_by_status(status: int, request_id: str = "") -> Refused:
    return Refused(of_status(status), f"HTTP.{status}", request_id)


def malformed(request_id: str = "") -> Refused:
    """What came back is no answer of the API; a broken proxy between may be gone the next time."""
    return Refused(FAILED, "MALFORMED_ANSWER", request_id)
