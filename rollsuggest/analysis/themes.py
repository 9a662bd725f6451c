"""From words, objects and colours to the themes a person would name. Pure; the table is the whole knowledge.

[Note: Precision first]
A baby filed under food is worse than a baby filed nowhere. So each theme has its own threshold, and words
that mislead carry less than their full weight: portraits look like oboes to the classifier. Weights were
written by hand; the thresholds were set on photos whose theme is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.evidence import Looks
from rollsuggest.model import Label, Role

Floats = npt.NDArray[np.float32]


def ramp(value: float, start: float, full: float) -> float:
    """Return 0 up to `start`, 1 from `full` on, and the line between them."""
    return min(1.0, max(0.0, (value - start) / (full - start)))


@dataclass(frozen=True, slots=True)
class Theme:
    """How a theme is seen.

    Words are first names of ImageNet classes, comma-separated, `a..b` a run of classes; they count with
    their weight times their probability; `tinted` words only as far as the picture's colours agree (`tint`).
    Objects are COCO names; the best one counts with its weight times its score.
    """

    words: Mapping[str, float]
    threshold: float
    objects: Mapping[str, float] = field(default_factory=dict)
    tinted: Mapping[str, float] = field(default_factory=dict)
    tint: Callable[[Looks], float] = lambda looks: 1.0


TABLE: Mapping[str, Theme] = {
    "baby_kids": Theme(
        {"crib, cradle, bassinet, diaper, bib": 1.0, "nipple": 0.7, "swing, tricycle": 0.6}, 0.35
    ),
    "beach_sea": Theme(
        {
            "seashore, sandbar, coral reef, catamaran": 1.0,
            "promontory, breakwater": 0.6,
            "speedboat, bikini, sarong, beacon, pier, snorkel, swimming trunks, maillot, parachute": 0.4,
        },
        0.45,
        {"surfboard": 0.75, "kite": 0.3},
    ),
    "birthday": Theme({"candle": 0.5}, 0.55, {"cake": 0.8}),
    "christmas_halloween": Theme({"Christmas stocking, jack-o'-lantern": 1.0}, 0.4),
    "city_street": Theme(
        {
            "streetcar, cab, traffic light, street sign, parking meter, trolleybus, minibus, moving van": 1.0,
            "jinrikisha, cinema, barbershop, bakery, shoe shop, bookshop, tobacco shop, toyshop": 0.6,
            "palace, monastery, prison, passenger car, police van, school bus": 0.5,
        },
        0.42,
        {"traffic light": 0.7, "bus": 0.5, "car": 0.45, "truck": 0.3, "parking meter": 0.5},
    ),
    "concert_music": Theme(
        {
            "stage, electric guitar, drum, acoustic guitar, accordion, cello, violin, banjo, steel drum": 1.0,
            "grand piano, microphone, theater curtain, upright, marimba, harp": 0.7,
            "sax, trombone, French horn, cornet, flute, harmonica, oboe, bassoon": 0.5,
        },
        0.4,
    ),
    "cycling": Theme(
        {"mountain bike, bicycle-built-for-two": 1.0, "unicycle, tricycle": 0.4}, 0.45, {"bicycle": 0.75}
    ),
    "flowers": Theme(
        {
            "daisy, yellow lady's slipper, rapeseed": 1.0,
            "bee, monarch, cabbage butterfly, sulphur butterfly, ringlet, lycaenid, pot, vase": 0.5,
            "cardoon, greenhouse, buckeye, hip": 0.6,
        },
        0.4,
        {"potted plant": 0.35, "vase": 0.35},
    ),
    "food": Theme(
        {
            "guacamole..burrito": 1.0,
            "plate, espresso, cup, red wine": 1.0,
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
        {},
        0.35,
        tinted={
            "worm fence, maze, mountain tent, wild boar, lakeside, park bench, stone wall, hog": 3.0,
            "mountain bike, valley, megalith, mobile home": 3.0,
        },
        tint=lambda looks: ramp(looks.green, 0.3, 0.5) * ramp(looks.dark, 0.3, 0.4),
    ),
    "graduation": Theme({"mortarboard": 1.0, "academic gown": 0.3}, 0.5),
    "landmarks": Theme(
        {
            "castle, church, mosque, stupa, triumphal arch, obelisk, dome, viaduct, suspension bridge": 1.0,
            "steel arch bridge, bell cote, megalith, totem pole, pedestal, fountain, vault, altar": 0.75,
            "palace, monastery": 0.6,
        },
        0.5,
    ),
    "mountains_hike": Theme(
        {
            "alp, volcano, valley, cliff": 1.0,
            "mountain tent, geyser, ibex, bighorn, marmot": 0.75,
            "promontory": 0.3,
        },
        0.5,
    ),
    "pets_cat": Theme({"tabby..Egyptian cat": 1.0}, 0.45, {"cat": 0.3}),
    "pets_dog": Theme({"Chihuahua..Mexican hairless": 1.0}, 0.5, {"dog": 0.4}),
    "pool_swim": Theme({"swimming trunks, snorkel": 1.0, "bathing cap": 0.5, "maillot, tub": 0.4}, 0.4),
    "snow": Theme(
        {"ski, snowmobile, dogsled, bobsled, snowplow": 1.0, "ski mask": 0.5},
        0.5,
        {"skis": 0.7, "snowboard": 0.7},
        {"alp, mountain tent, valley, volcano, promontory, cliff": 0.8, "Chihuahua..white wolf": 0.4},
        lambda looks: ramp(looks.white_below, 0.2, 0.5),
    ),
    "sport": Theme(
        {
            "ballplayer, soccer ball, volleyball, football helmet, basketball, baseball, rugby ball": 1.0,
            "tennis ball, racket, golf ball, croquet ball, ping-pong ball, puck, punching bag": 1.0,
            "parallel bars, horizontal bar, balance beam, scoreboard": 0.6,
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
    ),
    "sunset": Theme(
        {},
        0.35,
        tinted={
            "lakeside, seashore, pier, dock, boathouse, volcano, alp, promontory, valley": 2.0,
            "balloon, pole, flagpole, beacon, breakwater, steel arch bridge": 2.0,
        },
        tint=lambda looks: ramp(looks.glow, 0.0, 0.25),
    ),
    "wedding": Theme({"groom": 1.0, "gown, hoopskirt": 0.7}, 0.55),
    "wildlife": Theme(
        {
            "great white shark..stingray, ostrich, goldfinch..American egret": 0.8,
            "bald eagle, vulture, great grey owl, African crocodile, American alligator": 1.0,
            "timber wolf..meerkat, zebra, wild boar, hippopotamus, bison..gazelle": 1.0,
            "Arabian camel..giant panda, flamingo, king penguin..sea lion, tusker..jelly fish": 1.0,
            "tabby..Egyptian cat": 0.0,
        },
        0.65,
        {"zebra": 0.5, "elephant": 0.5, "giraffe": 0.4},
    ),
}

_OF_ROLE = {Role.SCREENSHOT: "screenshots", Role.DOCUMENT: "documents"}


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """All that a theme is judged by."""

    probabilities: Floats  # (1000,), of the ImageNet classes
    objects: Sequence[Label]
    looks: Looks


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The table as matrices (themes, 1000)."""

    words: Floats
    tinted: Floats


