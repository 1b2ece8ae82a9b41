"""Lines of text with known places, for tests of what is made of them."""

from __future__ import annotations

import numpy as np

from kyc.recognition.lines import Character, TextLine

#: A card of this size lies upright with its corner at this point of the capture.
LEFT, TOP, WIDTH, HEIGHT = 200.0, 150.0, 1000.0, 631.0


def line(
    text: str, x: float, y: float, width: float, *, height: float = 0.06, confidence: float = 0.99, angle: float = 0.0
) -> TextLine:
    """``text`` from ``x`` on, centred on ``y``, ``width`` wide, in card widths and heights; the capture is turned by
    ``angle`` degrees around its origin."""
    left, top = LEFT + x * WIDTH, TOP + (y - height / 2) * HEIGHT
    right, bottom = left + width * WIDTH, top + height * HEIGHT
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    turn = np.deg2rad(angle)
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], np.float32)
    places = (np.arange(len(text)) + 0.5) / len(text)
    characters = tuple(Character(one, confidence, float(place)) for one, place in zip(text, places, strict=True))
    return TextLine(corners, characters)


def portrait_face(angle: float = 0.0, **changed: str) -> list[TextLine]:
    """The lines of a portrait face; ``changed`` replaces texts by the field's name, "" leaves the line out."""
    printed = {
        "name_label": ("姓名", 0.070, 0.155, 0.080),
        "name": ("王小明", 0.175, 0.155, 0.130),
        "sex_label": ("性别", 0.070, 0.280, 0.080),
        "sex": ("男", 0.175, 0.280, 0.045),
        "ethnicity": ("民族汉", 0.297, 0.280, 0.140),
        "birth": ("出生1990年1月24日", 0.070, 0.405, 0.430),
        "address_label": ("住址", 0.070, 0.532, 0.080),
        "address": ("样例省样例市样例区一号", 0.175, 0.532, 0.420),
        "address_2": ("院二号楼", 0.175, 0.605, 0.160),
        "number_label": ("公民身份号码", 0.072, 0.862, 0.233),
        "number": ("11010119900124003X", 0.343, 0.862, 0.542),
    }
    texts = {name: changed.get(name, value[0]) for name, value in printed.items()}
    return [line(texts[name], *place[1:], angle=angle) for name, place in printed.items() if texts[name]]


def emblem_face(angle: float = 0.0, **changed: str) -> list[TextLine]:
    printed = {
        "state": ("中华人民共和国", 0.330, 0.158, 0.542),
        "title": ("居民身份证", 0.293, 0.356, 0.625),
        "authority": ("签发机关样例市公安局", 0.240, 0.758, 0.430),
        "period": ("有效期限2020.01.15-2040.01.15", 0.240, 0.877, 0.640),
    }
    texts = {name: changed.get(name, value[0]) for name, value in printed.items()}
    return [line(texts[name], *place[1:], angle=angle) for name, place in printed.items() if texts[name]]
