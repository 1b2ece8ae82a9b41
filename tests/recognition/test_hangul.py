"""Hangul lines by Tesseract, and a machine without its Korean data.

Syllables that Tesseract confuses (빛 and 빚) or does not know (휼) are in the benchmark, not here.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.hangul_words import is_syllable
from kyc.recognition import hangul
from kyc.recognition.hangul import HangulReader, HangulUnavailable, prepared
from kyc.recognition.lines import Character
from kyc.recognition.networks import Pixels, Reading
from tests.specimens.page import HEI, SONG

GOTHIC = "/usr/share/fonts/truetype/baekmuk/dotum.ttf"


@pytest.fixture(scope="module")
def reader() -> HangulReader:
    return HangulReader()


def drawn(text: str, font: str = HEI, size: int = 40, ink: int = 30, paper: int = 225) -> Pixels:
    face = ImageFont.truetype(font, size)
    image = Image.new("RGB", (round(face.getlength(text)) + 24, round(size * 1.5)), (paper, paper, paper))
    ImageDraw.Draw(image).text((12, size * 0.75), text, font=face, fill=(ink, ink, ink), anchor="lm")
    return np.asarray(image)


@pytest.mark.parametrize("font", [HEI, SONG, GOTHIC])
@pytest.mark.parametrize("text", ["홍길동", "서울특별시경찰청장", "1종보통", "경기도 가온시 푸른구 하늘로 12"])
def test_lines_are_read_with_their_spaces(reader: HangulReader, text: str, font: str) -> None:
    assert reader.read([drawn(text, font)])[0].text == text


def test_light_print_on_dark_ground_is_read(reader: HangulReader) -> None:
    assert reader.read([drawn("2종소형", ink=240, paper=60)])[0].text == "2종소형"


def test_places_run_along_the_line_and_are_sure(reader: HangulReader) -> None:
    reading = reader.read([drawn("남궁민수")])[0]
    places = [character.place for character in reading.characters]
    assert places == sorted(places)
    assert places[0] < 0.3
    assert places[-1] > 0.7
    assert min(character.confidence for character in reading.characters) > 0.8


def test_many_lines_come_back_in_their_order(reader: HangulReader) -> None:
    texts = ["부산", "대구", "인천", "광주", "대전", "울산", "세종", "제주"]
    assert [reading.text for reading in reader.read([drawn(text) for text in texts])] == texts


def test_the_same_line_gives_the_same_reading_alone_and_among_others(reader: HangulReader) -> None:
    cut = cv2.GaussianBlur(drawn("경상북도경찰청장", size=26), (0, 0), 1.6)
    alone = reader.read([cut])[0]
    assert reader.read([drawn("홍길동"), cut, drawn("1종대형")])[1] == alone


def test_a_doubtful_line_is_less_sure_than_a_clear_one(reader: HangulReader) -> None:
    clear = reader.read([drawn("황보휼")])[0]
    assert clear.text.startswith("황보")
    soft = reader.read([cv2.GaussianBlur(drawn("김서연", size=18), (0, 0), 3.0)])[0]
    sure = reader.read([drawn("김서연", size=40)])[0]
    assert soft.score / max(len(soft.characters), 1) < sure.score / len(sure.characters)


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (40, 3), (400, 2)])
def test_no_shape_of_line_breaks_it(reader: HangulReader, shape: tuple[int, int]) -> None:
    reader.read([np.full((*shape, 3), 200, np.uint8)])


def test_noise_and_blank_paper_are_no_hangul(reader: HangulReader) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (48, 200, 3), np.uint8)
    for cut in (np.full((48, 200, 3), 230, np.uint8), noise):
        reading = reader.read([cut])[0]
        assert not any(is_syllable(character.text) and character.confidence > 0.9 for character in reading.characters)


def test_prepared_lines_are_dark_on_light_with_a_white_border() -> None:
    for cut in (drawn("면허"), drawn("면허", ink=240, paper=40)):
        picture = prepared(cut, 44)
        assert picture.shape[0] == 44 + 2 * hangul.BORDER
        assert (picture[: hangul.BORDER] == 255).all()
        assert np.median(picture) > 200


def test_without_korean_data_the_reader_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HangulUnavailable):
        HangulReader(tmp_path)
    monkeypatch.setattr(hangul, "DATA_DIRECTORIES", (str(tmp_path),))
    assert hangul.data_directory() is None
    with pytest.raises(HangulUnavailable):
        HangulReader()


def test_damaged_korean_data_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "kor.traineddata").write_bytes(b"nothing that Tesseract knows")
    with pytest.raises(HangulUnavailable):
        HangulReader(tmp_path)


def test_without_tesserocr_the_reader_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(hangul, "import_module", missing)
    with pytest.raises(HangulUnavailable):
        HangulReader()


def test_the_newest_data_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for release in ("4.00", "5"):
        (tmp_path / release / "tessdata").mkdir(parents=True)
        (tmp_path / release / "tessdata" / "kor.traineddata").write_bytes(b"")
    monkeypatch.setattr(hangul, "DATA_DIRECTORIES", (str(tmp_path),))
    assert hangul.data_directory() == tmp_path / "5" / "tessdata"


def _look(text: str, confidence: float) -> Reading:
    return Reading(tuple(Character(one, confidence, index / len(text)) for index, one in enumerate(text)))


def test_looks_that_agree_outvote_one_that_does_not() -> None:
    agreed = hangul._agreed([_look("김서언", 0.9), _look("김서연", 0.8), _look("김서연", 0.7)])
    assert agreed.text == "김서연"
    assert agreed.characters[2].confidence == pytest.approx(0.5)
    assert agreed.characters[0].confidence == pytest.approx(0.8)


def test_looks_of_three_lengths_leave_the_surest_with_its_doubts() -> None:
    agreed = hangul._agreed([_look("김서연", 0.9), _look("검서", 0.5), _look("곰서연이", 0.6)])
    assert agreed.text == "김서연"
    assert agreed.characters[0].confidence == pytest.approx(0.63)
    assert agreed.characters[1].confidence == pytest.approx(0.9)


def test_nothing_seen_is_nothing() -> None:
    assert hangul._agreed([_look("", 0.0), _look("", 0.0)]).text == ""
