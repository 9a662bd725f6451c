"""The style "storybook": gouache dabs, thin coloured lines, soft light, a little paper."""

from __future__ import annotations

from rollsuggest.render.styles import anime, flatten, seen, tone
from rollsuggest.render.styles.lab import Picture, f32, mix
from rollsuggest.render.styles.scene import Scene

LOOK = anime.Look(
    flatness=0.5,
    line_width=0.85,
    ink=0.6,
    ink_depth=0.42,
    steps=9,
    step_share=0.3,
    redraws=1,
    grade=tone.Grade(
        saturation=1.02,
        vibrance=0.45,
        nature=0.12,
        contrast=0.05,
        shadow_tint=(-2.0, -3.0),
        light_tint=(-1.0, 6.0),
        lift=10.0,
        bloom=0.14,
    ),
)


def draw(scene: Scene) -> Picture:
    drawing = anime.drawn(scene, LOOK)
    masks = seen.masks(scene)
    dabbed = flatten.dabbed(drawing, 4 * scene.scale)
    painted = mix(dabbed, drawing, seen.lettered_plane(scene, 0.8 * masks.skin, 1))
    tooth, wash = seen.tooth(scene, 0, 1.1, 4), seen.wash(scene, 1, 60) * (1 - masks.skin)
    thick = 0.05 * wash[..., None] * (1 - painted)  # of the paint: on white there is none
    return f32(painted * (1 + 0.008 * tooth[..., None] + thick)).clip(0, 1)
