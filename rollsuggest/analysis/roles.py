"""Is this a photo to remember, a screenshot, a document or a meme? Pure, from facts and the picture.

[Note: What betrays paper and screens]
Measured on 1,548 pictures: drawn areas (neighbours exactly equal) fill 56 % and more of all but one
screenshot and at most 58 % of any photo, so evenness alone does not suffice and the classifier's words must
agree. For photos (but one of a museum's panel) the paper words add up to at most 0.26, for all documents but
the crosswords to 0.34 and more. A camera in the metadata
rules a screenshot out unless the name says so; its absence proves nothing, for messengers strip it.

[Note: What is passed around] Most of what messengers bring are friends' photos, so a messenger's name proves
nothing; writing drawn over the picture does (see lettering.py). Measured without any metadata, by
`python -m benchmarks roles`: of 1,250 real photos one is called a meme (a street sign that fills the picture)
and one a document (a museum's panel), 0.16 %. Of 150 made ones that nobody tuned on 130 are kept out, 87 %:
captions in capitals 27 of 30, sayings on a band 21, greeting cards 22, sayings on one colour 30, posts 30
(the last two mostly as screenshots). Of 30 receipts lying on a blurred photo 22 are documents, by their sheet
(sheets.py); of the 36 real screenshots and documents all are told. A camera in
the metadata rules a meme out: messengers strip it, and signs and T-shirts are photographed with one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollsuggest.analysis.evidence import Looks
from rollsuggest.analysis.lettering import Lettering
from rollsuggest.analysis.sheets import Sheet
from rollsuggest.model import FileFacts, Role

OURS = "rollsuggest"  # what render/export.py signs pictures with
PAPER_WORDS = (
    "menu", "web site", "crossword puzzle", "envelope", "book jacket", "comic book", "binder", "notebook",
    "packet", "rule", "slide rule",
)  # fmt: skip
PEN_WORDS = ("ballpoint", "fountain pen", "rubber eraser")  # in a hand over paper: somebody fills it in
SCREEN_WORDS = (
    "web site", "hand-held computer", "cellular telephone", "screen", "space bar", "computer keyboard",
    "typewriter keyboard", "remote control", "monitor", "laptop", "notebook", "digital clock", "oscilloscope",
)  # fmt: skip

PAPER_ALONE = 0.3  # photos of eight made rolls have 0.15 at most, a coloured cover 0.4
_SITE = 0.8  # so surely a site that compression has blurred its even areas
# How systems name a screenshot or a recording of the screen, in the languages they speak.
_NAMES = re.compile(
    r"screen[ _-]?shot|screen[ _-]?grab|screencap|bildschirmfoto|captura|capture d.?.?.cran|schermata"
    r"|schermafbeelding|zrzut[ _]ekranu|ekran[ _]g.r.nt.s.|sk.rmbild|sk.rmavbild|skjermbilde|sk.rmbillede"
    r"|screen[ _-]?record|rpreplay|bildschirmaufnahme|grabaci.{1,2}n (?:de )?(?:la )?pantalla"
    r"|enregistrement.{0,6}.cran|registrazione schermo|schermopname|grava..o de tela"
    r"|n.yt.kuvakaappaus|снимок[ _]экрана|スクリーンショット|屏幕截图|截屏|스크린샷",
    re.IGNORECASE,
)
# Short sides of phone screens in pixels, 2014 to 2026.
_SCREENS_PX = frozenset(
    (640, 720, 750, 828, 1008, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1344, 1440)
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A role and what betrayed it: `name`, `shape`, `page`, `screen`, `paper`, `letters`, `made`; "" else.

    `made`: saved by rollsuggest itself.
    """

    role: Role
    why: str = ""


def judge(
    name: str,
    facts: FileFacts,
    words: Mapping[str, float],
    looks: Looks,
    person: float,
    lettering: Callable[[], Lettering] = Lettering,
    sheet: Callable[[], Sheet] = Sheet,
) -> Judgement:
    """Tell the role of a picture.

    `name` is the file's name; `words` gives the probabilities of (at least) the paper and screen words,
    `person` the share of the picture that the largest person fills: whoever holds up a menu is no document.
    `lettering` and `sheet` are asked only when all else says photo: they cost milliseconds.
    """
    if facts.software == OURS:  # saved among the photos it was made of: no part of the next one
        return Judgement(Role.MEME, "made")
    if _NAMES.search(name):
        return Judgement(Role.SCREENSHOT, "name")
    if _screen_by_shape(facts):
        return Judgement(Role.SCREENSHOT, "shape")
    film = facts.mime.startswith("video/")  # of what it shows one moment is known, and nobody films a sheet
    paper = sum(words.get(word, 0.0) for word in PAPER_WORDS)
    if not film and _page(looks) and paper >= 0.15:
        return Judgement(Role.DOCUMENT, "page")
    screen = sum(words.get(word, 0.0) for word in SCREEN_WORDS)
    if not facts.camera and ((looks.flat >= 0.5 and screen >= 0.15) or words.get("web site", 0.0) >= _SITE):
        return Judgement(Role.SCREENSHOT, "screen")
    written = paper + sum(words.get(word, 0.0) for word in PEN_WORDS)
    seen = person < 0.2 and looks.paper >= 0.15 and looks.ink >= 0.06
    lies = _paper(looks, paper, person) or _under_a_hand(looks, written, person)
    if not film and (lies or (seen and _printed(sheet(), paper))):
        return Judgement(Role.DOCUMENT, "paper")
    if not facts.camera and _overwritten(lettering(), person):
        return Judgement(Role.MEME, "letters")
    return Judgement(Role.PHOTO)


def _paper(looks: Looks, words: float, person: float) -> bool:
    """Paper that does not fill the picture: the surer the words, the less must be seen."""
    seen = words >= 0.18 and looks.paper >= 0.25 and looks.ink >= 0.04
    return person < 0.2 and (words >= PAPER_ALONE or seen)


def _under_a_hand(looks: Looks, words: float, person: float) -> bool:
    """Paper that somebody large is at: it fills the picture, though the hand hides some of its print."""
    filled = looks.paper >= 0.75 and looks.white >= 0.5
    return person >= 0.2 and words >= 0.2 and filled and looks.ink >= 0.03


def _printed(sheet: Sheet, words: float) -> bool:
    """A sheet with lines of print, askew; words that are hardly heard suffice where the lines are even."""
    return sheet.lines >= 8 and sheet.even >= (0.7 if words >= 0.1 else 0.9)


def _overwritten(found: Lettering, person: float) -> bool:
    """A large person may stand before a wall of logos, so that more is asked for there."""
    if person >= 0.2:
        return found.letters >= 20 and found.width >= 0.4 and found.share >= 0.2
    if found.letters >= 8 and found.share >= 0.3:
        return True
    return found.letters >= 12 and found.width >= 0.4 and found.share >= 0.2


def _screen_by_shape(facts: FileFacts) -> bool:
    """A PNG as tall as a phone, exactly as wide as a phone's screen, that no camera signed."""
    short, long = sorted((facts.width, facts.height))
    shape = 1.7 <= long / max(short, 1) <= 2.4
    return facts.mime == "image/png" and not facts.camera and short in _SCREENS_PX and shape


def _page(looks: Looks) -> bool:
    """Nearly all pale, hardly any colour, with marks on it."""
    return looks.paper >= 0.9 and looks.white >= 0.6 and looks.ink >= 0.02 and looks.colours <= 0.12
