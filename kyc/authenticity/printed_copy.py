"""PRINTED_COPY: a photocopy or print of a document on paper (-9102), grey and colour told apart.

Six traces: a grey copy has no colour of its own; office inks on office paper are paler than the document; a screen of
dots or lines repeats over the whole card; the sheet's paper goes on beyond the card's edges; a print that was cut out
has square corners where a card's are round; the lines and tints of the ground are faint beside the type. Pale colour a
little below what genuine cards have is weak evidence, since cards fade and forms differ: it takes a faint screen, a
faint ground or the sheet to support it, and stands alone only where much is missing. A sheet alone is no evidence but
around an electronic licence, which is never on paper; one on which the card casts no shadow, unlike whatever lies on
it, makes colours suspect that many a card has, and so do square corners, which alone may be those of a holder's window.
A continuous-tone print in good colours, cut out round, shows none of them and passes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import cv2
import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.chroma import Chroma, card_chroma, is_grey_picture
from kyc.authenticity.ground_print import GroundPrint, ground_print
from kyc.authenticity.halftone import Halftone, find_halftone
from kyc.authenticity.square_corners import Corner, find_corners
from kyc.authenticity.surround import Surround, find_surround
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, card_width_mm
from kyc.documents.results import EvidenceKind, EvidencePicture, Figure, Region
from kyc.documents.warnings import Outcome, Severity
from kyc.documents.words import N_, Words

VERSION: Final = "printed_copy 5"

_GREY: Final = N_(
    "A grey copy: the card has hardly any colour of its own, %(own)s in Lab a, b; cards have %(line)s or more."
)
_PALE: Final = N_("A colour print: the card's colours are pale, %(own)s in Lab a, b; cards have %(line)s or more.")
_SCREENED: Final = N_("A colour print: dots or lines of ink, %(ruling)s to the millimetre, repeat over the whole card.")
_ON_SHEET: Final = N_("A print: white paper goes on beyond the edges of the page, where a screen would end.")
_WITHOUT_EDGE: Final = N_(
    "A print: white paper goes on beyond the card's edges without a shadow on it, and the card's colours are rather "
    "pale, %(own)s in Lab a, b."
)
_SQUARE: Final = N_(
    "A print that was cut out: its corners are square, where a card's are round, and the card's colours are rather "
    "pale, %(own)s in Lab a, b."
)
_FAINT_GROUND: Final = N_(
    "A colour print: the lines and tints of the card's ground are faint beside its type, %(relief)s of what cards have "
    "in lightness and %(colour)s in colour, and its colours are pale, %(own)s in Lab a, b."
)
_GREY_PICTURE: Final = N_(
    "The whole picture is grey, what lies around the card included: a scanning program's filter, or a copy."
)
#: Printed in offset themselves.
_LICENCES: Final = frozenset({DocumentKind.CN_DRIVING_LICENCE, DocumentKind.CN_VEHICLE_LICENCE})
#: Larger scans are measured at this width, which resolves every screen that is looked for.
_WIDEST: Final = 1800
#: A portrait of the temporary card is grey by its law, so its lack of colour says nothing.
_GREY_BY_LAW: Final = {DocumentKind.CN_TEMPORARY_ID_CARD: "portrait"}
#: An app's page, which nobody prints.
_APP: Final = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
#: Cards of plastic with the corners of ISO/IEC 7810. Licences and temporary cards are laminated paper, whose film may
#: have other corners than the paper in it.
_ROUND: Final = frozenset({DocumentKind.CN_ID_CARD, DocumentKind.KR_DRIVING_LICENCE})
#: Pictures are drawn for scores that a stricter policy may put its line at.
_PICTURED_FROM: Final = 45.0
_CERTAIN: Final = Surround(1.0, 100.0)
_NO_GROUND: Final = GroundPrint(0.0, 0.0, 200.0)
_ALL_SQUARE: Final = (Corner(1.0, (0.0, 0.0, 0.0, 0.0)),) * 4
_DARKEST_SHADOW: Final = 20.0


@dataclass(frozen=True, slots=True)
class Traces:
    """What was measured: the card's colour against what its page has at least, the halftone, if the card is large
    enough, and what lies around the card, its corners and its ground, if they were looked at."""

    chroma: Chroma
    page: lines.PageChroma
    halftone: Halftone | None
    surround: Surround | None = None
    is_app: bool = False
    corners: tuple[Corner, ...] = ()
    ground: GroundPrint | None = None

    @property
    def sheet(self) -> float:
        """How clearly the card is a part of a sheet, 0 to 1."""
        if self.surround is None:
            return 0.0
        share = _risen(self.surround.share, lines.SHEET_SHARE)
        shaded = 1 - lines.SHEET_SHADED * _risen(self.surround.shadow, lines.SHEET_SHADOW)
        return share * shaded * _risen(self.surround.unevenness, lines.SHEET_UNEVENNESS)

    @property
    def without_edge(self) -> float:
        """How clearly the card is printed on the sheet and does not lie on it, 0 to 1. Evenly lit paper tells nothing:
        a scanner's lid shows no shadows."""
        if self.surround is None:
            return 0.0
        share = _risen(self.surround.share, lines.NO_SHADOW_SHARE)
        unshaded = 1 - _risen(self.surround.shadow, lines.NO_SHADOW)
        return share * unshaded * _risen(self.surround.unevenness, lines.NO_SHADOW_UNEVENNESS)

    @property
    def ground_left(self) -> tuple[float, float] | None:
        """What the ground's print has of what cards of this page usually have, in lightness and in colour; None where
        it was not looked at, or where paper is burnt out, by light or by a scanning program."""
        usual = self.page.ground
        if self.ground is None or usual is None or self.ground.paper > lines.GROUND_BURNT:
            return None
        return self.ground.relief / usual.relief, self.ground.colour / usual.colour

    @property
    def faint_ground(self) -> float:
        """How clearly the ground has lost both, 0 to 1."""
        if self.ground_left is None:
            return 0.0
        relief, colour = self.ground_left
        return min(1 - _risen(relief, lines.GROUND_RELIEF), 1 - _risen(colour, lines.GROUND_COLOUR))

    @property
    def support(self) -> float:
        """What speaks for a print but its colour: the sheet, a screen too faint to stand alone, and a faint ground."""
        faint = _risen(self.halftone.strength, lines.HALFTONE_FAINT) if self.halftone else 0.0
        return min(self.sheet + faint + lines.GROUND_SUPPORT * self.faint_ground, 1.0)

    @property
    def least_filled(self) -> float:
        """How far the corner is filled up to a square that is so least; one corner alone tells nothing."""
        filled = [corner.filled for corner in self.corners]
        return min(filled) if len(filled) >= lines.SQUARE_LEAST else 0.0

    @property
    def square(self) -> float:
        """How clearly all corners are square, 0 to 1."""
        return _risen(self.least_filled, lines.SQUARE_FILLED)

    @property
    def palest(self) -> float:
        """The colour below which the card is taken for a print, with the support there is."""
        supported = lines.PALE_ALONE + (lines.PALE_SUPPORTED - lines.PALE_ALONE) * self.support
        on_sheet = supported + (lines.PALE_WITHOUT_EDGE - lines.PALE_SUPPORTED) * self.without_edge
        cut_out = lines.PALE_ALONE + (lines.PALE_SQUARE - lines.PALE_ALONE) * self.square
        return self.page.lowest * max(on_sheet, cut_out)

    @property
    def paleness(self) -> float:
        """1 at the line, more for paler cards."""
        return self.palest / max(self.chroma.own, 0.1)

    @property
    def screened(self) -> float:
        """1 at the halftone's line, more for clearer screens."""
        line = lines.HALFTONE_AT_LINE + (lines.HALFTONE_ON_SHEET - lines.HALFTONE_AT_LINE) * self.sheet
        return self.halftone.strength / line if self.halftone else 0.0

    @property
    def on_sheet(self) -> float:
        """1 where an app's page lies on paper, for certain at 2."""
        return self.sheet / lines.SHEET_OF_APP if self.is_app else 0.0

    @property
    def suspicion(self) -> float:
        """1 at the line, by whichever trace is the clearest."""
        return max(self.paleness, self.screened, self.on_sheet)

    @property
    def is_grey(self) -> bool:
        return self.chroma.own < lines.GREY


