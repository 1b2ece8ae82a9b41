"""The child that opens untrusted bytes: one file, then it ends. Started by ``kyc.imaging.sandbox``, never imported.

Standard input: one line of JSON (limits, page wanted or null), then the bytes. Standard output: a line of JSON a page,
each followed by its raw RGB pixels; or one line naming the failure. The limits are set before a byte is read.
"""

from __future__ import annotations

import io
import json
import math
import resource
import signal
import sys
import warnings
from typing import Any

PDF_DPI = 200
POINTS_PER_INCH = 72
#: Rows written at once.
BAND = 256

#: Number, upright RGB picture, and what its file says of itself.
Page = tuple[int, Any, dict[str, Any]]


class Refused(Exception):
    """The file is refused; the code is one of ``kyc.documents.errors``."""


def restrict(limits: dict[str, Any]) -> None:
    memory, seconds = limits["memory_mb"] * 1024 * 1024, math.ceil(limits["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The timer ends the process to the tenth of a second; the limit in whole seconds cannot be taken back.
    signal.setitimer(signal.ITIMER_PROF, limits["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def check_size(width: int, height: int, limits: dict[str, Any]) -> None:
    if max(width, height) > limits["max_side"]:
        raise Refused("image_too_large")
    if min(width, height) < limits["min_side"]:
        raise Refused("image_too_small")


def picture(data: bytes, kind: str, limits: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The upright RGB picture and what its file says of itself. The header is judged before a pixel is inflated."""
    from PIL import Image, ImageFile, ImageOps

    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # sides are checked below, one by one
    with Image.open(io.BytesIO(data), formats=(kind,)) as opened:
        check_size(opened.width, opened.height, limits)
        facts = {
            "software": str(opened.getexif().get(0x0131) or opened.info.get("Software") or "")[:100],
            "grey": opened.mode in {"1", "L", "LA", "I", "I;16", "F"},
        }
        opened.load()
        return on_white(ImageOps.exif_transpose(opened)), facts


def on_white(image: Any) -> Any:
    """``image`` as 8-bit RGB: what is transparent shows white paper, and deep greys keep their shades."""
    from PIL import Image

    if image.mode == "RGB":
        return image
    if image.mode[0] in "IF":
        return eight_bit(image).convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def eight_bit(image: Any) -> Any:
    """A grey picture of 16 or 32 bits, or of fractions of 1, in 8 bits; Pillow alone would clip it to white."""
    deep = image.convert("F" if image.mode == "F" else "I")
    brightest = deep.getextrema()[1]
    scale = 255.0 if image.mode == "F" and brightest <= 1 else 1 / 257 if brightest > 255 else 1.0
    return deep.point(lambda shade: shade * scale + 0).convert("L")


def pdf_pages(data: bytes, wanted: int | None, limits: dict[str, Any]) -> list[Page]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if not 1 <= len(document) <= limits["max_pages"]:
        raise Refused("too_many_pages" if len(document) else "damaged_file")
    indexes = [index for index in range(len(document)) if wanted in (None, index)]
    return [(index, drawn(document[index], limits), {"software": "", "grey": False}) for index in indexes]


def drawn(page: Any, limits: dict[str, Any]) -> Any:
    """A PDF's page at ``PDF_DPI``, or smaller where it would pass ``max_side``. Its size is judged before a pixel is
    drawn: a page may be metres wide, or a hair's breadth."""
    width, height = (side * PDF_DPI / POINTS_PER_INCH for side in page.get_size())
    shrink = min(1.0, (limits["max_side"] - 1) / max(width, height, 1))
    check_size(math.ceil(width * shrink), math.ceil(height * shrink), limits)
    return page.render(scale=shrink * PDF_DPI / POINTS_PER_INCH).to_pil().convert("RGB")


def decode(data: bytes, request: dict[str, Any]) -> list[Page]:
    if request["kind"] == "PDF":
        return pdf_pages(data, request["page"], request["limits"])
    return [(0, *picture(data, request["kind"], request["limits"]))] if request["page"] in (None, 0) else []


def opened_or_refused(data: bytes, request: dict[str, Any]) -> tuple[list[Page], dict[str, str]]:
    """The pages of a file, or why there are none."""
    try:
        return decode(data, request), {}
    except Refused as refused:
        return [], {"refused": str(refused)}
    except MemoryError:
        return [], {"refused": "decode_limit"}
    except Exception as error:  # noqa: BLE001 - whatever a decoder raises on hostile bytes means: damaged
        return [], {"refused": "damaged_file", "kind": type(error).__name__}


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    restrict(request["limits"])
    warnings.simplefilter("ignore")
    output = sys.stdout.buffer
    pages, refused = opened_or_refused(sys.stdin.buffer.read(), request)
    if refused:
        output.write(json.dumps(refused).encode() + b"\n")
    # A failure from here on ends the child with an error: half an answer is none.
    for index, image, facts in pages:
        header = {"page": index, "width": image.width, "height": image.height, **facts}
        output.write(json.dumps(header).encode() + b"\n")
        for top in range(0, image.height, BAND):
            output.write(image.crop((0, top, image.width, min(image.height, top + BAND))).tobytes())
    output.flush()


if __name__ == "__main__":
    main()
