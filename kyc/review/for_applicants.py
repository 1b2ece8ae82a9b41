"""What a reviewer can repeat to an applicant about a warning: what to do, never what the applicant might have done.

The sentences name no detector and no score. They ask for a better picture, right or wrong the warning.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kyc.documents.warnings import WarningCode

_PRINT: Final = _(
    "Some of the print could not be confirmed. Please photograph the original document again in even light, and send "
    "the picture as the camera took it."
)

#: By code; a subtype's own sentence goes before it.
SENTENCES: Final[dict[str, str | Promise]] = {
    WarningCode.PRINTED_COPY: _("Please photograph the original document itself. A copy or a printout cannot be used."),
    WarningCode.SCREEN_RECAPTURE: _("Please photograph the document itself, not a picture of it on a screen."),
    WarningCode.DIGITAL_TAMPERING: _PRINT,
    WarningCode.BLUR: _(
        "The picture is not sharp. Please hold the camera still, let it focus, and take the picture again in good "
        "light."
    ),
    WarningCode.GLARE: _(
        "Light is reflected on the document. Please tilt it a little or move away from the lamp, and take the picture "
        "again without flash."
    ),
    WarningCode.CUT_OFF: _(
        "Part of the document is outside the picture. Please take it again with all four corners in view."
    ),
    WarningCode.COVERED: _(
        "Part of the document is covered. Please take it out of its cover, keep fingers off the print, and take the "
        "picture again."
    ),
    WarningCode.TEMPORARY_DOCUMENT: _(
        "We need the regular document. If you have it already, please photograph that one."
    ),
    WarningCode.INVALID_DATE: _(
        "The dates on the document could not be confirmed. Please photograph the original again so that every date can "
        "be read."
    ),
    WarningCode.CHECKSUM_FAILED: _(
        "The number on the document could not be confirmed. Please photograph the original again so that every digit "
        "can be read."
    ),
    WarningCode.ELECTRONIC_DOCUMENT: _(
        "This is the electronic form of the document. If you were asked for the card itself, please photograph the "
        "card."
    ),
}

SUBTYPE_SENTENCES: Final[dict[str, str | Promise]] = {
    "grey_copy": _(
        "The picture shows the document without its colours. Please photograph the original document in colour; a copy "
        "or a printout cannot be used."
    ),
    "colour_copy": _("Please photograph the original document itself, not a printout of it."),
    "grey_picture": _(
        "The picture has no colours. Please photograph the original document again, with the camera set to colour."
    ),
    "swapped_portrait": _(
        "The portrait could not be confirmed. Please photograph the original document again in even light, and send "
        "the picture as the camera took it."
    ),
    "editor_metadata": _("Please send the picture as the camera took it, not one that another program has saved."),
    "contradiction": _(
        "Some of the data could not be confirmed. Please photograph the original document again so that every line can "
        "be read."
    ),
}


def sentence_for_applicant(code: str, subtype: str) -> str:
    """What may be said about a warning; empty for a code that this version does not know."""
    return str(SUBTYPE_SENTENCES.get(subtype) or SENTENCES.get(code, ""))
