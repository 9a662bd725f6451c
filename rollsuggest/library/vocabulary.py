"""What people call the themes and objects that the networks name: a noun to say, more words to find it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollsuggest.i18n import _, ngettext, number_word, per_language


@dataclass(frozen=True, slots=True)
class Noun:
    """`one` as it stands alone ("a dog"); `found_by` words, apart by commas, that a person may look for."""

    one: str
    found_by: str


@per_language  # every entry of the search asks for it
def themes() -> Mapping[str, Noun]:
    """Return what each theme shows, said as the subject of a caption."""
    return {
        "baby_kids": Noun(
            _("a child"), _("baby, babies, child, children, kid, kids, toddler, toddlers, playing")
        ),
        "beach_sea": Noun(_("the sea"), _("beach, beaches, sea, seaside, ocean, coast, sand, waves, shore")),
        "birthday": Noun(_("a birthday"), _("birthday, birthdays, bday, party, parties, cake, candles")),
        "christmas_halloween": Noun(
            _("festive decorations"), _("christmas, xmas, halloween, decorations, christmas tree, pumpkin")
        ),
        "city_street": Noun(
            _("a street"), _("city, cities, street, streets, town, traffic, downtown, buildings, road")
        ),
        "concert_music": Noun(
            _("a concert"), _("concert, concerts, music, band, stage, festival, gig, show")
        ),
        "cycling": Noun(
            _("cycling"), _("cycling, cyclist, bicycle, bicycles, bike, bikes, biking, ride, bike ride")
        ),
        "flowers": Noun(_("flowers"), _("flower, flowers, garden, gardens, blossom, blossoms")),
        "food": Noun(_("food"), _("food, meal, meals, dish, dinner, lunch, breakfast, restaurant, eating")),
        "forest": Noun(_("a forest"), _("forest, forests, wood, woods, tree, trees")),
        "graduation": Noun(_("a graduation"), _("graduation, graduations, diploma")),
        "landmarks": Noun(
            _("a landmark"),
            _("landmark, landmarks, sight, sights, monument, church, castle, tower, bridge, cathedral"),
        ),
        "mountains_hike": Noun(
            _("mountains"), _("mountain, mountains, hike, hikes, hiking, summit, hill, hills, view")
        ),
        "pets_cat": Noun(_("a cat"), _("cat, cats, kitten, kittens, kitty, pet, pets")),
        "pets_dog": Noun(_("a dog"), _("dog, dogs, puppy, puppies, doggy, doggie, pet, pets")),
        "pool_swim": Noun(_("a pool"), _("pool, pools, swimming, swim, swimmer, water")),
        "road_trip": Noun(
            _("a car trip"), _("car, cars, driving, drive, road trip, road, van, camper, journey")
        ),
        "snow": Noun(_("snow"), _("snow, snowy, winter, ski, skiing, ice")),
        "sport": Noun(_("sport"), _("sport, sports, game, match, football, soccer")),
        "sunset": Noun(_("a sunset"), _("sunset, sunsets, sunrise, sun, dusk, dawn, sky")),
        "wedding": Noun(_("a wedding"), _("wedding, weddings, bride, groom, marriage")),
        "wildlife": Noun(_("wildlife"), _("wildlife, animal, animals, nature, zoo")),
    }


@per_language
def objects() -> Mapping[str, Noun]:
    """Return the COCO objects that say something of a photo; a cup or a chair in it does not."""
    return {
        "dog": Noun(_("a dog"), _("dog, dogs, puppy, puppies, doggy, doggie, pet, pets, animal, animals")),
        "cat": Noun(_("a cat"), _("cat, cats, kitten, kittens, kitty, pet, pets, animal, animals")),
        "horse": Noun(_("a horse"), _("horse, horses, pony, riding, animal, animals")),
        "bird": Noun(_("a bird"), _("bird, birds, animal, animals")),
        "sheep": Noun(_("a sheep"), _("sheep, lamb, animal, animals")),
        "cow": Noun(_("a cow"), _("cow, cows, cattle, animal, animals")),
        "elephant": Noun(_("an elephant"), _("elephant, elephants, animal, animals")),
        "bear": Noun(_("a bear"), _("bear, bears, animal, animals")),
        "zebra": Noun(_("a zebra"), _("zebra, zebras, animal, animals")),
        "giraffe": Noun(_("a giraffe"), _("giraffe, giraffes, animal, animals")),
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


@per_language
def countries() -> Mapping[str, str]:
    """Return what else people call a country, by its code."""
    return {
        "US": _("usa, us, u.s., america, the states"),
        "GB": _("uk, u.k., britain, great britain, england, scotland, wales"),
        "NL": _("holland, the netherlands"),
        "CZ": _("czech republic"),
        "AE": _("uae, emirates"),
        "KR": _("korea"),
        "NZ": _("nz, aotearoa"),
        "ZA": _("rsa"),
        "TR": _("türkiye"),
        "DE": _("deutschland"),
        "ES": _("españa"),
        "IT": _("italia"),
        "BR": _("brasil"),
        "CH": _("schweiz, suisse, svizzera"),
        "AT": _("österreich"),
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
        "road_trip": _("{who} on a car trip"),
        "snow": _("{who} in the snow"),
        "sport": _("{who} doing sport"),
        "sunset": _("{who} at sunset"),
        "wedding": _("{who} at a wedding"),
    }
    return sentences.get(theme, "{who}").replace("{who}", who)


def people(count: int) -> str:
    """Return so many people whose names are not known: "one person", "two people"."""
    if count == 1:  # whole: many languages say "one" by what is counted
        return _("one person")
    return ngettext("{n} person", "{n} people", count).format(n=number_word(count))
