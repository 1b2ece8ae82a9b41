"""What is sent of a capture: the original where the vendor takes it, else an upright copy within its limits."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kyc.documents import errors
from kyc.documents.results import CaptureInput
from kyc.engines.cloud.pictures import Limits, Sent, prepare
from kyc.imaging import formats
from tests.engines.cloud.examples import PICTURE, picture

LARGE = Limits(5 << 20)


def sent(data: bytes, limits: Limits = LARGE, *, page: int = 0, max_side: int = 0) -> Sent:
    return prepare(CaptureInput("capture", data, page), limits, max_side)


def opened(made: Sent) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


def turned(**saved: Any) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture(exif=exif.tobytes(), **saved)


def noise(side: int) -> bytes:
    """As large as a picture of so many pixels gets."""
    stream = io.BytesIO()
    Image.fromarray(np.random.default_rng(3).integers(0, 255, (side, side, 3), np.uint8)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP"])
def test_originals_go_as_they_are(kind: str) -> None:
    data = picture(kind=kind)
    assert sent(data) == Sent(data, 320, 200)


@pytest.mark.parametrize("kind", ["TIFF", "HEIF", "PDF"])
def test_what_a_vendor_does_not_take_is_copied(kind: str) -> None:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    made = sent(picture(kind=kind))
    assert formats.sniff(made.data) == formats.JPEG
    assert not made.is_original
    assert opened(made).size == (made.width, made.height)


def test_a_page_of_a_pdf() -> None:
    pages = [Image.new("RGB", (320, 200), colour) for colour in ("white", "black")]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:])
    assert opened(sent(stream.getvalue(), page=1)).convert("L").getextrema()[1] < 20


def test_a_vendor_that_takes_tiff_is_sent_it() -> None:
    data = picture(kind="TIFF")
    assert sent(data, Limits(5 << 20, frozenset({formats.TIFF}))).data == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_to_be_turned_is_sent_upright(kind: str) -> None:
    made = sent(turned(kind=kind))
    assert (made.width, made.height) == (200, 320)
    assert opened(made).size == (200, 320)
    assert opened(made).getexif().get(0x0112) is None
    # The dark corner, at the top left of what is stored, lies at the top right.
    assert opened(made).convert("L").getpixel((190, 10)) < 60
    assert not made.is_original


def test_too_many_bytes_or_pixels_are_made_fewer() -> None:
    data = noise(500)
    few = sent(data, Limits(60_000))
    assert len(few.data) <= 60_000
    assert few.scale == pytest.approx(500 / opened(few).width)
    narrow = sent(PICTURE, Limits(5 << 20, max_side=160))
    assert opened(narrow).size == (160, 100)
    assert (narrow.scale, narrow.width, narrow.height) == (2.0, 320, 200)


@pytest.mark.parametrize(
    ("data", "limits", "error"),
    [
        (b"", LARGE, errors.EmptyFile),
        (b"GIF89a", LARGE, errors.UnsupportedFormat),
        (PICTURE[: len(PICTURE) // 2], LARGE, errors.DamagedFile),
        (PICTURE, Limits(5 << 20, min_side=300), errors.ImageTooSmall),
        (noise(400), Limits(500), errors.FileTooLarge),
    ],
)
def test_what_is_no_picture_for_a_vendor_is_said_to_be_none(
    data: bytes, limits: Limits, error: type[errors.DecodeError]
) -> None:
    with pytest.raises(error) as refused:
        sent(data, limits)
    assert refused.value.capture_id == "capture"
    assert "%(" not in refused.value.sentence.english()


def test_a_callers_own_limit_of_pixels() -> None:
    with pytest.raises(errors.ImageTooLarge):
        sent(PICTURE, max_side=200)
