"""Faces of nobody: statues, busts, dolls and painted heads. Pure; the engine gathers the signs.

[Note: Signs of life]
YuNet finds a marble face as readily as one of flesh. Three things tell them apart, none by itself. The face
mesh says how surely it lies on a face: for 386 faces of 64 px and more the logit's median is 24; 4 of them,
hidden by a hand or a camera, stay below 3, and so do eight of eleven blue heads. The classifier, asked about
the face, its surroundings and the whole picture, hears pedestal, cuirass or mask. And stone has no red in it
while the picture has colours. Their sum was at least 0.086 for five statues on three photos and at most 0.068
for the 88 of 452 faces of people that are asked about: those beside whom the object detector is not sure of a
person (an actor in armour is a person at 0.83 and is not asked about). Five statues are few, so what is
merely likely makes a face poor, which keeps it from founding a person, and only what is plain leaves it out:
a sum as high as the clearest statues', or the words alone, where they are far above any person's (at most
0.05; a copper figure with a face like life 0.09). A hidden face in a grey picture stays a face.
On faces below 64 px the mesh is unsure of real people too (below 0 for 18 of 100), so a small head is painted
only where the mesh is sure that nothing is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

WORDS = (
    "cuirass", "breastplate", "pedestal", "mask", "pickelhaube", "totem pole", "fountain", "altar", "toyshop",
    "piggy bank",
)  # fmt: skip
ASKED_FROM_PX = 40
A_PERSON = 0.6  # from here on the object detector's word suffices
DOUBT, SURE, PLAIN = 0.065, 0.085, 0.14
TOLD = 0.07  # by the words alone
_POOR = 0.2  # what is left of the quality of a face that is surely stone
_BLUE, _BLUER = 45.0, 30.0
_NO_MESH, _SMALL_NO_MESH = 8.0, -3.0
_MESH_LIVING = 12.0
_UNSEEN, _SEEN = -4.0, 4.0  # logits of the mesh


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a face beside its own look."""

    words: float = 0.0  # how surely the classifier hears `WORDS`, 0..1
    mesh: float | None = None  # the face mesh's logit; None for small faces
    pale: bool = False  # no red in it, though the picture has colours
    blue: float = 0.0  # median blue less red, of 255
    blue_around: float = 0.0  # the same around the face
    small: bool = False  # too small for the mesh to say anything but that nothing is there


def heard(looks: Sequence[Sequence[float]]) -> float:
    """Return how surely `WORDS` were heard, the mean over the looks' softened shares of each."""
    return fmean(sum(look) for look in looks) if looks else 0.0


def stone(signs: Signs) -> float:
    """Return how much speaks for a statue; see `DOUBT`, `SURE` and `PLAIN`. [Note: Signs of life]"""
    limp = 0.0 if signs.mesh is None else min(_MESH_LIVING, max(0.0, _MESH_LIVING - signs.mesh))
    return signs.words + 0.004 * limp + (0.03 if signs.pale else 0.0)


def nobody(signs: Signs) -> bool:
    """Tell whether this is plainly no person: a statue, or a head bluer than all around it."""
    limp = signs.mesh is not None and signs.mesh < (_SMALL_NO_MESH if signs.small else _NO_MESH)
    return (limp and painted(signs)) or signs.words >= TOLD or stone(signs) >= PLAIN


def painted(signs: Signs) -> bool:
    """Tell whether a face is as blue as paint, and bluer than all around it."""
    return signs.blue >= _BLUE and signs.blue - signs.blue_around >= _BLUER


def life(signs: Signs) -> float:
    """Return what the quality of a face is multiplied by, 0..1: less for stone, less for a hidden face."""
    doubt = min(1.0, max(0.0, (stone(signs) - DOUBT) / (SURE - DOUBT)))
    mesh = _SEEN if signs.mesh is None else signs.mesh
    shown = 0.4 + 0.6 * min(1.0, max(0.0, (mesh - _UNSEEN) / (_SEEN - _UNSEEN)))
    return (1 - (1 - _POOR) * doubt) * shown
