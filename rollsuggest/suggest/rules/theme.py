"""What somebody likes to photograph: the sea, food, streets, …"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rollsuggest.i18n import _
from rollsuggest.model import Make
from rollsuggest.suggest import keep
from rollsuggest.suggest.company import company, occasions, with_company
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.surest import chosen_of, surest
from rollsuggest.suggest.wording import since_text

LEAST_SURE = 4  # where hardly any is, all are guesses: boxes of toys for streets
LEAST = 8  # the detectors leave out what they are not sure of: eight sure pictures mean a dozen taken
LEAST_OF_A_DAY = 11  # of cakes, trees and gowns hardly any is missed: 454 of 523 in 19 made rolls
OF_A_DAY = {"birthday", "christmas_halloween", "graduation", "party", "wedding"}
OF_PEOPLE = {"baby_kids", *OF_A_DAY}
LEAST_OCCASIONS = 2  # of one wedding there is a card already
NOT_FOR_SHOW = {"screenshots", "documents", "screenshot", "document", "text", "pets_dog", "pets_cat"}


def drafts(material: Material) -> Iterator[Draft]:
    for theme, photos in material.of_theme.items():
        if theme in NOT_FOR_SHOW or not _enough(photos, theme):
            continue
        others = company(material, photos) if theme in OF_A_DAY else ()
        every = tuple(sorted((*photos, *others), key=time_order)) if others else photos
        yield Draft(
            kind="theme",
            subject=theme,
            identity=theme,
            title=theme_title(theme),
            reason=since_text(every),
            photos=every,
            left=material.left_of_theme.get(theme, ()),
            make=Make.COLLAGE,
            section="themes",
            score=0.4 + 0.12 * min(1.0, len(photos) / 150),
            least=5,
            chosen=with_company(material, theme, photos, others)
            if others
            else chosen_of(material, theme, photos),
        )


def _enough(photos: Photos, theme: str) -> bool:
    """Portraits belong to a theme, but make none: of a player's face there is a card already."""
    if len(photos) < (LEAST_OF_A_DAY if theme in OF_A_DAY else LEAST):
        return False
    if theme in OF_A_DAY and occasions(photos) < LEAST_OCCASIONS:
        return False
    sure = (p for p in surest(photos, theme) if theme in OF_PEOPLE or not keep.portrait(p))
    return len(list(islice(sure, LEAST_SURE))) == LEAST_SURE


def theme_title(theme: str) -> str:
    """Return what people call the theme; one we have no words for is shown as it is written."""
    return {
        "airplane_travel": _("In the air"),
        "autumn": _("Autumn"),
        "baby_kids": _("The little ones"),
        "beach_sea": _("By the sea"),
        "birthday": _("Birthdays"),
        "boats": _("Boats"),
        "cars": _("Cars"),
        "christmas_halloween": _("Festive days"),
        "city_street": _("In the streets"),
        "concert_music": _("Music"),
        "cycling": _("On the bike"),
        "fireworks": _("Fireworks"),
        "flowers": _("Flowers"),
        "food": _("Good food"),
        "forest": _("In the woods"),
        "graduation": _("Graduations"),
        "landmarks": _("Sights"),
        "mountains_hike": _("In the mountains"),
        "night": _("At night"),
        "party": _("Parties"),
        "pool_swim": _("Swimming"),
        "road_trip": _("On the road"),
        "snow": _("Snow"),
        "sport": _("Sport"),
        "sunset": _("Sunsets"),
        "wedding": _("Weddings"),
        "wildlife": _("Animals"),
    }.get(theme, theme.replace("_", " ").capitalize())
