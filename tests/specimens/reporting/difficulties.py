"""The reporting set's own tables of what each difficulty means."""

from __future__ import annotations

from typing import Final

from tests.specimens.difficulties import EVEN_LIGHT, Difficulty, Frame, Lens, Light, Over

_PHONE_LIGHT: Final = Light(exposure=(0.80, 1.05), warmth=(-0.09, 0.09), vignette=(0.02, 0.26), cast=0.2)
_PHONE_LENS: Final = Lens(blur=(0.35, 1.2), motion=0.2, motion_length=(1.0, 2.6), noise=(0.8, 5.0))
_PHONE_FRAMES: Final = (Frame(1600, 1200, (0.67, 0.97)),)

REPORTING: Final[dict[str, Difficulty]] = {
    entry.name: entry
    for entry in (
        Difficulty(
            "scan",
            frames=(),
            turn=(-2, 2),
            light=EVEN_LIGHT,
            lens=Lens(blur=(0.25, 0.85), motion=0.0, noise=(0.3, 1.8)),
            quality=(85, 95),
            flatbed=(200, 300),
        ),
        Difficulty(
            "phone",
            frames=_PHONE_FRAMES,
            turn=(-14, 14),
            any_angle=0.35,
            tilt=(0, 25),
            light=_PHONE_LIGHT,
            lens=_PHONE_LENS,
            quality=(70, 95),
        ),
        Difficulty(
            "messenger",
            frames=_PHONE_FRAMES,
            turn=(-14, 14),
            any_angle=0.35,
            tilt=(0, 25),
            light=_PHONE_LIGHT,
            lens=_PHONE_LENS,
            quality=(70, 95),
            messenger=1.0,
            messenger_quality=(60, 75),
        ),
        Difficulty(
            "hard",
            frames=(
                Frame(1600, 1200, (0.5, 1.0)),
                Frame(1440, 1080, (0.55, 1.0)),
                Frame(1280, 960, (0.6, 1.0), askew=False),
                Frame(960, 720, (0.78, 1.0), askew=False),
                Frame(800, 500, (0.84, 1.0), askew=False),
            ),
            turn=(-15, 15),
            tilt=(0, 25),
            least_area=0.25,
            light=Light((0.60, 1.12), (-0.13, 0.13), vignette=(0.05, 0.38), gradient=(0.0, 0.32), cast=0.4),
            lens=Lens(blur=(0.6, 1.9), motion=0.25, motion_length=(1.0, 3.2), noise=(2.0, 7.5)),
            over=Over(
                glare_beside=0.3,
                glare_across=0.3,
                across_strength=(0.08, 0.24),
                hologram=0.3,
                hologram_strength=(0.25, 0.75),
                sleeve=0.25,
                fingers=0.3,
                grey_copy=0.12,
            ),
            quality=(58, 90),
            messenger=0.4,
            messenger_quality=(60, 75),
        ),
    )
}
