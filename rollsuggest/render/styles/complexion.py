"""Who is fair though in the shade: how strong a complexion's colour is for how light it is.

Both fall alike where less light falls (Lab's L and chroma go with the cube root of light), so that their
ratio stays: fair skin is pale for its lightness, dark skin is not. Warm light makes all colours strong: then
nobody is taken for fair, and all are as light as they were photographed.
"""

from __future__ import annotations

import numpy as np

from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, Plane, blur, smoothstep, to_lab
from rollsuggest.render.styles.scene import Scene

FAIR, NOT_FAIR = 0.33, 0.45  # chroma over L
TOO_DARK, TOO_GREY = (30.0, 42.0), (6.0, 11.0)  # L, chroma up to which that tells nothing
SHADED = (58.0, 68.0)  # L from which a face is lit: it needs no help, and its shades model it
MANY = 32  # pixels that tell
REACH = 1.0  # heights of a face around it that are surely its own
BESIDE_PX = 10.0  # at 1080, over which one's gives way to another's


def fairness(scene: Scene) -> Plane | float:
    """Return 0..1, how surely faces, and what is around each, are fair and in the shade; else the mean."""
    told = [(face, _fair(scene.picture, face)) for face in scene.faces]
    known = [(face, fair) for face, fair in told if fair is not None]
    if not known or max(fair for _face, fair in known) == 0:
        return 0.0
    plane = np.full(scene.shape, np.mean([fair for _face, fair in known]), np.float32)
    for face, fair in sorted(known, key=lambda one: one[0].height_px):  # the nearer over those behind
        plane[face.around(REACH)] = fair
    return blur(plane, BESIDE_PX * scene.scale)


def _fair(picture: Picture, face: FaceMark) -> float | None:
    """Return that of a face, by its middle; None where too little of it is in the picture."""
    own = picture[face.around(-0.25)]
    if own.shape[0] * own.shape[1] < MANY:
        return None
    light, a, b = np.median(to_lab(np.ascontiguousarray(own)).reshape(-1, 3), axis=0)
    chroma = np.hypot(a, b)
    pale = 1 - smoothstep(chroma / np.maximum(light, 1), FAIR, NOT_FAIR)
    shaded = smoothstep(light, *TOO_DARK) * (1 - smoothstep(light, *SHADED))
    return float(pale * shaded * smoothstep(chroma, *TOO_GREY))
