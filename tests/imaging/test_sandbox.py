"""Opening files in the limited child: every kind of file, every kind of harm."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from kyc.documents import errors
from kyc.imaging.sandbox import DEFAULT, decode


def encoded(kind: str, size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((20, 20, 220), (0, 0, size[0] // 2, size[1] // 2))
    stored = io.BytesIO()
    picture.save(stored, kind, **options)
    return stored.getvalue()


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return encoded("HEIF")


def pdf(pages: int) -> bytes:
    picture = Image.new("RGB", (400, 300), (220, 220, 220))
    stored = io.BytesIO()
    picture.save(stored, "PDF", save_all=True, append_images=[picture] * (pages - 1))
    return stored.getvalue()


def png_with_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF"])
def test_pictures_open(kind: str) -> None:
    (page,) = decode(encoded(kind))
    assert (page.width, page.height, page.format) == (320, 200, kind)
    assert page.pixels[10, 10, 2] > 150 > page.pixels[10, 10, 0]


def test_heic_opens() -> None:
    (page,) = decode(heic())
    assert (page.width, page.height) == (320, 200)


def test_pdf_pages_open() -> None:
    assert [page.page for page in decode(pdf(2))] == [0, 1]
    assert [page.page for page in decode(pdf(2), page=1)] == [1]


def test_exif_rotation_is_honoured() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = decode(encoded("JPEG", exif=exif))
    assert (page.width, page.height) == (200, 320)
    assert page.pixels[10, 190, 2] > 150


GIF = encoded("GIF")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
REFUSED = [
    (b"", errors.EmptyFile),
    (GIF, errors.UnsupportedFormat),
    (SVG, errors.UnsupportedFormat),
    (HTML, errors.UnsupportedFormat),
    (encoded("JPEG")[:-400], errors.DamagedFile),
    (encoded("PNG")[:-60], errors.DamagedFile),
    (b"\xff\xd8\xff" + b"\0" * 500, errors.DamagedFile),
    (b"%PDF-1.7 nothing", errors.DamagedFile),
    (png_with_header(60_000, 60_000), errors.ImageTooLarge),
    (png_with_header(8193, 200), errors.ImageTooLarge),
    (encoded("PNG", (320, 99)), errors.ImageTooSmall),
    (pdf(3), errors.TooManyPages),
    (b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), errors.FileTooLarge),
]


@pytest.mark.parametrize(("data", "expected"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_no_picture_of_a_document_is_refused_in_its_own_words(
    data: bytes, expected: type[errors.DecodeError]
) -> None:
    with pytest.raises(expected) as refused:
        decode(data)
    assert "%(" not in refused.value.sentence.english()


def test_memory_is_limited() -> None:
    with pytest.raises(errors.DecodeLimitExceeded):
        decode(encoded("PNG", (8000, 8000)), limits=replace(DEFAULT, memory_mb=120))


def test_time_is_limited() -> None:
    with pytest.raises(errors.DecodeLimitExceeded):
        decode(encoded("PNG"), limits=replace(DEFAULT, wall_seconds=0.01))
