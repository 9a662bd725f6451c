import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.captions import LONGEST, Facts, caption, caption_of_many, for_strangers
from rollsuggest.library.vocabulary import objects, setting, themes
from rollsuggest.model import Certainty, Kind, Make, Role

AUGUST = datetime(2024, 8, 14, 12)
ANA_AND_RUI = Facts(
    names=("Ana", "Rui"), theme="beach_sea", place="Faro", country="Portugal", taken_at=AUGUST,
    certainty=Certainty.EXACT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ANA_AND_RUI, "Ana and Rui by the sea in Faro, August 2024"),
        (Facts(others=2, theme="beach_sea", place="Faro"), "Two people by the sea in Faro"),
        (Facts(names=("Ana",), others=1, taken_at=AUGUST, certainty=Certainty.DAY),
         "Ana and one other person, August 2024"),
        (Facts(names=("Ana",), others=12), "Ana and 12 other people"),
        (Facts(names=("A", "B", "C", "D")), "A, B, C and one other person"),
        (Facts(theme="pets_dog", things=("dog",), place="Porto"), "A dog in Porto"),
        (Facts(names=("Ana",), things=("chair", "dog"), theme="snow"), "Ana with a dog in the snow"),
        (Facts(theme="food", taken_at=AUGUST, certainty=Certainty.YEAR), "Food, 2024"),
        (Facts(taken_at=AUGUST, certainty=Certainty.MONTH), "Photo, August 2024"),
        (Facts(taken_at=AUGUST, certainty=Certainty.UNKNOWN), "Photo"),
        (Facts(country="Japan"), "Photo in Japan"),
        (Facts(things=("car",)), "A car"),
        (Facts(things=("cup",), theme="documents", role=Role.DOCUMENT), "Document"),
        (Facts(names=("Ana",), role=Role.SCREENSHOT), "Screenshot"),
        (Facts(others=1, theme="pets_cat", role=Role.MEME), "Meme or card"),
        (Facts(names=("Ana",), kind=Kind.VIDEO), "Video of Ana"),
        (Facts(names=("  Ana \n Maria ,, ",)), "Ana Maria"),
        (Facts(names=("{who}",), theme="snow"), "{who} in the snow"),
    ],
)  # fmt: skip
def test_a_photo_in_words(facts: Facts, said: str) -> None:
    assert caption(facts) == said


def test_what_is_made_says_what_its_photos_share() -> None:
    others = Facts(names=("Rui", "Ana"), place="Faro", country="Portugal", taken_at=AUGUST.replace(day=2),
                   certainty=Certainty.EXACT)  # fmt: skip
    said = caption_of_many([ANA_AND_RUI, others, others], Make.COLLAGE)
    assert said == "Ana and Rui in Faro, August 2024: collage of 3 photos"
    elsewhere = Facts(place="Porto", country="Portugal", taken_at=datetime(2024, 2, 1),
                      certainty=Certainty.EXACT)  # fmt: skip
    assert (
        caption_of_many([others, elsewhere], Make.RECAP) == "Rui and Ana in Portugal, 2024: film of 2 photos"
    )
    assert caption_of_many([elsewhere, elsewhere], Make.COLLAGE).startswith(
        "Two photos in Porto, February 2024"
    )
    assert (
        caption_of_many([ANA_AND_RUI], Make.RESTYLE)
        == "Ana and Rui by the sea in Faro, August 2024: a drawing"
    )
    assert caption_of_many([Facts(others=1), Facts(), Facts()], Make.RECAP) == "Film of 3 photos"
    assert caption_of_many([], Make.COLLAGE) == "Collage of 0 photos"


def test_strangers_read_neither_names_nor_place_nor_date() -> None:
    assert caption_of_many([for_strangers(ANA_AND_RUI)] * 2, Make.COLLAGE) == (
        "Two people by the sea: collage of 2 photos"
    )


def test_every_theme_and_object_can_be_said_and_found() -> None:
    assert setting("pets_dog", "Ana") == "Ana"
    for noun in (*themes().values(), *objects().values()):
        assert noun.one and noun.found_by.replace(", ", "").replace(" ", "").isalpha()
    assert {thing for name in ("dog", "cat") if (thing := objects()[name].one)} == {"a dog", "a cat"}


words = st.text(max_size=60)
facts_of_any_kind = st.builds(
    Facts,
    names=st.lists(words, max_size=6).map(tuple),
    others=st.integers(0, 200),
    theme=st.sampled_from(["", "unheard of", *themes()]),
    things=st.lists(st.sampled_from(["chair", *objects()]), max_size=3).map(tuple),
    place=words,
    country=words,
    taken_at=st.none() | st.datetimes(),
    certainty=st.sampled_from(Certainty),
    role=st.sampled_from(Role),
    kind=st.sampled_from(Kind),
)


def sound(said: str) -> bool:
    return bool(said.strip()) and not re.search(r"\s\s|,\s*,|\s,|[\n\t]", said) and len(said) <= LONGEST


@given(facts_of_any_kind)
def test_any_caption_is_one_sound_line(facts: Facts) -> None:
    assert sound(caption(facts))
    assert caption(facts) == caption(facts)


@given(st.lists(facts_of_any_kind, max_size=6), st.sampled_from(Make))
def test_any_creation_is_one_sound_line(photos: list[Facts], make: Make) -> None:
    assert sound(caption_of_many(photos, make))


@given(facts_of_any_kind.map(for_strangers), words.filter(lambda name: len(name) > 20))
def test_a_caption_for_strangers_never_depends_on_who_and_where(facts: Facts, name: str) -> None:
    assert not facts.names and not facts.place and not facts.country and facts.taken_at is None
    assert name not in caption(facts)
