"""Failures that reach a person: each says whether trying again can help, a sentence, and details for the log."""

from __future__ import annotations

from typing import ClassVar

from kyc.documents.words import N_, Words


class DeskError(Exception):
    """Base of every expected failure.

    ``code`` is stable and stored; ``retryable`` says whether the same call can succeed later; ``sentence`` is for the
    person; ``details`` go to the log and never hold personal values.
    """

    code: ClassVar[str] = "desk_error"
    retryable: ClassVar[bool] = False
    message: ClassVar[str] = N_("Something went wrong.")

    def __init__(self, details: str = "", **params: str | int | float) -> None:
        super().__init__(details or self.code)
        self.details = details
        self.params = params

    @property
    def sentence(self) -> Words:
        return Words(self.message, self.params)


class InspectionError(DeskError):
    """An inspection that ended without a result. ``capture_id`` names the picture at fault, where one is."""

    code = "inspection_failed"
    message = N_("The document could not be inspected.")

    def __init__(self, details: str = "", *, capture_id: str = "", **params: str | int | float) -> None:
        super().__init__(details, **params)
        self.capture_id = capture_id


class NoDocumentFound(InspectionError):
    code = "no_document"
    message = N_("No supported document was found in this picture.")


class NoTextFound(InspectionError):
    code = "no_text"
    message = N_("No text was found in this picture.")


class SeveralDocumentsFound(InspectionError):
    code = "several_documents"
    message = N_("This picture shows the same face or page of more than one document. Show one document.")


class SameSideTwice(InspectionError):
    code = "same_side_twice"
    message = N_("Both pictures show the same face or page. Upload one picture of each.")


class OtherDocument(InspectionError):
    """Another kind than was stated, or than the first picture shows."""

    code = "other_document"
    message = N_("This picture shows another document than stated: %(kind)s.")


class WrongSide(InspectionError):
    """Another side than was stated, which no other picture shows either; sides only given in the other order are put
    right."""

    code = "wrong_side"
    message = N_("This picture shows another face or page than stated: %(side)s.")


class UnreadableDocument(InspectionError):
    code = "unreadable"
    message = N_("A document is there, but its text cannot be read. Take a sharper, larger picture.")


class TooBlurred(InspectionError):
    code = "too_blurred"
    message = N_("This picture is too blurred to be read. Hold the camera still and let it focus.")


class DocumentTooSmall(InspectionError):
    code = "too_small"
    message = N_("The document is too small in this picture to be read.")


class EngineUnavailable(InspectionError):
    """The engine itself failed (crashed, out of memory, missing part); the pictures may be perfectly good."""

    code = "engine_unavailable"
    retryable = True
    message = N_("The recognition engine is not working at the moment. Nothing was read.")


class EngineNotConfigured(EngineUnavailable):
    """The engine has no account, or none for this kind of document."""

    code = "engine_not_configured"
    retryable = False
    message = N_("The recognition engine %(engine)s is not configured for this document.")


class EngineAccountRefused(EngineUnavailable):
    """The vendor does not serve our account: wrong credentials, nothing left, service not opened."""

    code = "engine_account_refused"
    retryable = False
    message = N_("%(engine)s does not serve our account (%(vendor_code)s, request %(request_id)s).")


class VendorUnavailable(EngineUnavailable):
    """The vendor failed, is too busy or cannot be reached; later it may work."""

    code = "vendor_unavailable"
    message = N_("%(engine)s is not answering as it should at the moment (%(vendor_code)s, request %(request_id)s).")


class DecodeError(InspectionError):
    """Base of what can be wrong with a file's bytes."""

    code = "decode_failed"
    message = N_("This file cannot be read as a picture. It may be damaged or cut short.")


class EmptyFile(DecodeError):
    code = "empty_file"
    message = N_("This file is empty.")


class FileTooLarge(DecodeError):
    code = "file_too_large"
    message = N_("This file is larger than %(limit_mb)s MB.")


class UnsupportedFormat(DecodeError):
    code = "unsupported_format"
    message = N_("This is not a JPEG, PNG, BMP, TIFF, HEIC or PDF file, whatever its name says.")


class DamagedFile(DecodeError):
    code = "damaged_file"
    message = N_("This file is damaged or was cut short. Send the original again.")


class ImageTooLarge(DecodeError):
    code = "image_too_large"
    message = N_("This picture is larger than %(limit_px)s pixels on a side.")


class ImageTooSmall(DecodeError):
    code = "image_too_small"
    message = N_("This picture is smaller than %(limit_px)s pixels on its shorter side.")


class TooManyPages(DecodeError):
    code = "too_many_pages"
    message = N_("This PDF has more than %(limit)s pages.")


class DecodeLimitExceeded(DecodeError):
    code = "decode_limit"
    message = N_("Opening this file takes more memory or time than a picture of a document may.")