def judge(views: Views, today: date) -> Verdict:
    """Score by the colour that remains when the light's is taken off, and by the print's own lattice."""
    page = lines.CARD_CHROMA.get((views.capture.kind, views.capture.side))
    if page is None:
        return Abstained(Words(N_("How much colour this side has was never measured.")), Outcome.NOT_APPLICABLE)
    if views.card_width < lines.COPY_CARD_WIDTH:
        return Abstained(
            Words(
                N_("The card is %(width)s pixels wide; its colours can be judged from %(needed)s on."),
                {"width": round(views.card_width), "needed": lines.COPY_CARD_WIDTH},
            )
        )
    chroma = card_chroma(views.capture.rectified)
    if chroma.paper < lines.COPY_DARKEST_PAPER:
        return Abstained(Words(N_("The card is too dark for its colours to be judged.")))
    traces = _traces(views, chroma, page)
    if traces.is_grey and traces.screened < 1 and is_grey_picture(views.capture.pixels, lines.GREY_PICTURE):
        return _grey_picture(views, traces)
    return _copy(views, traces)


def _traces(views: Views, chroma: Chroma, page: lines.PageChroma) -> Traces:
    """What lies around the card is looked at only where it can matter."""
    is_app = views.capture.kind is _APP
    traces = Traces(chroma, page, _halftone(views), is_app=is_app)
    if _can_matter(traces, replace(traces, surround=_CERTAIN)):
        traces = replace(traces, surround=find_surround(views.capture))
    if views.capture.kind in _ROUND and _can_matter(traces, replace(traces, corners=_ALL_SQUARE)):
        traces = replace(traces, corners=find_corners(views.capture))
    if _can_matter(traces, replace(traces, ground=_NO_GROUND)) and _resolves_ground(views):
        traces = replace(traces, ground=ground_print(views.card.pixels))
    return traces


