"""Files that do harm: mutations of sound pictures of every accepted format, and bombs. Each a function of its number.

``case("PNG", 17)`` is always the same file. Sound files are small drawings saved in the ways their format knows.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw

from kyc.imaging.formats import BMP, HEIC, JPEG, PDF, PNG, TIFF

Generator = np.random.Generator
FORMATS: Final = (JPEG, PNG, BMP, TIFF, HEIC, PDF)
_SIZE: Final = (480, 304)
#: One file in so many is a bomb.
BOMB_EVERY: Final = 40
#: Numbers that parsers add to, multiply and allocate by.
_EXTREMES: Final = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
#: First bytes of every accepted format and of some that are not.
_MAGICS: Final = (
    *(b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*", b"%PDF-1.7\n", b"GIF89a", b"RIFF"),
    b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what was done to a sound one to make it."""

    kind: str
    number: int
    done: tuple[str, ...]
    data: bytes

    def __str__(self) -> str:
        return f"{self.kind} {self.number} ({', '.join(self.done)}; {len(self.data)} bytes)"


def case(kind: str, number: int) -> Case:
    """Case ``number`` of a format: one to four things done to a sound file, or one of its bombs."""
    rng = np.random.default_rng((FORMATS.index(kind), number))
    bombs = BOMBS[kind]
    if number % BOMB_EVERY == BOMB_EVERY - 1:
        name, make = bombs[(number // BOMB_EVERY) % len(bombs)]
        return Case(kind, number, (name,), make())
    data, done = _pick(rng, sound(kind)), []
    for _ in range(int(rng.choice((1, 1, 1, 2, 2, 3, 4)))):
        name, change = _pick(rng, MUTATIONS)
        if data:
            data = change(data, kind, rng)
            done.append(name)
    if kind == PNG and rng.random() < 0.6:
        data = _with_right_sums(data)
        done.append("right checksums")
    return Case(kind, number, tuple(done), data)


def _pick(rng: Generator, things: tuple[Any, ...]) -> Any:
    return things[int(rng.integers(len(things)))]


# --- sound files ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def drawing() -> Image.Image:
    """Lines, letters and a gradient: something for every part of a decoder to do."""
    across = np.linspace(40, 230, _SIZE[0], dtype=np.float32)[None].repeat(_SIZE[1], 0)
    image = Image.fromarray(np.dstack([across, 250 - across, across * 0.5]).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for row in range(20, _SIZE[1], 24):
        draw.text((20, row), f"SPECIMEN {row} 0123456789", fill=(20, 20, 30))
        draw.ellipse((300, row, 340 + row // 4, row + 18), outline=(200, 20, 30))
    return image


@lru_cache(maxsize=8)
def sound(kind: str) -> tuple[bytes, ...]:
    """Sound files of a format, each saved in another way."""
    image, grey = drawing(), drawing().convert("L")
    exif = Image.Exif()
    exif[0x0112], exif[0x0131] = 6, "camera"
    if kind == JPEG:
        ways: tuple[tuple[Image.Image, dict[str, Any]], ...] = (
            (image, {"quality": 80, "exif": exif}),
            (image, {"progressive": True, "quality": 60}),
            (image, {"subsampling": 0, "restart_marker_blocks": 8}),
            (grey, {"optimize": True}),
            (image.convert("CMYK"), {}),
        )
    elif kind == PNG:
        ways = (
            (image, {}),
            (image.quantize(60), {"transparency": 3}),
            (image.convert("RGBA"), {"exif": exif}),
            (grey.convert("I;16"), {}),
            (grey.convert("1"), {}),
        )
    elif kind == BMP:
        ways = ((image, {}), (image.quantize(200), {}), (grey.convert("1"), {}), (image.convert("RGBA"), {}))
    elif kind == TIFF:
        small = image.resize((240, 152))
        ways = (
            (small, {}),
            *((small, {"compression": way}) for way in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")),
            (grey.convert("1"), {"compression": "group4"}),
            (small, {"save_all": True, "append_images": [small, small], "compression": "tiff_lzw"}),
            (small.convert("CMYK"), {"compression": "tiff_lzw"}),
        )
    elif kind == HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener()
        ways = ((image, {"quality": 60, "exif": exif}), (grey, {"quality": 40}), (image.convert("RGBA"), {}))
    else:
        ways = (
            (image, {"resolution": 100}),
            (image, {"save_all": True, "append_images": [grey], "resolution": 100}),
            (grey.convert("1"), {"resolution": 100}),
        )
        return (*(_saved(picture, kind, options) for picture, options in ways), _drawn_pdf())
    return tuple(_saved(picture, kind, options) for picture, options in ways)


def _saved(picture: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    stored = io.BytesIO()
    picture.save(stored, kind, **options)
    return stored.getvalue()


def _drawn_pdf() -> bytes:
    """A page of text and lines with no picture in it."""
    words = b"BT /F1 24 Tf 40 400 Td (SPECIMEN 0123456789) Tj ET 10 10 m 300 300 l S 0 0 1 rg 50 50 90 90 re f"
    return pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ])  # fmt: skip


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(body))
    return bytes(body) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table) + end


# --- what is done to them ------------------------------------------------------------------------------------------


def _cut_short(data: bytes, _: str, rng: Generator) -> bytes:
    return data[: int(len(data) * rng.random() ** 0.5)]


def _bits_turned(data: bytes, _: str, rng: Generator) -> bytes:
    changed = bytearray(data)
    for _turn in range(int(2 ** rng.uniform(0, 7))):
        changed[int(rng.integers(len(changed)))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _head_bits_turned(data: bytes, _: str, rng: Generator) -> bytes:
    """Headers are short: bits turned in the first part alone find more of their parsers."""
    changed = bytearray(data)
    for _turn in range(int(2 ** rng.uniform(0, 4))):
        changed[int(rng.integers(min(len(changed), 200)))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _run_overwritten(data: bytes, _: str, rng: Generator) -> bytes:
    at, length = int(rng.integers(len(data))), int(2 ** rng.uniform(0, 10))
    filling = (bytes(length), b"\xff" * length, rng.bytes(length))[int(rng.integers(3))]
    return data[:at] + filling + data[at + length :]


def _number_made_extreme(data: bytes, _: str, rng: Generator) -> bytes:
    """A 16- or 32-bit number somewhere, or in the header, becomes one that arithmetic trips over."""
    changed = bytearray(data + bytes(4))
    for _time in range(int(rng.integers(1, 4))):
        at = int(rng.integers(min(len(data), 400) if rng.random() < 0.6 else len(data)))
        order, size = str(rng.choice(("<", ">"))), str(rng.choice(("H", "I")))
        value = int(rng.choice(_EXTREMES)) & (0xFFFF if size == "H" else 0xFFFFFFFF)
        changed[at : at + struct.calcsize(size)] = struct.pack(order + size, value)
    return bytes(changed[: len(data)])


def _chunk_spliced(data: bytes, kind: str, rng: Generator) -> bytes:
    """A piece of another sound file of the format, or of any format, put in or laid over."""
    other = _pick(rng, sound(kind if rng.random() < 0.7 else _pick(rng, FORMATS)))
    start = int(rng.integers(len(other)))
    piece = other[start : start + int(2 ** rng.uniform(2, 13))]
    at = int(rng.integers(len(data)))
    return data[:at] + piece + data[at + (len(piece) if rng.random() < 0.5 else 0) :]


def _chunk_repeated(data: bytes, _: str, rng: Generator) -> bytes:
    at, length = int(rng.integers(len(data))), int(2 ** rng.uniform(1, 12))
    times = int(2 ** rng.uniform(0, 8))
    return (data[: at + length] + data[at : at + length] * times + data[at + length :])[: 9 * 1024 * 1024]


def _chunk_removed(data: bytes, _: str, rng: Generator) -> bytes:
    at = int(rng.integers(len(data)))
    return data[:at] + data[at + int(2 ** rng.uniform(0, 11)) :]


def _huge(data: bytes, kind: str, rng: Generator) -> bytes:
    """The sides that the header states become large: lawful ones, ones just beyond, absurd ones."""
    width, height = (int(_pick(rng, (8192, 8192, 8191, 8193, 60000, 65535, 1, 0x7FFFFFFF))) for _ in range(2))
    return _with_sides(data, kind, width, height)


def _with_sides(data: bytes, kind: str, width: int, height: int) -> bytes:
    """``data`` whose header says ``width`` and ``height``, where it still has one to find."""
    changed = bytearray(data)
    if kind == PNG and len(data) > 24:
        changed[16:24] = struct.pack(">II", width & 0xFFFFFFFF, height & 0xFFFFFFFF)
    elif kind == BMP and len(data) > 26:
        changed[18:26] = struct.pack("<II", width & 0xFFFFFFFF, height & 0xFFFFFFFF)
    elif kind == JPEG:
        at = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
        if 0 < at < len(data) - 9:
            changed[at + 5 : at + 9] = struct.pack(">HH", height & 0xFFFF, width & 0xFFFF)
    elif kind == HEIC:
        at = data.find(b"ispe")
        if 0 < at < len(data) - 16:
            changed[at + 8 : at + 16] = struct.pack(">II", width & 0xFFFFFFFF, height & 0xFFFFFFFF)
    elif kind == TIFF:
        for tag, side in ((256, width), (257, height)):
            at = data.find(struct.pack("<HH", tag, 4))
            at = at if at >= 0 else data.find(struct.pack("<HH", tag, 3))
            if 0 <= at < len(data) - 12:
                changed[at + 2 : at + 12] = struct.pack("<HII", 4, 1, side & 0xFFFFFFFF)
    elif kind == PDF:
        box = b"/MediaBox [0 0 %d %d]" % (width, height)
        at = data.find(b"/MediaBox")
        end = data.find(b"]", at)
        return data[:at] + box + data[end + 1 :] if 0 < at < end else data
    return bytes(changed)


def _wrong_magic(data: bytes, _: str, rng: Generator) -> bytes:
    magic = _pick(rng, _MAGICS)
    return magic + data[len(magic) :]


def _nested(data: bytes, kind: str, rng: Generator) -> bytes:
    """A file of any format inside or before this one."""
    inner = _pick(rng, sound(_pick(rng, FORMATS)))
    if kind == PNG and rng.random() < 0.5:
        return data[:33] + _png_chunk(b"zTXt", b"inner\0\0" + zlib.compress(inner)) + data[33:]
    if kind == JPEG and rng.random() < 0.5:
        return data[:2] + b"\xff\xe1" + struct.pack(">H", min(len(inner) + 2, 0xFFFF)) + inner[:0xFFFD] + data[2:]
    if kind == PDF and rng.random() < 0.5:
        return data.replace(b"stream\n", b"stream\n" + inner, 1)
    return data + inner if rng.random() < 0.6 else data[:64] + inner + data[64:]


MUTATIONS: Final[tuple[tuple[str, Callable[[bytes, str, Generator], bytes]], ...]] = (
    ("cut short", _cut_short),
    ("bits turned", _bits_turned),
    ("bits of the head turned", _head_bits_turned),
    ("run overwritten", _run_overwritten),
    ("number made extreme", _number_made_extreme),
    ("chunk spliced", _chunk_spliced),
    ("chunk repeated", _chunk_repeated),
    ("chunk removed", _chunk_removed),
    ("huge sides", _huge),
    ("wrong magic", _wrong_magic),
    ("nested", _nested),
)


def _with_right_sums(data: bytes) -> bytes:
    """A PNG's checksums made right again, so that what was changed reaches the decoder."""
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        if at + 12 + length > len(data):
            break
        out += _png_chunk(data[at + 4 : at + 8], data[at + 8 : at + 8 + length])
        at += 12 + length
    return bytes(out) + data[at:]


def _png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


# --- bombs ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _zeros(count: int, times: int = 1) -> bytes:
    """``count`` zero bytes deflated, ``times`` over."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(count >> 20)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


@lru_cache(maxsize=4)
def scan_bomb(width: int, height: int, scans: int = 4000) -> bytes:
    """A flat progressive JPEG whose last scan comes again and again."""
    stored = io.BytesIO()
    Image.new("L", (width, height), 128).save(stored, "JPEG", progressive=True, quality=50)
    data = stored.getvalue()
    last = data.rfind(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + data[-2:]


def _png_bomb(side: int, bits: int = 8, colour: int = 2) -> bytes:
    """``side`` squared pixels of zeros in a few hundred kilobytes."""
    head = struct.pack(">IIBBBBB", side, side, bits, colour, 0, 0, 0)
    channels = {0: 1, 2: 3, 6: 4}[colour]
    raw = side * (side * channels * bits // 8 + 1)
    pixels = _zeros(raw + (1 << 20))
    return _MAGICS[1] + _png_chunk(b"IHDR", head) + _png_chunk(b"IDAT", pixels) + _png_chunk(b"IEND", b"")


def _png_text_bomb() -> bytes:
    data = sound(PNG)[0]
    text = _png_chunk(b"zTXt", b"Comment\0\0" + _zeros(256 << 20))
    profile = _png_chunk(b"iCCP", b"profile\0\0" + _zeros(256 << 20))
    return data[:33] + text * 3 + profile + data[33:]


def _png_many_chunks() -> bytes:
    data = sound(PNG)[0]
    return data[:33] + _png_chunk(b"tEXt", b"k\0v") * 400_000 + data[33:]


def _tiff_bomb(side: int, compression: int = 8, samples: int = 3) -> bytes:
    """One strip of ``side`` squared zeros."""
    strip = _zeros(side * side * samples + (1 << 20))
    tags = (
        *((256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, compression), (262, 3, 2 if samples == 3 else 1)),
        *((273, 4, 8), (277, 3, samples), (278, 4, side), (279, 4, len(strip))),
    )
    entries = b"".join(struct.pack("<HHII", tag, form, 1, value) for tag, form, value in tags)
    return b"II*\0" + struct.pack("<I", 8 + len(strip)) + strip + struct.pack("<H", len(tags)) + entries + bytes(4)


def _tiff_loop() -> bytes:
    """Directories that point at one another for ever."""
    entry = struct.pack("<HHII", 256, 4, 1, 200)
    return b"II*\0" + struct.pack("<I", 8) + (struct.pack("<H", 1) + entry + struct.pack("<I", 8)) * 2


def _bmp_bomb(bits: int, compression: int) -> bytes:
    """Large lawful sides and hardly any pixels."""
    body = b"\xff\0" * 40_000
    head = struct.pack("<IiiHHIIiiII", 40, 8192, 8192, 1, bits, compression, len(body), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 1024 + len(body), 0, 0, 54 + 1024) + head + bytes(1024) + body


def _heic_huge() -> bytes:
    return _with_sides(sound(HEIC)[0], HEIC, 8192, 8192)


@lru_cache(maxsize=1)
def _heic_flat() -> bytes:
    """As many lawful pixels as a telephone has, of nothing."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _saved(Image.new("RGB", (4032, 3024), (200, 200, 200)), HEIC, {"quality": 1})


def _pdf_with(stream_head: bytes, stream: bytes) -> bytes:
    words = b"600 0 0 600 0 0 cm /Im Do"
    return pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< %s /Length %d >>\nstream\n%s\nendstream" % (stream_head, len(stream), stream),
        b"<< /XObject << /Im 5 0 R >> >>",
    ])  # fmt: skip


def _pdf_image_bomb(side: int, times: int) -> bytes:
    filters = b" ".join([b"/FlateDecode"] * times)
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB" % (
        side,
        side,
    )
    return _pdf_with(head + b" /Filter [%s]" % filters, _zeros(side * side * 3 + (1 << 20), times))


def _pdf_form_loop() -> bytes:
    """A form that draws itself, twice."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 600] /Resources << /XObject << /Im 5 0 R >> >>"
    return _pdf_with(head, b"/Im Do /Im Do")


def _pdf_deep() -> bytes:
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 500_000 + b"]" * 500_000])


def _pdf_many_strokes() -> bytes:
    """A page that takes long to draw: more dashed lines than it has points."""
    words = b"[0.01] 0 d 0.1 w " + b"0 0 m 600 600 l 0 600 l S " * 200_000
    packed = zlib.compress(words, 9)
    return pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
    ])  # fmt: skip


BOMBS: Final[dict[str, tuple[tuple[str, Callable[[], bytes]], ...]]] = {
    JPEG: (
        ("scans without end", lambda: scan_bomb(8000, 4000)),
        ("huge and empty", lambda: _with_sides(sound(JPEG)[1], JPEG, 8192, 8192)),
        ("64 megapixels", lambda: scan_bomb(8000, 8000, 0)),
    ),
    PNG: (
        ("67 megapixels", lambda: _png_bomb(8192)),
        ("67 megapixels of 16 bits and transparent", lambda: _png_bomb(8192, 16, 6)),
        ("text and profile of 256 MB", _png_text_bomb),
        ("400,000 chunks", _png_many_chunks),
    ),
    BMP: (
        ("67 megapixels by run lengths", lambda: _bmp_bomb(8, 1)),
        ("67 megapixels that are not there", lambda: _bmp_bomb(24, 0)),
    ),
    TIFF: (
        ("67 megapixels deflated", lambda: _tiff_bomb(8192)),
        ("67 megapixels called LZW", lambda: _tiff_bomb(8192, 5)),
        ("directories in a circle", _tiff_loop),
    ),
    HEIC: (("huge and empty", _heic_huge), ("12 megapixels", _heic_flat)),
    PDF: (
        ("picture of 64 megapixels", lambda: _pdf_image_bomb(8000, 1)),
        ("picture deflated three times", lambda: _pdf_image_bomb(8000, 3)),
        ("picture of 144 megapixels", lambda: _pdf_image_bomb(12000, 2)),
        ("form that draws itself", _pdf_form_loop),
        ("nested a million deep", _pdf_deep),
        ("more strokes than points", _pdf_many_strokes),
        ("page of a kilometre", lambda: _with_sides(_drawn_pdf(), PDF, 3_000_000, 3_000_000)),
        ("page of a hair's breadth", lambda: _with_sides(_drawn_pdf(), PDF, 3_000_000, 1)),
    ),
}
