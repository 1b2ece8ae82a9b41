"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

#: Names as Pillow knows them, plus PDF.
JPEG, PNG, BMP, TIFF, HEIC, PDF = "JPEG", "PNG", "BMP", "TIFF", "HEIF", "PDF"
PICTURES = (JPEG, PNG, BMP, TIFF, HEIC)

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def sniff(data: bytes) -> str:
    """The format's name, empty for anything the desk does not take."""
    head = data[:32]
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"BM"):
        return BMP
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    if b"%PDF-" in data[:1024]:
        return PDF
    return ""
