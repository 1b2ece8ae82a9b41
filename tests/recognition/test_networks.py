"""What a line says depends on nothing but the line."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kyc.recognition.lines import Corners
from kyc.recognition.networks import CLOSER_SIDE, DETECTION_SIDE, LOCK, Pixels, TextNetworks, _largest_softmax
from tests.specimens.page import HEI

WORDS = ("姓名", "公民身份号码", "1985-06-17", "Driving License", "样例省样例市样例区样例街道一百二十三号", "女")


def written(text: str, height: int = 40) -> Pixels:
    """A line of print on paper, ``height`` pixels high."""
    font = ImageFont.truetype(HEI, round(height * 0.7), index=2)
    picture = Image.new("RGB", (round(font.getlength(text)) + height // 2, height), (236, 240, 238))
    ImageDraw.Draw(picture).text((height // 4, height // 2), text, font=font, fill=(30, 30, 34), anchor="lm")
    return np.asarray(picture)


@pytest.fixture(scope="module")
def lines() -> list[Pixels]:
    return [written(word) for word in WORDS]


def test_processes_that_share_a_cache_compile_one_after_the_other(tmp_path: Path) -> None:
    with (tmp_path / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=TextNetworks, args=(tmp_path,))
        second.start()
        second.join(timeout=1.0)
        assert second.is_alive()
        assert list(tmp_path.iterdir()) == [tmp_path / LOCK]
        fcntl.flock(lock, fcntl.LOCK_UN)
    second.join()
    assert len(list(tmp_path.iterdir())) > 1


def test_lines_read_as_written(networks: TextNetworks, lines: list[Pixels]) -> None:
    assert [reading.text for reading in networks.recognise(lines)] == list(WORDS)


def test_a_line_reads_alone_as_among_others_to_the_last_bit(networks: TextNetworks, lines: list[Pixels]) -> None:
    alone = [networks.recognise([line])[0] for line in lines]
    assert networks.recognise(lines) == alone
    assert networks.recognise(lines[::-1]) == alone[::-1]
    assert networks.recognise([lines[4], *lines, lines[4]])[1:-1] == alone


def test_one_thread_reads_what_two_read(lines: list[Pixels], networks: TextNetworks) -> None:
    one = TextNetworks(threads=1)
    assert [reading.text for reading in one.recognise(lines)] == [reading.text for reading in networks.recognise(lines)]


def test_characters_stand_where_they_are_written(networks: TextNetworks) -> None:
    (reading,) = networks.recognise([written("公民身份号码")])
    places = [character.place for character in reading.characters]
    assert places == sorted(places)
    assert 0.05 < places[0] < 0.15
    assert 0.85 < places[-1] < 0.95


@pytest.mark.parametrize(("high", "sides"), [(18, [DETECTION_SIDE, CLOSER_SIDE]), (30, [DETECTION_SIDE])])
def test_only_small_print_is_looked_for_once_more(
    networks: TextNetworks, monkeypatch: pytest.MonkeyPatch, high: int, sides: list[int]
) -> None:
    """A document far away; and one that fills the picture, of which one look is enough."""
    looks: list[int] = []

    def noted(_: TextNetworks, pixels: Pixels, side: int) -> list[Corners]:
        looks.append(side)
        return [np.array([[0, 0], [90, 0], [90, high], [0, high]], np.float32)]

    monkeypatch.setattr(TextNetworks, "_detected", noted)
    assert networks.detect(np.zeros((1200, 1600, 3), np.uint8))
    assert looks == sides


def test_no_lines_are_no_readings(networks: TextNetworks) -> None:
    assert networks.recognise([]) == []
    assert networks.upside_down([]) == []


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2)])
def test_a_line_of_any_shape_is_read_as_something(networks: TextNetworks, size: tuple[int, int]) -> None:
    assert len(networks.recognise([np.full((*size, 3), 120, np.uint8)])) == 1
    assert len(networks.upside_down([np.full((*size, 3), 120, np.uint8)])) == 1


def test_lines_on_their_heads_are_told_apart(networks: TextNetworks, lines: list[Pixels]) -> None:
    long = [line for line in lines if line.shape[1] > 3 * line.shape[0]]
    turned = [np.ascontiguousarray(line[::-1, ::-1]) for line in long]
    assert max(networks.upside_down(long)) < 0.5 < min(networks.upside_down(turned))


def test_the_detector_finds_a_line_where_it_stands(networks: TextNetworks) -> None:
    picture = np.full((800, 1000, 3), 230, np.uint8)
    line = written("公民身份号码 样例", 60)
    picture[400:460, 200 : 200 + line.shape[1]] = line
    (box,) = networks.detect(picture)
    left, top = box.min(axis=0)
    right, bottom = box.max(axis=0)
    assert abs(left - 215) < 20
    assert abs(right - (200 + line.shape[1] - 15)) < 20
    assert 390 < top < 420 < 440 < bottom < 470


def test_confidence_is_the_largest_softmax() -> None:
    logits = np.array([[0.0, 1.0, 3.0], [0.0, 5.0, 1.0]], np.float32)
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert _largest_softmax(logits) == pytest.approx(softmax.max())


def test_half_size_print_is_still_read(networks: TextNetworks) -> None:
    line = cv2.resize(written("公民身份号码"), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert networks.recognise([np.asarray(line, np.uint8)])[0].text == "公民身份号码"