def _resolves_ground(views: Views) -> bool:
    """Whether the capture would show the lines of a ground: large enough, and its type is sharp."""
    blur = list(views.blur.values())
    is_sharp = bool(blur) and float(np.median(blur)) <= lines.GROUND_BLUR
    return is_sharp and views.card_width >= lines.GROUND_CARD_WIDTH


def _can_matter(traces: Traces, certain: Traces) -> bool:
    """Whether to look for one more trace, which would make what there is as suspicious as ``certain`` at most."""
    return traces.suspicion < 1 and certain.suspicion >= _PICTURED_FROM / 50


def _copy(views: Views, traces: Traces) -> Scored:
    score = scaled(traces.suspicion, 1.0, 2.0)
    pictures = (_colour_map(views, traces.chroma),) if score >= _PICTURED_FROM else ()
    # Ink that is pale may also be a worn card's: without a screen it is the weaker kind of evidence.
    weak = not traces.is_grey and traces.screened < 1
    return Scored(
        score,
        _reason(traces),
        _regions(views, traces),
        severity=Severity.WARNING if weak else None,
        subtype="grey_copy" if traces.is_grey else "colour_copy",
        figures=_figures(traces),
        pictures=pictures,
    )


def _grey_picture(views: Views, traces: Traces) -> Scored:
    """A file without colour: it may be a copy as well, but nothing in the card's colour says so."""
    height, width = views.capture.pixels.shape[:2]
    return Scored(
        lines.GREY_PICTURE_SCORE,
        Words(_GREY_PICTURE),
        (Region(Quad.from_box(0, 0, width, height), "grey_picture"),),
        severity=Severity.INFORMATION,
        subtype="grey_picture",
        figures=_figures(traces),
    )


def _halftone(views: Views) -> Halftone | None:
    """The print's lattice; None where the card is too small, or is no print at all."""
    capture = views.capture
    if capture.kind is _APP:
        return None
    rows, columns = capture.rectified.shape[:2]
    width = round(min(views.card_width, _WIDEST))
    size = (width, round(width * rows / columns))
    if min(size) < lines.HALFTONE_LEAST_SIDE:
        return None
    coarsest, finest = lines.HALFTONE_RULINGS
    if capture.kind in _LICENCES:
        finest = lines.HALFTONE_FINEST_ON_LICENCES
    to_card = np.diag([size[0] / columns, size[1] / rows, 1.0]) @ capture.to_rectified
    per_mm = width / card_width_mm(capture.kind)
    return find_halftone(views.luma, to_card, size, per_mm, (coarsest, finest))


