"""The child that opens untrusted bytes: one file, then it ends. Started by ``kyc.imaging.sandbox``, never imported.

Standard input: one line of JSON (limits, page wanted or null), then the bytes. Standard output: a line of JSON a page,
each followed by its raw RGB pixels; or one line naming the failure. The limits are set before a byte is read.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import Any

PDF_DPI = 200
POINTS_PER_INCH = 72


class Refused(Exception):
    """The file is refused; the code is one of ``kyc.documents.errors``."""


def restrict(limits: dict[str, int]) -> None:
    memory = limits["memory_mb"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def check_size(width: int, height: int, limits: dict[str, int]) -> None:
    if max(width, height) > limits["max_side"]:
        raise Refused("image_too_large")
    if min(width, height) < limits["min_side"]:
        raise Refused("image_too_small")


def picture(data: bytes, kind: str, limits: dict[str, int]) -> tuple[Any, dict[str, Any]]:
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
        return ImageOps.exif_transpose(opened).convert("RGB"), facts


def pdf_pages(data: bytes, limits: dict[str, int]) -> list[tuple[Any, dict[str, Any]]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if not 1 <= len(document) <= limits["max_pages"]:
        raise Refused("too_many_pages" if len(document) else "damaged_file")
    pages = []
    for page in document:
        width, height = (side * PDF_DPI / POINTS_PER_INCH for side in page.get_size())
        scale = min(1.0, limits["max_side"] / max(width, height, 1)) * PDF_DPI / POINTS_PER_INCH
        image = page.render(scale=scale).to_pil().convert("RGB")
        check_size(image.width, image.height, limits)
        pages.append((image, {"software": "", "grey": False}))
    return pages


def decode(data: bytes, request: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    if request["kind"] == "PDF":
        return pdf_pages(data, request["limits"])
    return [picture(data, request["kind"], request["limits"])]


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    restrict(request["limits"])
    warnings.simplefilter("ignore")
    output = sys.stdout.buffer
    try:
        pages = decode(sys.stdin.buffer.read(), request)
        for index, (image, facts) in enumerate(pages):
            if request["page"] is not None and index != request["page"]:
                continue
            header = {"page": index, "width": image.width, "height": image.height, **facts}
            output.write(json.dumps(header).encode() + b"\n")
            output.write(image.tobytes())
    except Refused as refused:
        output.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
    except MemoryError:
        output.write(json.dumps({"refused": "decode_limit"}).encode() + b"\n")
    except Exception as error:  # noqa: BLE001 - whatever a decoder raises on hostile bytes means: damaged
        output.write(json.dumps({"refused": "damaged_file", "kind": type(error).__name__}).encode() + b"\n")
    output.flush()


if __name__ == "__main__":
    main()
