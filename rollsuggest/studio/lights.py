"""Which light and weather suit a photo: by the sky that is seen in it and what else is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

LIGHTS = ("golden", "petals", "rain", "stars")
OUTDOORS = frozenset(
    {
        "beach_sea", "city_street", "cycling", "flowers", "forest", "landmarks", "mountains_hike",
        "road_trip", "snow", "sunset", "wildlife",
    }
)  # fmt: skip
INDOORS = frozenset({"birthday", "christmas_halloween", "concert_music", "food"})
FURNITURE = frozenset(
    {
        "bed", "book", "bowl", "couch", "cup", "dining table", "fork", "keyboard", "knife", "laptop",
        "microwave", "mouse", "oven", "refrigerator", "remote", "sink", "spoon", "toaster", "toilet", "tv",
        "wine glass",
    }
)  # fmt: skip
SHOWN = 0.5  # the score from which a theme or an object is believed


def suiting(
    sky: bool, themes: Mapping[str, float], objects: Mapping[str, float], faces: int, moves: bool
) -> tuple[str, ...]:
    """Return those of LIGHTS that suit.

    `sky` is what the picture alone says: a plain wall looks like one too, and behind faces it is believed
    where more tells of the open air. In a clip that `moves` stars would stand
    still while the sky goes by.
    """
    shown, things = _shown(themes), _shown(objects)
    outdoors, indoors = bool(OUTDOORS & shown), bool(INDOORS & shown or FURNITURE & things)
    under_sky = sky and (outdoors or not (indoors or faces))
    suits = {
        "golden": outdoors or not indoors,
        "petals": outdoors or not indoors,
        "rain": outdoors or under_sky,
        "stars": under_sky and not moves,
    }
    return tuple(light for light in LIGHTS if suits[light])


def _shown(found: Mapping[str, float]) -> set[str]:
    return {name for name, score in found.items() if score >= SHOWN}
