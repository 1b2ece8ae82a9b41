"""Opening files in the limited child: every kind of file, every kind of harm."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from kyc.documents import errors
from kyc.imaging import sandbox
from kyc.imaging.sandbox import DEFAULT, decode
from tests.imaging import mutations


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


def test_processor_time_is_limited() -> None:
    """A progressive JPEG of a few kilobytes whose scans keep a decoder busy for minutes."""
    with pytest.raises(errors.DecodeLimitExceeded):
        decode(mutations.scan_bomb(8000, 4000))


@pytest.mark.parametrize(("kind", "depth"), [("PNG", np.uint16), ("TIFF", np.uint16), ("TIFF", np.int32)])
def test_deep_greys_keep_their_shades(kind: str, depth: type) -> None:
    shades = np.linspace(0, 65535, 320, dtype=np.float64).astype(depth)[None].repeat(200, 0)
    stored = io.BytesIO()
    Image.fromarray(shades).save(stored, kind)
    (page,) = decode(stored.getvalue())
    assert page.is_grey
    assert list(page.pixels[0, ::64, 0]) == pytest.approx([0, 51, 102, 153, 204], abs=1)


def test_transparent_paper_is_white() -> None:
    shown = Image.new("RGBA", (320, 200), (0, 0, 0, 0))
    shown.paste((10, 10, 10, 255), (100, 50, 200, 100))
    stored = io.BytesIO()
    shown.save(stored, "PNG")
    (page,) = decode(stored.getvalue())
    assert page.pixels[10, 10].min() == 255
    assert page.pixels[75, 150].max() == 10


def test_one_page_of_a_pdf_is_opened_without_the_other() -> None:
    assert [page.page for page in decode(pdf(2), page=0)] == [0]
    with pytest.raises(errors.DamagedFile, match="page not in file"):
        decode(pdf(1), page=1)


HEADER = b'{"page": 0, "width": 200, "height": 200, "software": "", "grey": false}\n'
TAKEN_OVER = [
    (HEADER, errors.DecodeLimitExceeded),
    (HEADER + b"\0" * 119_999, errors.DecodeLimitExceeded),
    (HEADER + b"\0" * 120_001, errors.DamagedFile),
    (HEADER.replace(b"200", b"9999999"), errors.DamagedFile),
    (HEADER.replace(b"200", b"-200"), errors.DamagedFile),
    (HEADER.replace(b"200", b"true"), errors.DamagedFile),
    (HEADER.replace(b'"page": 0', b'"page": "<b>"'), errors.DamagedFile),
    (b"[]\n", errors.DamagedFile),
    (b"\xff\xfe\n", errors.DamagedFile),
    (b"[" * 5000, errors.DamagedFile),
    (b"no newline at all", errors.DamagedFile),
]


@pytest.mark.parametrize(("answer", "expected"), TAKEN_OVER)
def test_a_child_that_was_taken_over_is_not_believed(answer: bytes, expected: type[errors.DecodeError]) -> None:
    with pytest.raises(expected):
        list(sandbox._pages(memoryview(answer), "PNG", DEFAULT))


ENDLESS = "import os\nwhile True: os.write(1, bytes(1 << 20))"
SILENT = "import time\ntime.sleep(60)"
DEAF = "import os, sys\nos.close(0)\nos.write(1, b'x')\nsys.exit(3)"


@pytest.mark.parametrize(("program", "why"), [(ENDLESS, "answer"), (SILENT, "wall clock"), (DEAF, "ended with 3")])
def test_a_child_that_does_as_it_likes_is_ended(monkeypatch: pytest.MonkeyPatch, program: str, why: str) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def begin(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([command[0], "-c", program], **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(sandbox, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": begin}))
    small = replace(DEFAULT, max_side=1000, wall_seconds=2.0)
    with pytest.raises(errors.DecodeLimitExceeded, match=why):
        decode(encoded("PNG") + b"\0" * 500_000, limits=small)
    assert started[0].poll() is not None
