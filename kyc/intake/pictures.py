"""The pictures of an upload: each slot's file checked by itself, so that each fault stands beside its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from kyc.cases.services import UploadedPage
from kyc.documents.errors import DecodeError
from kyc.documents.kinds import Side
from kyc.intake import services
from kyc.intake.slots import SLOTS, sides_of
from kyc.web.words import say_error

MAX_PAGES: Final = 2


@dataclass(slots=True)
class Pictures:
    """Pages by slot, and sentences by slot for what is wrong. Valid while ``errors`` is empty."""

    pages: dict[str, tuple[UploadedPage, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    over_total: bool = False

    def in_order(self, sides: Sequence[Side] = ()) -> tuple[UploadedPage, ...]:
        """All pages, front slot first. Where each slot holds one page, it is stated to be its slot's side."""
        each_has_one = len(self.pages) == len(SLOTS) and all(len(pages) == 1 for pages in self.pages.values())
        if each_has_one and len(sides) == len(SLOTS):
            return tuple(
                replace(self.pages[slot][0], side_stated=side.value) for slot, side in zip(SLOTS, sides, strict=True)
            )
        return tuple(page for slot in SLOTS for page in self.pages.get(slot, ()))


def stated_sides(kind: str, accepted_kinds: Sequence[str]) -> tuple[Side, ...]:
    """The sides that the two slots stand for: of the stated kind, or of the only one accepted; else nothing known."""
    if not kind and len(accepted_kinds) == 1:
        kind = accepted_kinds[0]
    return sides_of(kind)


def read_pictures(request: HttpRequest, sides: Sequence[Side] = ()) -> Pictures:
    """Check every file of the request, of a document with these sides. Faults become sentences, never exceptions."""
    pictures = Pictures()
    for slot in SLOTS:
        file = request.FILES.get(slot)
        if file is not None:
            _read_slot(slot, file, pictures)
    count = sum(len(pages) for pages in pictures.pages.values())
    if not count and not pictures.errors:
        pictures.errors[SLOTS[0]] = gettext("Choose a picture of the document.")
    elif count > MAX_PAGES:
        pictures.errors[_last_slot(pictures)] = gettext("Together these are more than two pages.")
    elif count > 1 and len(sides) == 1:
        pictures.errors[_last_slot(pictures)] = gettext("One side of this document is read: give one picture or page.")
    return pictures


def _read_slot(slot: str, file: UploadedFile[bytes], pictures: Pictures) -> None:
    if getattr(file, "dropped", False):
        pictures.over_total = True
        limit_mb = settings.UPLOAD_TOTAL_LIMIT // (1024 * 1024)
        pictures.errors[slot] = gettext("This file is too large: all files together may have %(limit_mb)s MB.") % {
            "limit_mb": limit_mb
        }
        return
    try:
        pictures.pages[slot] = services.check_file(file.read())
    except DecodeError as error:
        pictures.errors[slot] = say_error(error)


def _last_slot(pictures: Pictures) -> str:
    return [slot for slot in SLOTS if slot in pictures.pages][-1]
