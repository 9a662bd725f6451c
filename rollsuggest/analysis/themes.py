"""From words, objects and colours to the themes a person would name. Pure; the table is the whole knowledge.

[Note: Precision first]
A baby filed under food is worse than a baby filed nowhere. So each theme has its own threshold, words that
mislead carry less than their full weight, and a close face silences the themes that are not about people.
Weights were written by hand; the thresholds were set on photos whose theme is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.evidence import Looks
from rollsuggest.model import Label, Role

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Theme:
    """How a theme is seen. Words are first names of ImageNet classes; `a..b` is a run of classes."""

    words: Mapping[str, float]  # comma-separated words -> weight of their summed probability
    threshold: float
    objects: Mapping[str, float] = field(default_factory=dict)  # COCO name -> weight of its best score
    people: bool = False  # about people, so that a close face does not speak against it


TABLE: Mapping[str, Theme] = {
    "baby_kids": Theme(
        {"crib, cradle, bassinet, diaper, bib": 1.0, "swing, tricycle": 0.6}, 0.35, people=True
    ),
    "beach_sea": Theme(
        {
            "seashore, sandbar, coral reef, catamaran, promontory": 1.0,
            "breakwater, lakeside, pier, speedboat, bikini, sarong, beacon": 0.45,
        },
        0.45,
        {"surfboard": 0.75},
    ),
    "birthday": Theme({"candle": 0.5}, 0.55, {"cake": 0.8}, people=True),
    "christmas_halloween": Theme({"Christmas stocking, jack-o'-lantern": 1.0}, 0.4, people=True),
    "city_street": Theme(
        {
            "streetcar, cab, traffic light, street sign, parking meter, trolleybus, minibus, moving van": 1.0,
            "cinema, barbershop, bakery, shoe shop, bookshop, tobacco shop, toyshop, police van": 0.6,
            "jinrikisha, school bus, passenger car, palace": 0.4,
        },
        0.45,
        {"traffic light": 0.7, "bus": 0.5, "car": 0.45, "truck": 0.3, "parking meter": 0.5},
    ),
    "concert_music": Theme(
        {
            "stage, electric guitar, drum, acoustic guitar, accordion, cello, violin, trombone, sax": 1.0,
            "French horn, cornet, flute, harmonica, marimba, steel drum, oboe, bassoon, harp": 1.0,
            "grand piano, microphone, banjo, theater curtain, upright": 0.7,
        },
        0.35,
        people=True,
    ),
    "cycling": Theme(
        {"mountain bike, bicycle-built-for-two": 1.0, "unicycle, tricycle": 0.4},
        0.45,
        {"bicycle": 0.75},
        True,
    ),
    "flowers": Theme(
        {
            "daisy, yellow lady's slipper, rapeseed": 1.0,
            "bee, monarch, cabbage butterfly, sulphur butterfly, ringlet, lycaenid, pot, vase": 0.5,
            "cardoon, greenhouse": 0.6,
        },
        0.45,
        {"potted plant": 0.35, "vase": 0.35},
    ),
    "food": Theme(
        {
            "guacamole..burrito": 1.0,
            "bagel, pretzel, cheeseburger, hotdog, French loaf, plate, espresso, cup, red wine": 1.0,
            "mashed potato..pomegranate": 0.8,
            "wok, frying pan, soup bowl, eggnog, grocery store, restaurant, confectionery, bakery": 0.6,
            "butcher shop, tray, mixing bowl, goblet, beer glass": 0.5,
        },
        0.5,
        {
            "pizza": 0.75,
            "donut": 0.75,
            "hot dog": 0.6,
            "sandwich": 0.7,
            "cake": 0.6,
            "broccoli": 0.5,
            "bowl": 0.45,
            "fork": 0.4,
            "dining table": 0.35,
            "carrot": 0.5,
            "wine glass": 0.4,
            "cup": 0.2,
        },
    ),
    "forest": Theme(
        {"hen-of-the-woods, agaric, gyromitra, stinkhorn, earthstar, bolete, coral fungus": 0.6}, 0.5
    ),
    "graduation": Theme({"mortarboard": 1.0, "academic gown": 0.8}, 0.4, people=True),
    "landmarks": Theme(
        {
            "castle, church, mosque, stupa, triumphal arch, obelisk, dome, viaduct, suspension bridge": 1.0,
            "steel arch bridge, bell cote, monastery, megalith, totem pole, pedestal, palace": 0.8,
            "fountain, vault, altar": 0.7,
        },
        0.5,
    ),
    "mountains_hike": Theme(
        {"alp, volcano, valley, cliff": 1.0, "mountain tent, geyser, ibex, bighorn, marmot": 0.7}, 0.5
    ),
    "pets_cat": Theme({"tabby..Egyptian cat": 1.0}, 0.45, {"cat": 0.35}),
    "pets_dog": Theme({"Chihuahua..Mexican hairless": 1.0}, 0.5, {"dog": 0.4}),
    "pool_swim": Theme({"swimming trunks, bathing cap, snorkel": 1.0, "maillot, tub": 0.4}, 0.4, people=True),
    "snow": Theme(
        {
            "ski, snowmobile, dogsled, bobsled, snowplow": 1.0,
            "ski mask, alp": 0.5,
            "Eskimo dog..Samoyed": 0.2,
        },
        0.5,
        {"skis": 0.7, "snowboard": 0.7},
    ),
    "sport": Theme(
        {
            "ballplayer, soccer ball, volleyball, football helmet, basketball, baseball, rugby ball": 1.0,
            "tennis ball, racket, golf ball, croquet ball, ping-pong ball, puck, punching bag": 1.0,
            "parallel bars, horizontal bar, balance beam, scoreboard": 0.8,
        },
        0.45,
        {
            "sports ball": 0.5,
            "tennis racket": 0.7,
            "baseball bat": 0.7,
            "baseball glove": 0.7,
            "skateboard": 0.7,
            "frisbee": 0.5,
        },
        True,
    ),
    "sunset": Theme({"lakeside, seashore, pier, dock, boathouse, sandbar, volcano, alp, balloon": 0.3}, 0.5),
    "wedding": Theme({"groom": 1.0, "gown, hoopskirt": 0.7}, 0.55, people=True),
    "wildlife": Theme(
        {
            "great white shark..stingray, ostrich, goldfinch..American egret": 0.8,
            "bald eagle, vulture, great grey owl, African crocodile..American alligator": 1.0,
            "timber wolf..meerkat": 1.0,
            "zebra..hog, wild boar..gazelle": 1.0,
            "skunk..giant panda": 1.0,
            "flamingo, king penguin, albatross, grey whale..sea lion": 1.0,
            "tusker..wombat, jelly fish": 1.0,
        },
        0.5,
        {"zebra": 0.7, "elephant": 0.6, "giraffe": 0.7, "bear": 0.3},
    ),
}

_OF_ROLE = {Role.SCREENSHOT: "screenshots", Role.DOCUMENT: "documents"}


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """All that a theme is judged by."""

    probabilities: Floats  # (1000,), of the ImageNet classes
    objects: Sequence[Label]
    looks: Looks


def weights(names: Sequence[str]) -> Floats:
    """Return the table as a matrix (themes, 1000). `names` are the classes, synonyms after commas.

    Raises ValueError for a word that is no class.
    """
    first = [name.split(",")[0] for name in names]
    matrix = np.zeros((len(TABLE), len(first)), np.float32)
    for row, theme in zip(matrix, TABLE.values(), strict=True):
        for words, weight in theme.words.items():
            for word in words.split(", "):
                row[_classes(word, first)] = weight
    return matrix


def _classes(word: str, first: Sequence[str]) -> list[int]:
    start, dots, end = word.partition("..")
    if dots:
        return list(range(first.index(start), first.index(end) + 1))
    found = [index for index, name in enumerate(first) if name == word]
    if not found:
        raise ValueError(word)
    return found


def scores(sight: Sight, matrix: Floats) -> dict[str, float]:
    """Return every theme's score, 0..1, before any threshold."""
    told = np.clip(matrix @ sight.probabilities, 0, 1)
    best: dict[str, float] = {}
    for item in sight.objects:
        best[item.name] = max(best.get(item.name, 0.0), item.score)
    result = {}
    for (name, theme), words in zip(TABLE.items(), told, strict=True):
        seen = max((weight * best.get(item, 0.0) for item, weight in theme.objects.items()), default=0.0)
        result[name] = float(1 - (1 - words) * (1 - seen))
    return result


def themes(sight: Sight, matrix: Floats, role: Role) -> tuple[Label, ...]:
    """Return the themes of a picture, surest first. [Note: Precision first]

    A screenshot or a document is that and nothing else, whatever it shows.
    """
    if role in _OF_ROLE:
        return (Label(_OF_ROLE[role], 1.0),)
    found = [
        Label(name, round(score, 3))
        for name, score in scores(sight, matrix).items()
        if score >= TABLE[name].threshold
    ]
    return tuple(sorted(found, key=lambda label: -label.score))