def _reason(traces: Traces) -> Words:
    if not traces.is_grey and traces.halftone and traces.screened >= traces.paleness:
        return Words(_SCREENED, {"ruling": round(traces.halftone.ruling, 1)})
    if traces.on_sheet > max(traces.paleness, 1 if traces.is_grey else 0):
        return Words(_ON_SHEET)
    own, line = traces.chroma.own, min(traces.palest, lines.PALE_SUPPORTED * traces.page.lowest)
    if traces.square and not traces.is_grey:  # looked for only where nothing else decides
        return Words(_SQUARE, {"own": round(own, 2)})
    if traces.ground_left and traces.faint_ground and not traces.is_grey:
        relief, colour = (round(part, 2) for part in traces.ground_left)
        return Words(_FAINT_GROUND, {"relief": relief, "colour": colour, "own": round(own, 2)})
    if own > line:
        return Words(_WITHOUT_EDGE, {"own": round(own, 2)})
    return Words(_GREY if traces.is_grey else _PALE, {"own": round(own, 2), "line": round(line, 2)})


def _figures(traces: Traces) -> tuple[Figure, ...]:
    page, halftone = traces.page, traces.halftone
    figures = [Figure(N_("colour of the card's own"), round(traces.chroma.own, 2), "Lab", (page.lowest, page.most))]
    if halftone:
        usual = (0.0, lines.HALFTONE_USUAL)
        figures.append(Figure(N_("strength of a halftone"), round(halftone.strength, 1), "σ", usual))
    if halftone and traces.screened >= 1:
        figures.append(Figure(N_("lines of the halftone"), round(halftone.ruling, 1), "1/mm"))
    if traces.surround:
        usual = (0.0, 100 * lines.SHEET_SHARE[0])
        figures.append(
            Figure(N_("edges beyond which white paper goes on"), round(100 * traces.surround.share), "%", usual)
        )
        if traces.sheet > 0:
            usual = (lines.NO_SHADOW[1], _DARKEST_SHADOW)
            figures.append(Figure(N_("shadow along those edges"), round(traces.surround.shadow, 1), "L", usual))
    if traces.ground_left and traces.faint_ground:
        names = N_("ground's print in lightness"), N_("ground's print in colour")
        starts = lines.GROUND_RELIEF[1], lines.GROUND_COLOUR[1]
        for name, left, start in zip(names, traces.ground_left, starts, strict=True):
            figures.append(Figure(name, round(100 * left), "%", (100 * start, lines.GROUND_MOST)))
    if traces.least_filled:
        usual = (0.0, 100 * lines.SQUARE_FILLED[0])
        figures.append(Figure(N_("corners filled up to a square"), round(100 * traces.least_filled), "%", usual))
    return tuple(figures)


def _regions(views: Views, traces: Traces) -> tuple[Region, ...]:
    """The card, what should be coloured on it, where a screen is clearest, and square corners."""
    capture = views.capture
    label = "colourless" if traces.is_grey else "pale_colour"
    coloured = (name for name in capture.areas if name != _GREY_BY_LAW.get(capture.kind))
    areas = [Region(views.inside_picture(capture.areas[name]), label, (name,)) for name in coloured]
    shown = areas if traces.is_grey or traces.paleness >= 1 else []
    screen = traces.halftone.tiles if traces.halftone and traces.screened >= 1 else ()
    square = tuple(corner.box for corner in traces.corners) if traces.square else ()
    return (
        Region(views.inside_picture(capture.outline), "copy"),
        *shown,
        *_parts(views, screen, "halftone"),
        *_parts(views, square, "paper_edge"),
    )


def _parts(views: Views, boxes: tuple[tuple[float, float, float, float], ...], label: str) -> list[Region]:
    """Boxes in parts of the card's width and height."""
    rows, columns = views.capture.rectified.shape[:2]
    return [
        Region(views.to_capture(left * columns, top * rows, right * columns, bottom * rows), label)
        for left, top, right, bottom in boxes
    ]


def _risen(value: float, between: tuple[float, float]) -> float:
    """0 up to the first of two values, 1 from the second on, straight between."""
    start, end = between
    return min(max((value - start) / (end - start), 0.0), 1.0)


def _colour_map(views: Views, chroma: Chroma) -> EvidencePicture:
    picture = chroma.colour_map()
    stored = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1]
    height, width = picture.shape[:2]
    return EvidencePicture(EvidenceKind.COLOUR_MAP, stored.tobytes(), width, height, views.capture.outline)
