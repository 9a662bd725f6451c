"""Would you keep it? How well a photo came out, 0..1, and why, in words. Every rule chooses by this score.

The sharpness measured is that of the sharpest eighth of the picture, so a portrait before a soft background
is sharp. Where a face is the subject its own clearness counts as much: a blurred face before a sharp wall is
not. Eyes and smiles that nobody measured count as half; having no faces is neither better nor worse.
Of how a picture is composed only one thing is judged: whether the frame cuts off whoever it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, sqrt

from rollsuggest.i18n import _, in_a_row
from rollsuggest.model import ClusterId, Photo, PhotoFace

SUBJECT = 0.02  # a face of this share of the picture is what the picture is of
NOTICED = 0.15  # face quality; poorer ones are passers-by or a blur
PORTRAIT = 0.04  # from here on it is a picture of somebody, whatever is behind
CLEAR = 0.08  # share of the picture from which a face's size adds nothing
LARGE_PX = 1e6
WEIGHTS = {"sharper": 0.32, "light": 0.2, "faces": 0.2, "smile": 0.08, "eyes": 0.15}
SIZE = 0.05
STEPS = 1000  # smaller differences are noise
UNMEASURED = (WEIGHTS["smile"] * 0.5, WEIGHTS["eyes"] * 0.5)
CUT = 0.15  # what a face cut off by the frame costs
AIR = 0.15  # of the face's width or height; with less beside it, it is at the very edge

Merits = tuple[float, float, float, float, float]  # in the order of WEIGHTS


def score(photo: Photo, person: ClusterId | None = None) -> float:
    """Return 0..1; `person` is whose face should be clear, None for all faces."""
    if person is not None:
        faces = noticed(photo)
        theirs = [f for f in faces if f.cluster == person]
        if not theirs or len(theirs) < len(faces):  # else it is what the photo is worth to all
            return _score(photo, theirs, 0.0)
    if photo.score is None:  # every rule asks, of most photos again and again
        object.__setattr__(photo, "score", _score(photo, noticed(photo), 0.5))
    assert photo.score is not None
    return photo.score


def coarse(worth: float) -> int:
    """Return a score in steps that are worth telling apart."""
    return floor(worth * STEPS + 0.5)


def _score(photo: Photo, faces: Sequence[PhotoFace], without: float) -> float:
    size = min(1.0, photo.width * photo.height / LARGE_PX)
    sharper, light, clear, smile, eyes = _merits(photo, faces, without)
    merit = (
        sharper + light + clear + smile + eyes + SIZE * size
    )  # `sum` rounds otherwise than `measured.measure`
    return merit * (0.2 + 0.8 * usable(photo)) * (1 - CUT * (1 - _framed(faces)))


def merits(photo: Photo) -> Merits:
    """Return what speaks for the photo, weighted: in the order of `WEIGHTS`, each at most its weight."""
    return _merits(photo, noticed(photo), 0.5)


def ahead(best: Photo, other: Photo) -> Merits:
    """Return by how much the merits of the one are above those of the other."""
    if not best.faces and not other.faces:  # as in most photos: only what is measured of the picture differs
        sharper = WEIGHTS["sharper"] * best.sharpness - WEIGHTS["sharper"] * other.sharpness
        return sharper, _light(best) - _light(other), 0.0, 0.0, 0.0
    one, two = merits(best), merits(other)
    return one[0] - two[0], one[1] - two[1], one[2] - two[2], one[3] - two[3], one[4] - two[4]


def _light(photo: Photo) -> float:
    return WEIGHTS["light"] * (0.6 * photo.exposure + 0.4 * photo.contrast)


def _merits(photo: Photo, faces: Sequence[PhotoFace], without: float) -> Merits:
    """Return the merits in the order of `WEIGHTS`; `without` is what having no faces counts."""
    light = _light(photo)
    if not faces:
        return WEIGHTS["sharper"] * photo.sharpness, light, WEIGHTS["faces"] * without, *UNMEASURED
    eyes = [f.eyes_open for f in faces if f.eyes_open is not None]
    return (
        WEIGHTS["sharper"] * _sharpness(photo, faces),
        light,
        WEIGHTS["faces"] * max(map(_clearness, faces)),
        WEIGHTS["smile"] * max(f.smile for f in faces),
        WEIGHTS["eyes"] * (sum(eyes) / len(eyes) if eyes else 0.5),
    )


def usable(photo: Photo) -> float:
    """Return 0 for a picture of nothing: black, blank or blurred all over; 1 for most photos."""
    if photo.exposure >= 0.3 and photo.contrast >= 0.25 and photo.sharpness >= 0.25:
        return 1.0
    return min(_ramp(photo.exposure, 0.3), _ramp(photo.contrast, 0.25), _ramp(photo.sharpness, 0.25))


def framed(photo: Photo) -> float:
    """Return 0 where the frame cuts the largest face that the picture is of; 1 with air around it or no face.

    Of 47 photos of people 79 % rank above themselves with that face cut, 77 % above themselves cropped to its
    edge; without this it was 74 and 49 %.
    """
    return _framed(noticed(photo))


def _framed(faces: Sequence[PhotoFace]) -> float:
    if not faces:  # as in most photos
        return 1.0
    largest = max((f.box for f in faces), key=lambda box: box.area)
    if largest.area < SUBJECT:
        return 1.0
    across = min(largest.x, 1 - largest.x - largest.w) / max(largest.w, 1e-6)
    down = min(largest.y, 1 - largest.y - largest.h) / max(largest.h, 1e-6)
    return _ramp(min(across, down), AIR)


def words(photo: Photo) -> str:
    """Say why, in a line: what is good of it first, then what is not."""
    good, bad = [], []
    for (name, weight), merit in zip(WEIGHTS.items(), merits(photo), strict=True):
        share = merit / weight
        if name in ("faces", "smile", "eyes") and not noticed(photo):
            continue
        if share >= 0.6 and (text := _good(name)):
            good.append(text)
        elif share < 0.3 and (text := _bad(name, photo)):
            bad.append(text)
    if framed(photo) < 0.3:
        bad.append(_("cut off by the frame"))
    return in_a_row((*good, *bad)) or _("neither good nor bad")


def portrait(photo: Photo) -> bool:
    return any(face.box.area >= PORTRAIT for face in photo.faces)


def noticed(photo: Photo) -> tuple[PhotoFace, ...]:
    """Return the faces that a person looking at the photo would look at."""
    if not photo.faces:
        return ()
    return tuple(f for f in photo.faces if f.quality >= NOTICED or f.box.area >= SUBJECT)


def _sharpness(photo: Photo, faces: Sequence[PhotoFace]) -> float:
    """Return the subject's: of the largest face and the picture alike where a face is the subject."""
    largest = max(faces, key=lambda f: f.box.area, default=None)
    if largest is None or largest.box.area < SUBJECT:
        return photo.sharpness
    return (photo.sharpness + largest.quality) / 2


def _clearness(face: PhotoFace) -> float:
    box = face.box
    whole = min(box.x, box.y) > 0 and max(box.x + box.w, box.y + box.h) < 1  # not cut by the frame
    return face.quality * min(1.0, sqrt(box.area / CLEAR)) * (1.0 if whole else 0.7)


def _ramp(value: float, full: float) -> float:
    return min(1.0, max(0.0, value / full))


def _good(name: str) -> str:
    return {
        "sharper": _("sharp"),
        "light": _("well lit"),
        "faces": _("faces clear"),
        "smile": _("smiling"),
        "eyes": _("eyes open"),
    }[name]


def _bad(name: str, photo: Photo) -> str:
    """A face that does not smile is nothing to say."""
    pale = photo.contrast < 0.25 and photo.exposure >= 0.3
    return {
        "sharper": _("blurred"),
        "light": _("pale") if pale else _("badly lit"),
        "faces": _("faces small or unclear"),
        "eyes": _("eyes closed"),
    }.get(name, "")
