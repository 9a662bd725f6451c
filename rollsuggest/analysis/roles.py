"""Is this a photo to remember, a screenshot, or a document? Pure, from a file's facts and its picture.

[Note: What betrays paper and screens]
Measured on 1,548 pictures: drawn areas (neighbours exactly equal) fill 56 % and more of all but one
screenshot and at most 58 % of any photo, so evenness alone does not suffice and the classifier's words must
agree. For photos (but one of a museum's panel) the paper words add up to at most 0.26, for all documents but
the crosswords to 0.34 and more. A camera in the metadata
rules a screenshot out unless the name says so; its absence proves nothing, for messengers strip it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rollsuggest.analysis.evidence import Looks
from rollsuggest.model import FileFacts, Role

PAPER_WORDS = (
    "menu", "web site", "crossword puzzle", "envelope", "book jacket", "comic book", "binder", "notebook",
    "packet", "rule", "slide rule",
)  # fmt: skip
SCREEN_WORDS = (
    "web site", "hand-held computer", "cellular telephone", "screen", "space bar", "computer keyboard",
    "typewriter keyboard", "remote control", "monitor", "laptop", "notebook", "digital clock", "oscilloscope",
)  # fmt: skip

# How systems name a screenshot, in the languages they speak.
_NAMES = re.compile(
    r"screen[ _-]?shot|screen[ _-]?grab|screencap|bildschirmfoto|captura|capture d.?.?.cran|schermata"
    r"|schermafbeelding|zrzut[ _]ekranu|ekran[ _]g.r.nt.s.|sk.rmbild|sk.rmavbild|skjermbilde|sk.rmbillede"
    r"|n.yt.kuvakaappaus|снимок[ _]экрана|スクリーンショット|屏幕截图|截屏|스크린샷",
    re.IGNORECASE,
)
# Short sides of phone screens in pixels, 2014 to 2026.
_SCREENS_PX = frozenset(
    (640, 720, 750, 828, 1008, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1344, 1440)
)


def role(name: str, facts: FileFacts, words: Mapping[str, float], looks: Looks, person: float) -> Role:
    """Tell the role of a picture.

    `name` is the file's name; `words` gives the probabilities of (at least) the paper and screen words,
    `person` the share of the picture that the largest person fills: whoever holds up a menu is no document.
    """
    if _NAMES.search(name) or _screen_by_shape(facts):
        return Role.SCREENSHOT
    paper = sum(words.get(word, 0.0) for word in PAPER_WORDS)
    if _page(looks) and paper >= 0.15:
        return Role.DOCUMENT
    screen = sum(words.get(word, 0.0) for word in SCREEN_WORDS)
    if not facts.camera and looks.flat >= 0.5 and screen >= 0.15:
        return Role.SCREENSHOT
    if person >= 0.2:
        return Role.PHOTO
    if paper >= 0.5 or (paper >= 0.2 and looks.paper >= 0.7 and looks.ink >= 0.02):
        return Role.DOCUMENT
    return Role.PHOTO


def _screen_by_shape(facts: FileFacts) -> bool:
    """A PNG as tall as a phone, exactly as wide as a phone's screen, that no camera signed."""
    short, long = sorted((facts.width, facts.height))
    shape = 1.7 <= long / max(short, 1) <= 2.4
    return facts.mime == "image/png" and not facts.camera and short in _SCREENS_PX and shape


def _page(looks: Looks) -> bool:
    """Nearly all pale, hardly any colour, with marks on it."""
    return looks.paper >= 0.9 and looks.white >= 0.6 and looks.ink >= 0.02 and looks.colours <= 0.12
