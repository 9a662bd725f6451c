"""Nobody hidden and nothing quiet is in any card, cover, notification or picture on the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from test_studio_evening import ASTRONAUT, PICTURES, TODAY, shoot

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.library.rows import Card
from rollsuggest.model import AssetId, ClusterId, Make, Purpose, QuietKind, QuietRule, Recipe
from rollsuggest.studio import Studio, core

NOON = datetime.combine(TODAY, datetime.min.time()).replace(hour=12)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("roll")
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        shoot(picture, folder / f"IMG_{number:04}.jpg", datetime(2026, 5, 1 + 2 * number, 10, number * 3))
    shoot(ASTRONAUT, folder / "IMG_9000.jpg", datetime(2026, 5, 20, 12))
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(folder)
        studio.index(lambda status: None)
        studio.change_settings(replace(studio.settings(), notifications=True, notification_titles=True))
        yield studio


def somebody(studio: Studio) -> tuple[ClusterId, frozenset[AssetId]]:
    """Return a person and their photos: the astronaut, of whom there is one picture."""
    shown = next(t.asset for t in studio.tiles() if t.taken_at and t.taken_at.date() == date(2026, 5, 20))
    row = next(p for p in studio.people() if shown in {t.asset for t in studio.person_tiles(p.cluster)})
    return row.cluster, frozenset(t.asset for t in studio.person_tiles(row.cluster))


def shown_in(cards: tuple[Card, ...]) -> set[AssetId]:
    return {a for c in cards for a in (*c.suggestion.photos, *c.suggestion.recipe.photos, *c.recipe.photos)}


def on_disk(studio: Studio) -> set[str]:
    return {file.name for file in studio.paths.cache.rglob("*") if file.is_file()}


def test_whoever_is_hidden_is_in_no_card_and_no_picture_on_the_disk_and_comes_back(studio: Studio) -> None:
    cluster, theirs = somebody(studio)
    cards = studio.suggestions(TODAY)
    assert theirs & shown_in(cards)
    card = next(c for c in cards if theirs & set(c.recipe.photos))
    studio.preview(card.recipe, 240)
    for asset in theirs:
        studio.screen_copy(asset, 600)
    assert {f"{asset}.jpg" for asset in theirs} <= on_disk(studio)
    wanted = sorted(theirs)[::-1]
    assert [file.name for file in studio.files(wanted)] == [studio.photo(a).path.name for a in wanted]

    studio.set_person(cluster, hidden=True)
    assert not theirs & shown_in(studio.last_suggestions())
    assert not theirs & shown_in(studio.suggestions(TODAY))
    assert not list(studio.paths.previews.iterdir())
    assert not {f"{asset}.jpg" for asset in theirs} & on_disk(studio)
    assert not studio.files(theirs) and not studio.tiles_of(theirs)
    assert not theirs & {asset for trip in studio.journeys() for asset in trip.photos}
    for asset in theirs:
        assert studio.thumbnail_again(asset)  # the page of the hidden may ask; it is not put on the disk
    assert not {f"{asset}.jpg" for asset in theirs} & on_disk(studio)

    studio.set_person(cluster, hidden=False)
    for asset in theirs:
        assert studio.thumbnail_again(asset)
    assert {f"{asset}.jpg" for asset in theirs} <= on_disk(studio)
    assert theirs & shown_in(studio.suggestions(TODAY))


def test_looking_again_leaves_no_thumbnail_of_somebody_hidden(studio: Studio) -> None:
    cluster, theirs = somebody(studio)
    studio.set_person(cluster, hidden=True)
    folder = studio.rolls()[0].path
    more = folder / "IMG_9001.jpg"
    shoot(ASTRONAUT, more, datetime(2026, 5, 21, 12))
    studio.index(lambda status: None)
    visible = {t.asset for t in studio.tiles()}
    names = {f"{asset}.jpg" for asset in visible}
    assert {name for name in on_disk(studio) if name[0].isdigit()} <= names
    assert not theirs & visible
    studio.set_person(cluster, hidden=False)
    more.unlink()
    studio.index(lambda status: None)


@pytest.mark.parametrize(
    "rule",
    [
        QuietRule(QuietKind.DAYS, first=date(2026, 5, 10), last=date(2026, 5, 20)),
        QuietRule(QuietKind.YEAR, first=date(2026, 1, 1), last=date(2026, 12, 31)),
        QuietRule(QuietKind.CARD_KIND, "month_recap"),
    ],
    ids=lambda rule: rule.kind.value,
)
def test_what_is_quiet_is_in_no_card_cover_or_notification(studio: Studio, rule: QuietRule) -> None:
    for card in studio.suggestions(TODAY):
        studio.preview(card.recipe, 120)
    number = studio.add_quiet(rule)
    try:
        assert not list(studio.paths.previews.iterdir())
        quiet = {
            t.asset
            for t in studio.tiles()
            if rule.first and rule.last and t.taken_at and rule.first <= t.taken_at.date() <= rule.last
        }
        cards = studio.suggestions(TODAY)
        assert not quiet & shown_in(cards)
        assert not [c for c in cards if c.suggestion.kind == rule.name]
        then = NOON + timedelta(days=number)  # each rule on a day of its own: one is told of once a day
        told = studio.notification(then)
        cards = studio.suggestions(then.date())
        assert not quiet & shown_in(cards)
        titles = {c.suggestion.title for c in cards if c.suggestion.of_the_day}
        assert not told or any(title in told for title in titles)
    finally:
        studio.remove_quiet(number)


def test_a_cover_that_is_being_drawn_while_somebody_is_hidden_is_not_kept(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cluster, theirs = somebody(studio)
    begun, go_on = threading.Event(), threading.Event()
    call = studio._workers.call

    def slow(function: Any, *rest: Any, timeout_s: float) -> Any:
        result = call(function, *rest, timeout_s=timeout_s)
        begun.set()
        assert go_on.wait(30)
        return result

    monkeypatch.setattr(studio._workers, "call", slow)
    failed: list[UserError] = []

    def draw() -> None:
        try:
            studio.preview(Recipe(Make.COLLAGE, tuple(sorted(theirs))), 120)
        except UserError as error:
            failed.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    assert begun.wait(60)
    monkeypatch.setattr(studio._workers, "call", call)
    number = studio.add_quiet(QuietRule(QuietKind.DAYS, first=TODAY, last=TODAY))
    go_on.set()
    thread.join()
    studio.remove_quiet(number)
    assert [str(error) for error in failed] == ["What may be shown has changed meanwhile. Open it again."]
    assert not list(studio.paths.previews.iterdir())


def test_room_is_made_for_new_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (tmp_path / f"{number}.jpg").touch()
    monkeypatch.setattr(core, "PREVIEWS_KEPT", 3)
    core._make_room(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
