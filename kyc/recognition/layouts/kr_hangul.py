"""What a Korean driving licence prints in Hangul, read by Tesseract: every place sought, every field by its rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from kyc.documents.kinds import FieldName
from kyc.recognition import hangul
from kyc.recognition.layouts.kr_address import address_of, with_what_was_left
from kyc.recognition.layouts.kr_authority import authority_of
from kyc.recognition.layouts.kr_classes import classes_of
from kyc.recognition.layouts.kr_condition_words import condition_words
from kyc.recognition.layouts.kr_hangul_dates import first_date, parted_from_date, parted_from_period
from kyc.recognition.layouts.kr_name import hangul_name
from kyc.recognition.layouts.kr_places import strips_of
from kyc.recognition.layouts.kr_prints import less_sure
from kyc.recognition.layouts.kr_region import region_of
from kyc.recognition.layouts.kr_rows import Rows
from kyc.recognition.layouts.kr_strip import ReadAt, Seen, Strip
from kyc.recognition.layouts.layout import Face
from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Pixels, Reading, cut_line
from kyc.recognition.placing import Placing
from kyc.recognition.printed import Glyph, Print

_F = FieldName


def read_hangul(
    face: Face, rows: Rows, pixels: Pixels, reader: hangul.HangulReader, known: Collection[FieldName] = ()
) -> dict[FieldName, Print]:
    """The fields in Hangul that were found, and under the licence number its region's name.

    Rows of ``known`` fields are left alone: PP-OCR has read them, and Tesseract takes longest over what is no Hangul.
    """
    strips = [strip for strip in strips_of(face, rows, pixels) if strip.name not in known]
    read_at = partial(_read_at, pixels=pixels, placing=face.placing, reader=reader)
    read = _fields(_seen_by_field(strips, read_at), rows, read_at)
    return {name: printed for name, printed in read.items() if printed.glyphs}


def _seen_by_field(strips: Sequence[Strip], read_at: ReadAt) -> Mapping[FieldName, Seen]:
    """Strips with what Tesseract reads in them, by the field that they may hold."""
    seen: dict[FieldName, list[tuple[Strip, Print]]] = {}
    for strip, printed in zip(strips, read_at([strip.corners for strip in strips]), strict=True):
        seen.setdefault(strip.name, []).append((strip, printed))
    return seen


def _fields(seen: Mapping[FieldName, Seen], rows: Rows, read_at: ReadAt) -> dict[FieldName, Print]:
    """Every field in Hangul by its own rule; empty where nothing passes for it."""
    address, period = parted_from_period(with_what_was_left(seen.get(_F.ADDRESS, []), read_at))
    issued, conditions = parted_from_date([*seen.get(_F.ISSUE_DATE, []), *seen.get(_F.CONDITIONS, [])], rows)
    return {
        _F.NAME: less_sure(hangul_name(seen.get(_F.NAME, []))),
        _F.ADDRESS: less_sure(address_of(address)),
        _F.LICENCE_NUMBER: region_of(seen.get(_F.LICENCE_NUMBER, [])),
        _F.LICENCE_CLASS: classes_of(seen.get(_F.LICENCE_CLASS, [])),
        _F.ISSUING_AUTHORITY: authority_of(seen.get(_F.ISSUING_AUTHORITY, [])),
        _F.CONDITIONS: condition_words(conditions),
        _F.RENEWAL_FROM: first_date(period),
        _F.ISSUE_DATE: issued,
    }


def _read_at(places: Sequence[Corners], pixels: Pixels, placing: Placing, reader: hangul.HangulReader) -> list[Print]:
    """What Tesseract reads at places of the capture."""
    readings = reader.read([cut_line(pixels, corners) for corners in places])
    return [_printed(corners, seen, placing) for corners, seen in zip(places, readings, strict=True)]


def _printed(corners: Corners, seen: Reading, placing: Placing) -> Print:
    """What Tesseract read, with its spaces."""
    line = TextLine(corners, seen.characters)
    if not line.characters:
        return Print()
    points = placing.on_card([line.at(character.place) for character in line.characters])
    return Print(
        tuple(
            Glyph(character.text, character.confidence, float(x), float(y), line, index)
            for index, (character, (x, y)) in enumerate(zip(line.characters, points, strict=True))
        )
    )
