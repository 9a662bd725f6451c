"""Whatever is on the Quiet list, nothing shows it; and whoever is missed is not brought up cheerfully."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from suggest_worlds import everyday, face, photo, series, view, views

from rollsuggest.model import Certainty, ClusterId, Person, Photo, QuietKind, QuietRule, View
from rollsuggest.suggest import quiet
from rollsuggest.suggest.engine import said, suggest, suggestible
from rollsuggest.suggest.receipt import of_one

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TODAY = date(2026, 6, 14)
ANA = ClusterId(1)

_days = st.dates(date(2023, 5, 1), date(2026, 7, 1))
_rules = st.one_of(
    st.sampled_from([1, 2]).map(lambda c: QuietRule(QuietKind.PERSON, clusters=frozenset({ClusterId(c)}))),
    st.just(QuietRule(QuietKind.PERSON, "ANA ")),
    st.sampled_from(["Porto", "porto", "Faro"]).map(lambda name: QuietRule(QuietKind.PLACE, name)),
    st.tuples(_days, st.integers(0, 40), st.booleans()).map(
        lambda d: QuietRule(QuietKind.DAYS, first=d[0], last=d[0] + timedelta(days=d[1]), yearly=d[2])
    ),
    st.sampled_from([2023, 2024, 2025]).map(
        lambda y: QuietRule(QuietKind.YEAR, first=date(y, 1, 1), last=date(y, 12, 31))
    ),
)


def speaks_of(rule: QuietRule, one: Photo, world: View) -> bool:
    """What the list promises, said in another way than the code says it."""
    match rule.kind:
        case QuietKind.PERSON:
            named = {
                c
                for c, p in world.persons.items()
                if rule.name and p.name.lower() == rule.name.strip().lower()
            }
            return any(f.cluster in named | rule.clusters for f in one.faces)
        case QuietKind.PLACE:
            return one.place.lower() == rule.name.lower()
        case QuietKind.DAYS | QuietKind.YEAR if one.day is not None and rule.first and rule.last:
            if not rule.yearly:
                return rule.first <= one.day <= rule.last
            span = [rule.first + timedelta(days=n) for n in range((rule.last - rule.first).days + 1)]
            return (one.day.month, one.day.day) in {(d.month, d.day) for d in span}
    return False


@ANY
@given(views(), _days, st.lists(_rules, max_size=4), st.randoms(use_true_random=False))
def test_nothing_quiet_is_in_any_card(
    world: View, today: date, rules: list[QuietRule], random: Random
) -> None:
    before = suggest(world, today)
    if kinds := sorted({card.kind for card in before}):
        rules = [*rules, QuietRule(QuietKind.CARD_KIND, random.choice(kinds))]  # of cards that there are
    world = replace(world, quiet=tuple(rules))
    by_id = {p.id: p for p in world.photos}
    cards, *_rest = said(world, today)
    kept = quiet.still_kept(before, suggestible(world, nudity=True))
    for card in (*cards, *kept):
        for asset in {*card.photos, *card.recipe.photos}:
            assert not any(speaks_of(rule, by_id[asset], world) for rule in rules)
        assert card.kind not in {rule.name for rule in rules if rule.kind is QuietKind.CARD_KIND}


def test_a_photo_that_could_be_of_a_quiet_day_is_quiet() -> None:
    month = photo(1, "2024-05-01T12:00:00", certainty=Certainty.MONTH)
    year = photo(2, "2024-01-01T12:00:00", certainty=Certainty.YEAR)
    fourteenth = QuietRule(QuietKind.DAYS, first=date(2024, 5, 14), last=date(2024, 5, 14))
    assert suggestible(replace(view([month, year]), quiet=(fourteenth,)), nudity=True).photos == ()
    each_year = replace(fourteenth, yearly=True)  # photos of just a year would all be gone for it
    assert suggestible(replace(view([month, year]), quiet=(each_year,)), nudity=True).photos == (year,)


def test_days_of_every_year_reach_over_new_year_and_leap_days() -> None:
    days = ["2023-12-31", "2024-01-02", "2024-01-04", "2024-02-29", "2025-03-01"]
    world = view([photo(n, f"{day}T19:30:00") for n, day in enumerate(days)])
    turn = QuietRule(QuietKind.DAYS, first=date(2020, 12, 30), last=date(2021, 1, 3), yearly=True)
    assert [p.id for p in suggestible(replace(world, quiet=(turn,)), nudity=True).photos] == [2, 3, 4]
    leap = QuietRule(QuietKind.DAYS, first=date(2020, 2, 29), last=date(2020, 2, 29), yearly=True)
    assert [p.id for p in suggestible(replace(world, quiet=(leap,)), nudity=True).photos] == [
        0,
        1,
        2,
    ]  # 1 March in a year without the day


def test_fewer_of_somebody_leaves_one_card_about_them() -> None:
    photos = [
        photo(n, f"{2023 + n % 4}-0{1 + n % 6}-{n % 28 + 1:02}T12:00:00", faces=[face(1)]) for n in range(80)
    ]
    world = view([*everyday(), *photos], Person(ANA, "Ana", (6, 18)))
    about = [s for s in suggest(world, TODAY) if ANA in s.about]
    assert len(about) > 1
    few = replace(world, quiet=(QuietRule(QuietKind.FEWER_PERSON, clusters=frozenset({ANA})),))
    assert len([s for s in suggest(few, TODAY) if ANA in s.about]) == 1


def test_a_card_is_about_somebody_where_nearly_all_of_its_pictures_are_of_them_alone() -> None:
    def shows(*seen: tuple[int, ...]) -> tuple[ClusterId, ...]:
        return of_one([photo(n, None, faces=[face(c) for c in who]) for n, who in enumerate(seen)])

    assert shows((1,), (1,), (1,), ()) == (ANA,)
    assert shows((1,), (1,), (1, 2), ()) == ()  # with somebody: on half of them alone
    assert shows((1, 2)) == shows((), ()) == ()


def test_a_drawing_is_about_the_large_faces_in_it() -> None:
    faces = [face(1), face(2), face(3, area=0.001)]
    two = photo(1, "2026-06-01T12:00:00", faces=faces)
    (drawn,) = [s for s in suggest(view([*everyday(), two]), TODAY) if s.kind == "restyle"]
    assert drawn.about == (1, 2) and drawn.people == (1, 2, 3)


def parted(last: date, *, everyone_else: bool = True) -> View:
    """Ana, seen each month until `last`; the camera goes on with Rui."""
    start = date(2022, 1, 5)
    months = (last - start).days // 30
    ana = [
        photo(20_000 + 9 * m + n, f"{start + timedelta(days=30 * m)}T1{n}:07:0{n}", faces=[face(1)])
        for m in range(months + 1) for n in range(6)
    ]  # fmt: skip
    rui = series(40_000, "2025-07-01T10:00:00", 60, step_minutes=60 * 24 * 5, faces=[face(2)])
    people = (Person(ANA, "Ana", (6, 18)), Person(ClusterId(2), "Rui"))
    return view([*ana, *(rui if everyone_else else ())], *people)


def test_somebody_who_is_seen_no_more_is_asked_about_and_not_brought_up() -> None:
    cards, missed, *_rest = said(parted(date(2024, 12, 20)), TODAY)
    assert missed == (ANA,)
    assert not [s.kind for s in cards if ANA in s.people]
    yes = replace(parted(date(2024, 12, 20)), still_shown=frozenset({ANA}))
    cards, missed, *_rest = said(yes, TODAY)
    assert missed == ()
    assert [s for s in cards if ANA in s.people]


def test_somebody_who_is_missed_is_in_no_recipe_though_there_with_others_and_named_by_no_card() -> None:
    world = parted(date(2024, 12, 20))
    together = [
        photo(60_000 + n, f"2025-04-{1 + n // 6:02}T1{n % 6}:11:00", faces=[face(c) for c in (2, 3, 4, *ana)])
        for n in range(24)
        for ana in [(1,) if n < 10 else ()]
    ]
    moved = {p.id: replace(p, taken_at=p.taken_at and p.taken_at.replace(year=2024)) for p in together}
    world = replace(
        world,
        photos=(*world.photos, *moved.values(), *everyday(years=[2024])),
        persons={**world.persons, **{ClusterId(c): Person(ClusterId(c), f"Friend {c}") for c in (3, 4)}},
    )
    with_ana = {p.id for p in world.photos if any(f.cluster == ANA for f in p.faces)}
    answer = said(world, TODAY)
    assert answer.missed == (ANA,)
    assert {"group", "together", "year_recap"} <= {s.kind for s in answer.cards}
    for card in answer.cards:
        assert not with_ana.intersection(card.recipe.photos)
        assert "Ana" not in f"{card.title} {card.recipe.title} {card.recipe.subtitle} {card.reason}"
    yes = said(replace(world, still_shown=frozenset({ANA})), TODAY).cards
    assert any(with_ana.intersection(card.recipe.photos) for card in yes)
    assert any("Ana" in card.reason for card in yes)


def test_who_was_seen_lately_or_always_rarely_is_not_missed_nor_when_the_camera_rested() -> None:
    assert said(parted(date(2026, 1, 20)), TODAY)[1] == ()
    assert said(parted(date(2024, 12, 20), everyone_else=False), TODAY)[1] == ()
    rare = [
        photo(9 * year + n, f"{year}-08-0{n + 1}T12:00:00", faces=[face(1)])
        for year in range(2020, 2025)
        for n in range(5)
    ]
    rui = series(40_000, "2025-07-01T10:00:00", 60, step_minutes=60 * 24 * 5, faces=[face(2)])
    assert said(view([*rare, *rui], Person(ANA, "Ana")), TODAY)[1] == ()