def weights(names: Sequence[str]) -> Weights:
    """Return the table over `names`, the classes in order. Raises ValueError for a word that is no class."""
    return Weights(
        np.stack([_row(theme.words, names) for theme in TABLE.values()]),
        np.stack([_row(theme.tinted, names) for theme in TABLE.values()]),
    )


def _row(words: Mapping[str, float], names: Sequence[str]) -> Floats:
    row = np.zeros(len(names), np.float32)
    for joined, weight in words.items():
        for word in joined.split(", "):
            row[_classes(word, names)] = weight
    return row


def _classes(word: str, names: Sequence[str]) -> list[int]:
    start, dots, end = word.partition("..")
    if dots:
        return list(range(names.index(start), names.index(end) + 1))
    found = [index for index, name in enumerate(names) if name == word]
    if not found:
        raise ValueError(word)
    return found


def scores(sight: Sight, table: Weights) -> dict[str, float]:
    """Return every theme's score, 0..1, before any threshold: words and objects by noisy-or (Pearl 1988)."""
    told, tinted = table.words @ sight.probabilities, table.tinted @ sight.probabilities
    best: dict[str, float] = {}
    for item in sight.objects:
        best[item.name] = max(best.get(item.name, 0.0), item.score)
    result = {}
    for (name, theme), words, coloured in zip(TABLE.items(), told, tinted, strict=True):
        heard = min(1.0, float(words) + float(coloured) * theme.tint(sight.looks))
        seen = max((weight * best.get(item, 0.0) for item, weight in theme.objects.items()), default=0.0)
        result[name] = 1 - (1 - heard) * (1 - seen)
    return result


def themes(sight: Sight, table: Weights, role: Role) -> tuple[Label, ...]:
    """Return the themes of a picture, surest first. [Note: Precision first]

    A screenshot or a document is that and nothing else, whatever it shows.
    """
    if role in _OF_ROLE:
        return (Label(_OF_ROLE[role], 1.0),)
    found = [
        Label(name, round(score, 3))
        for name, score in scores(sight, table).items()
        if score >= TABLE[name].threshold
    ]
    return tuple(sorted(found, key=lambda label: -label.score))
