"""The style "starlit": anime under an evening sky: cobalt shadows, warm lights that glow, a few stars."""

from __future__ import annotations

from rollsuggest.render.styles import anime, tone
from rollsuggest.render.styles.evening import starred
from rollsuggest.render.styles.lab import Picture
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.scene import Scene

LOOK = Look(
    ink=0.8,
    ink_depth=0.18,
    steps=7,
    step_share=0.5,
    grade=tone.Grade(
        saturation=1.22,
        vibrance=0.6,
        nature=0.35,
        contrast=0.38,
        shadow_tint=(5.0, -15.0),
        light_tint=(3.0, 6.0),
        lift=3.0,
        bloom=0.3,
        evening=1.0,
    ),
)


def draw(scene: Scene) -> Picture:
    drawing = anime.drawn(scene, LOOK)
    return drawing if scene.moves else starred(drawing, scene, min(1.0, scene.touch.colour))
