"""What a theme is known by: a table from the classifier's words, the objects and the colours.

[Note: Where the numbers come from]
Words, objects and weights were written by hand, by what the words mean and by what the classifier says of
such photos (cherry leaves are custard apples to it); nothing is fitted. `half`, one number a theme, was set
where photos of a known theme (tests/benchmarks/themes.py) part from others, last on half of these photos: on
the other half precision is 0.97 and recall 0.71. A trained head was not made: of photos whose licence allows
training there are flowers (8), screenshots (23) and one sunset.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rollsuggest.analysis.evidence import Looks
from rollsuggest.analysis.tints import Tints


def ramp(value: float, start: float, full: float) -> float:
    """Return 0 up to `start`, 1 from `full` on, and the line between them; `full` may lie below `start`."""
    return min(1.0, max(0.0, (value - start) / (full - start)))


@dataclass(frozen=True, slots=True)
class Theme:
    """How a theme is seen.

    Words are first names of ImageNet classes, comma-separated, `a..b` a run of classes; they count with
    their weight times their share, negative ones against the theme; `tinted` words only as far as the
    picture's colours agree (`tint`). Objects are COCO names; the best one counts with its weight times its
    score. `half` is the evidence from which the theme is shown: there its score is 0.5. In its `seasons`
    (first and last month and day, each within a year) what is heard counts twice.
    """

    words: Mapping[str, float]
    half: float
    objects: Mapping[str, float] = field(default_factory=dict)
    tinted: Mapping[str, float] = field(default_factory=dict)
    tint: Callable[[Looks, Tints], float] = lambda looks, tints: 1.0
    seasons: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


_DOGS = "Chihuahua..Mexican hairless"

TABLE: Mapping[str, Theme] = {
    "baby_kids": Theme(
        {
            "crib, cradle, bassinet, diaper, bib": 1.0,
            "nipple": 0.9,
            "swing, tricycle": 0.5,
            "pajama, maraca, bonnet, teddy, ice lolly": 0.3,
        },
        0.088,
    ),
    "beach_sea": Theme(
        {
            "seashore, sandbar, coral reef, catamaran": 1.0,
            "promontory, breakwater": 0.5,
            "speedboat, bikini, sarong, beacon, pier, snorkel, swimming trunks, maillot": 0.5,
            "parachute, yawl": 0.5,
            "grey whale, killer whale, hammerhead, lakeside, canoe": 0.2,
            "cliff": 0.2,
            "alp, volcano, valley, mountain tent": -0.4,
            "bathing cap, tub": -0.5,
        },
        0.18,
        {"surfboard": 0.75, "kite": 0.3},
    ),
    "birthday": Theme({"candle": 0.5}, 0.45, {"cake": 0.8}),
    "christmas_halloween": Theme(
        {"Christmas stocking, jack-o'-lantern": 1.0},
        0.3,
        seasons=(((10, 24), (11, 1)), ((12, 6), (12, 31)), ((1, 1), (1, 6))),
    ),
    "city_street": Theme(
        {
            "streetcar, cab, traffic light, street sign, parking meter, trolleybus, minibus, moving van": 1.0,
            "jinrikisha, cinema, barbershop, bakery, shoe shop, bookshop, tobacco shop, toyshop": 0.55,
            "palace, monastery, prison, passenger car, police van, school bus": 0.65,
            "planetarium": 0.65,
            "tricycle": 0.4,
            "limousine, garbage truck, trailer truck, gondola, crutch, moped, dome, bell cote": 0.3,
            "sports car, worm fence, steel arch bridge": 0.3,
            "restaurant, butcher shop, grocery store, confectionery": 0.3,
        },
        0.165,
        {"traffic light": 0.7, "bus": 0.5, "car": 0.45, "truck": 0.3, "parking meter": 0.5},
    ),
    "concert_music": Theme(
        {
            "stage, electric guitar, drum, acoustic guitar, accordion, cello, violin, banjo, steel drum": 1.0,
            "grand piano, microphone, theater curtain, upright, marimba, harp": 0.7,
            "sax, trombone, French horn, cornet, flute, bassoon": 0.3,
        },
        0.12,
    ),
    "cycling": Theme(
        {
            "mountain bike, bicycle-built-for-two": 1.0,
            "unicycle, tricycle": 0.2,
            "moped, jinrikisha, crutch": -0.3,
            "crash helmet, black grouse": 0.2,
        },
        0.17,
        {"bicycle": 0.35},
    ),
    "flowers": Theme(
        {
            "daisy, yellow lady's slipper, rapeseed": 1.0,
            "bee, monarch, cabbage butterfly, sulphur butterfly, ringlet, lycaenid, admiral, pot, vase": 0.6,
            "cardoon, greenhouse, buckeye, hip": 0.7,
        },
        0.135,
        {"potted plant": 0.2, "vase": 0.2},
        {
            "daisy, yellow lady's slipper, rapeseed, bee, monarch, cabbage butterfly, cicada": 1.0,
            "sulphur butterfly, ringlet, lycaenid, admiral, pot, cardoon, greenhouse, buckeye": 1.0,
            "hip, custard apple": 1.0,
        },
        lambda looks, tints: ramp(looks.green, 0.1, 0.3),
    ),
    "food": Theme(
        {
            "guacamole..burrito": 1.0,
            "plate, espresso, cup, red wine": 1.0,
            "wok, frying pan, soup bowl, eggnog, grocery store, restaurant, confectionery, bakery": 0.6,
            "butcher shop, tray, mixing bowl, goblet, beer glass, Dungeness crab": 0.5,
        },
        0.36,
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
        0.15,
        tinted={
            "worm fence, maze, wild boar, lakeside, park bench, stone wall, hog, thatch": 1.5,
            "mountain bike, valley": 1.5,
            "mountain tent, megalith, bison, indri, beaver, barn, black grouse, viaduct": 1.5,
            "wombat, American black bear": 1.5,
            "bow, hatchet, panpipe, chainlink fence": 1.0,
            "palace, monastery, prison, streetcar, cliff, alp": -1.0,
        },
        tint=lambda looks, tints: (
            ramp(tints.busy_above, 0.85, 0.97)
            * ramp(tints.blue, 0.08, 0.03)
            * ramp(tints.pale_below, 0.12, 0.04)
            * ramp(tints.upright, 0.4, 0.5)
        ),
    ),
    "graduation": Theme({"mortarboard": 1.0, "academic gown": 0.3}, 0.25),
    "landmarks": Theme(
        {
            "castle, church, mosque, stupa, triumphal arch, obelisk, dome, viaduct, suspension bridge": 1.0,
            "steel arch bridge, bell cote, megalith, totem pole, pedestal, fountain, vault, altar": 0.75,
            "beacon": 0.6,
            "palace, monastery": 0.35,
        },
        0.18,
    ),
    "mountains_hike": Theme(
        {
            "alp, volcano, valley, cliff": 1.0,
            "mountain tent, geyser, ibex, bighorn, marmot": 0.75,
            "promontory, ski, snowmobile": 0.3,
            "seashore, sandbar": -0.2,
        },
        0.13,
    ),
    "pets_cat": Theme({"tabby..Egyptian cat": 1.0, _DOGS: -0.78}, 0.28, {"cat": 0.6}),
    "pets_dog": Theme({_DOGS: 1.0}, 0.38, {"dog": 0.5}),
    "pool_swim": Theme(
        {"snorkel, swimming trunks": 0.5, "bathing cap, maillot, tub": 0.3},
        0.175,
        tinted={
            "snorkel, swimming trunks, maillot, bathing cap, tub, speedboat, dam, water tower": 1.0,
            "gondola, sea lion, paddle, canoe, otter, bikini, boathouse, fountain": 1.0,
            _DOGS: 0.3,
            "seashore, sandbar, coral reef": -0.75,
            "catamaran": -0.5,
        },
        tint=lambda looks, tints: ramp(tints.turquoise, 0.12, 0.3),
    ),
    "road_trip": Theme(
        {
            "car mirror, seat belt, odometer, gas pump, recreational vehicle": 1.0,
            "convertible, jeep, pickup, minivan, beach wagon, sports car, Model T, racer": 0.9,
            "car wheel, grille, limousine, tow truck, trailer truck, mobile home, golfcart": 0.5,
            "streetcar, trolleybus, cab, parking meter, street sign, traffic light, minibus": -2.0,
            "bicycle-built-for-two, mountain bike, jinrikisha, moped, motor scooter, pole, binoculars": -2.0,
            "palace, monastery, prison, mosque, picket fence, bakery, toyshop, bathing cap, gondola": -2.0,
            "school bus, passenger car, bullet train, ambulance": -2.0,
        },
        0.165,
        {"car": 0.24, "truck": 0.35},
    ),
    "snow": Theme(
        {"ski, snowmobile, dogsled, bobsled, snowplow": 1.0, "ski mask": 0.7, "alp": 0.3},
        0.22,
        {"skis": 0.6, "snowboard": 0.6},
        {
            "alp, mountain tent, valley, volcano, promontory, cliff, ski, dogsled, snowmobile": 1.0,
            "snowplow, shovel, killer whale, mobile home, lakeside": 1.0,
            _DOGS: 0.4,
            "timber wolf..white wolf": 0.5,
            "sandbar, seashore": -0.3,
        },
        lambda looks, tints: ramp(tints.pale_below, 0.1, 0.3) * ramp(tints.cool, -0.08, 0.0),
    ),
    "sport": Theme(
        {
            "ballplayer, soccer ball, volleyball, football helmet, basketball, baseball, rugby ball": 1.0,
            "tennis ball, racket, golf ball, croquet ball, ping-pong ball, puck, punching bag": 1.0,
            "parallel bars, horizontal bar, balance beam, scoreboard": 0.6,
        },
        0.315,
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
        0.12,
        tinted={
            "lakeside, seashore, pier, dock, boathouse, volcano, alp, promontory, valley": 1.0,
            "balloon, pole, flagpole, beacon, breakwater, steel arch bridge, suspension bridge, sandbar": 1.0,
        },
        # Orange all over and nowhere dark are sand and autumn leaves.
        tint=lambda looks, tints: (
            ramp(looks.glow, 0.05, 0.25) * max(ramp(looks.glow, 0.6, 0.4), ramp(looks.dark, 0.0, 0.1))
        ),
    ),
    "wedding": Theme({"groom": 1.0, "gown, hoopskirt": 0.6}, 0.4),
    "wildlife": Theme(
        {
            "great white shark..stingray, ostrich, goldfinch..American egret": 1.0,
            "bald eagle, vulture, great grey owl, African crocodile, American alligator": 1.0,
            "timber wolf..meerkat, zebra, wild boar, hippopotamus, bison..gazelle": 1.0,
            "Arabian camel..giant panda, flamingo, king penguin..sea lion, tusker..jelly fish": 1.0,
            "tabby..Egyptian cat": 0.0,
        },
        0.5,
        {"zebra": 0.5, "elephant": 0.5, "giraffe": 0.4},
    ),
}
