"""Which picture-editing program a file says it passed through."""

from __future__ import annotations

from typing import Final

#: Programs that change what a picture shows. Cameras, scanners, messengers and viewers are not among them.
EDITORS: Final = (
    *("Photoshop", "GIMP", "Snapseed", "Meitu", "PicsArt", "Pixelmator", "Affinity Photo", "Lightroom", "Paint.NET"),
    *("CorelDRAW", "PaintShop", "Photopea", "Facetune", "AirBrush", "BeautyPlus", "Pixlr", "Krita", "PhotoScape"),
)
#: Metadata stands before the picture data; what lies further in is compressed and says nothing.
_HEAD_BYTES: Final = 65536
#: Too short to be searched for in bytes; only believed from the decoder's own field.
_LEAST_NAME: Final = 6


def editing_program(software: str, original: bytes) -> str:
    """The editor that ``software`` (the metadata field) or the head of the file names; empty where none is named."""
    stated = software.casefold()
    for name in EDITORS:
        if name.casefold() in stated:
            return name
    head = _metadata_head(original).lower()
    return next((name for name in EDITORS if len(name) >= _LEAST_NAME and name.lower().encode() in head), "")


def _metadata_head(original: bytes) -> bytes:
    """The part of the file that can hold metadata: up to the start of the compressed data."""
    head = original[:_HEAD_BYTES]
    start_of_scan = head.find(b"\xff\xda")
    if original.startswith(b"\xff\xd8") and start_of_scan > 0:
        return head[:start_of_scan]
    data = head.find(b"IDAT")
    return head[:data] if original.startswith(b"\x89PNG") and data > 0 else head
