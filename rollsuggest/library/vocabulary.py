"""What people call the themes and objects that the networks name: a noun to say, more words to find it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rollsuggest.i18n import _, ngettext, number_word


@dataclass(frozen=True, slots=True)
class Noun:
    """`one` as it stands alone ("a dog"); `found_by` words, apart by commas, that a person may look for."""

    one: str
    found_by: str


@cache  # every entry of the search asks for it
def themes() -> Mapping[str, Noun]:
    """Return what each theme shows, said as the subject of a caption."""
    return {
        "baby_kids": Noun(_("a child"), _("baby, babies, child, children, kid, kids, toddler")),
        "beach_sea": Noun(_("the sea"), _("beach, beaches, sea, seaside, ocean, coast, sand, waves")),
        "birthday": Noun(_("a birthday"), _("birthday, birthdays, party, cake, candles")),
        "christmas_halloween": Noun(_("festive decorations"), _("christmas, xmas, halloween, decorations")),
        "city_street": Noun(_("a street"), _("city, cities, street, streets, town, traffic")),
        "concert_music": Noun(_("a concert"), _("concert, concerts, music, band, stage, festival")),
        "cycling": Noun(_("cycling"), _("cycling, bicycle, bicycles, bike, bikes")),
        "flowers": Noun(_("flowers"), _("flower, flowers, garden, gardens, blossom, blossoms")),
        "food": Noun(_("food"), _("food, meal, meals, dish, dinner, lunch, breakfast")),
        "forest": Noun(_("a forest"), _("forest, forests, wood, woods, tree, trees")),
        "graduation": Noun(_("a graduation"), _("graduation, graduations, diploma")),
        "landmarks": Noun(
            _("a landmark"),
            _("landmark, landmarks, sight, sights, monument, church, castle, tower, bridge, cathedral"),
        ),
        "mountains_hike": Noun(_("mountains"), _("mountain, mountains, hike, hikes, hiking, summit, alps")),
        "pets_cat": Noun(_("a cat"), _("cat, cats, kitten, pet, pets")),
        "pets_dog": Noun(_("a dog"), _("dog, dogs, puppy, pet, pets")),
        "pool_swim": Noun(_("a pool"), _("pool, pools, swimming, swim, swimmer")),
        "snow": Noun(_("snow"), _("snow, winter, ski, skiing, ice")),
        "sport": Noun(_("sport"), _("sport, sports, game, match, football, soccer")),
        "sunset": Noun(_("a sunset"), _("sunset, sunsets, sunrise, dusk, dawn")),
        "wedding": Noun(_("a wedding"), _("wedding, weddings, bride, groom, marriage")),
        "wildlife": Noun(_("wildlife"), _("wildlife, animal, animals, nature, zoo")),
    }


@cache
def objects() -> Mapping[str, Noun]:
    """Return the COCO objects that say something of a photo; a cup or a chair in it does not."""
    return {
        "dog": Noun(_("a dog"), _("dog, dogs, puppy, pet, pets, animal")),
        "cat": Noun(_("a cat"), _("cat, cats, kitten, pet, pets, animal")),
        "horse": Noun(_("a horse"), _("horse, horses, pony, riding, animal")),
        "bird": Noun(_("a bird"), _("bird, birds, animal")),
        "sheep": Noun(_("a sheep"), _("sheep, lamb, animal")),
        "cow": Noun(_("a cow"), _("cow, cows, cattle, animal")),
        "elephant": Noun(_("an elephant"), _("elephant, elephants, animal")),
        "bear": Noun(_("a bear"), _("bear, bears, animal")),
        "zebra": Noun(_("a zebra"), _("zebra, zebras, animal")),
        "giraffe": Noun(_("a giraffe"), _("giraffe, giraffes, animal")),
        "cake": Noun(_("a cake"), _("cake, cakes")),
        "pizza": Noun(_("a pizza"), _("pizza, pizzas")),
        "bicycle": Noun(_("a bicycle"), _("bicycle, bicycles, bike, bikes")),
        "motorcycle": Noun(_("a motorcycle"), _("motorcycle, motorcycles, motorbike")),
        "car": Noun(_("a car"), _("car, cars")),
        "bus": Noun(_("a bus"), _("bus, buses")),
        "train": Noun(_("a train"), _("train, trains, railway")),
        "boat": Noun(_("a boat"), _("boat, boats, ship, sailing")),
        "airplane": Noun(_("an airplane"), _("airplane, aeroplane, plane, planes, flight")),
        "umbrella": Noun(_("an umbrella"), _("umbrella, umbrellas, parasol")),
        "surfboard": Noun(_("a surfboard"), _("surfboard, surfing, surf")),
        "skis": Noun(_("skis"), _("ski, skis, skiing")),
        "snowboard": Noun(_("a snowboard"), _("snowboard, snowboarding")),
        "kite": Noun(_("a kite"), _("kite, kites")),
        "teddy bear": Noun(_("a teddy bear"), _("teddy, teddy bear, toy")),
    }


def setting(theme: str, who: str) -> str:
    """Return people or animals in what the theme shows, such as "Ana by the sea"; else `who` alone."""
    sentences = {
        "beach_sea": _("{who} by the sea"),
        "birthday": _("{who} at a birthday"),
        "christmas_halloween": _("{who} among festive decorations"),
        "city_street": _("{who} in the street"),
        "concert_music": _("{who} at a concert"),
        "cycling": _("{who} cycling"),
        "flowers": _("{who} among flowers"),
        "food": _("{who} with food"),
        "forest": _("{who} in the forest"),
        "graduation": _("{who} at a graduation"),
        "mountains_hike": _("{who} in the mountains"),
        "pool_swim": _("{who} at the pool"),
        "snow": _("{who} in the snow"),
        "sport": _("{who} doing sport"),
        "sunset": _("{who} at sunset"),
        "wedding": _("{who} at a wedding"),
    }
    return sentences.get(theme, "{who}").replace("{who}", who)


def people(count: int) -> str:
    """Return so many people whose names are not known: "one person", "two people"."""
    return ngettext("{n} person", "{n} people", count).format(n=number_word(count))
