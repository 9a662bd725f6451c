"""A face drawn anew in ink or pencil: its own tones, eyes and lips dark, under the drawing's dots or strokes.

A photo laid over such a drawing is seen as one, and its greys are a fog among blacks and whites. A detector
wants the features in their places and the forms of cheeks and chin; the dots between them are no harm.
"""

from __future__ import annotations

import numpy as np

from rollsuggest.render.styles import flatten
from rollsuggest.render.styles.faces import FaceMark, face_masks
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, smoothstep

CALM, CALM_COLOUR = 0.05, 0.05  # heights of the face by which its tones are calmed, within such a difference
FINE, AROUND = 0.006, 0.07  # heights: what is darker than its surroundings by so much is inked
INKED = (0.5, 0.9)  # of the surroundings' tone: from all ink to none
DEPTH, BESIDE = 0.7, 0.35  # of that ink on eyes and lips, and on the rest, as a share of it
LIGHT = 0.6  # of the drawing's own light that is taken over
LIGHT_OVER = 0.12  # heights over which it is
CONTRAST, MOST_CONTRAST = 0.17, 2.0  # deviation of a face's tones, and by how much they are spread
DARKEST, PAPER = 0.17, 0.9  # at least so dark and so bright tones may become, as what is drawn around
DOTS_PX = 2.2  # sigma that dots and strokes go away by, at 1080
KEPT_CLEAR = 0.9  # of the features is clear of dots


def inked(grey: Plane, drawn: Picture, face: FaceMark, calm: float, dots: float, scale: float) -> Picture:
    """Return the photo's `grey` around a face as such a drawing would show it.

    `calm` 0..1 is how far its tones are smoothed; `dots` the share of the drawing's own dots and strokes.
    """
    h, light = face.height_px, luma(drawn)
    features = face_masks((grey.shape[0], grey.shape[1]), [face]).features
    tone = grey
    if calm > 0:
        tone = f32(grey + calm * (flatten.smooth(grey, CALM * h, CALM_COLOUR) - grey))
    tone = f32(tone + LIGHT * blur(light - tone, max(2.0, LIGHT_OVER * h)))
    fine = blur(grey, max(0.6, FINE * h))
    solid = smoothstep(fine / (blur(fine, AROUND * h) + 0.05), *INKED)
    tone *= 1 - DEPTH * (1 - solid) * np.maximum(features, BESIDE)
    dotted = dots * (1 - KEPT_CLEAR * np.minimum(1, 1.3 * features))
    tone = _spread(tone, face) + dotted * (light - blur(light, max(1.0, DOTS_PX * scale)))
    paper = drawn.mean(axis=(0, 1)) / max(float(light.mean()), 1 / 255)
    tone = tone.clip(min(DARKEST, float(light.min())), max(PAPER, float(light.max())))
    return f32(tone[..., None] * f32(paper)).clip(0, 1)


def _spread(tone: Plane, face: FaceMark) -> Plane:
    """Give the face's tones contrast where they have too little."""
    x, y, w, h = (max(0, round(side)) for side in face.box_px)
    own = tone[y : y + h, x : x + w]
    if own.size == 0:
        return tone
    by = float(np.clip(CONTRAST / max(float(own.std()), 1e-3), 1, MOST_CONTRAST))
    return f32(own.mean() + (tone - own.mean()) * by)
