"""The Quiet list with the real Studio: what is listed is gone at once, from covers too, and comes back."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from test_studio_evening import PICTURES, TODAY, shoot

from rollsuggest import paths
from rollsuggest.library import choices
from rollsuggest.library.showing import forget
from rollsuggest.library.store import touch
from rollsuggest.model import (
    AssetId,
    ClusterId,
    LossAnswer,
    Occasion,
    Purpose,
    QuietKind,
    QuietRule,
    Role,
    SuggestionState,
)
from rollsuggest.studio import Studio

MAY = QuietRule(QuietKind.DAYS, first=date(2026, 5, 1), last=date(2026, 5, 31))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("roll")
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        shoot(picture, folder / f"IMG_{number:04}.jpg", datetime(2026, 5, 1 + 2 * number, 10, number * 3))
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_quiet(QuietRule(QuietKind.PERSON, "Somebody"))  # before anything was looked at
        studio.add_roll(folder)
        studio.index(lambda status: None)
        yield studio


def test_what_is_put_on_the_list_is_gone_at_once_and_comes_back(studio: Studio) -> None:
    before = studio.suggestions(TODAY)
    assert before
    card = before[0]
    assert any(rule.kind is QuietKind.DAYS for rule in studio.levers(card.suggestion.key))
    studio.preview(card.recipe, 240)
    assert list(studio.paths.previews.glob("*.jpg"))
    assert studio.quiet_effect(MAY, TODAY).gone == tuple(c.suggestion.title for c in before)
    assert studio.suggestions(TODAY) == before  # asking changes nothing
    number = studio.add_quiet(MAY)
    assert studio.last_suggestions() == ()
    assert not list(studio.paths.previews.glob("*.jpg"))
    assert studio.suggestions(TODAY) == ()
    studio.remove_quiet(number)
    assert studio.suggestions(TODAY) == before
    assert [rule.name for rule in studio.quiet_list()] == ["Somebody"]


def test_what_is_kept_for_later_stays_on_other_days_but_not_when_it_is_quiet(studio: Studio) -> None:
    later = date(2031, 12, 3)
    card = next(c for c in studio.suggestions(TODAY) if c.suggestion.of_the_day)
    studio.keep_for_later(card.suggestion.key)
    held = [c for c in studio.suggestions(later) if c.suggestion.key == card.suggestion.key]
    assert [c.kept for c in held] == [True]
    number = studio.add_quiet(MAY)
    assert studio.suggestions(later) == ()
    studio.remove_quiet(number)
    studio.keep_for_later(card.suggestion.key, keep=False)


def test_a_notification_is_told_once_a_day_and_only_if_asked_for(studio: Studio) -> None:
    noon = datetime.combine(TODAY, datetime.min.time()).replace(hour=12)
    assert studio.notification(noon) == ""
    studio.change_settings(replace(studio.settings(), notifications=True))
    assert studio.notification(noon.replace(hour=3)) == ""
    assert studio.notification(noon) == "A new suggestion is ready"
    assert studio.notification(noon.replace(hour=15)) == ""
    assert studio.notification(noon.replace(day=13)) == "A new suggestion is ready"
    number = studio.add_quiet(MAY)
    assert studio.notification(noon.replace(day=12)) == ""
    studio.remove_quiet(number)


@pytest.fixture
def run(studio: Studio, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """With "indexing": as if photos were being looked at, when the rules are asked only now and then."""
    if request.param == "indexing":
        monkeypatch.setattr(studio, "_control", object())


def _is_gone(studio: Studio, shown: frozenset[AssetId]) -> bool:
    cards = (*studio.suggestions(TODAY), *studio.last_suggestions())
    return not any(shown.intersection((*c.suggestion.photos, *c.recipe.photos)) for c in cards)


def _meanwhile(studio: Studio, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen once, after the rules read the library and before their answer is stored."""
    ask, left = studio._ask_rules, [act]

    def asked(*rest: Any) -> Any:
        answer = ask(*rest)
        if left:
            left.pop()()
        return answer

    monkeypatch.setattr(studio, "_ask_rules", asked)
    with studio._db.write() as db:
        touch(db)
    studio._suggested = None


@pytest.mark.parametrize("run", ["idle", "indexing"], indirect=True)
@pytest.mark.usefixtures("run")
def test_what_is_made_quiet_while_the_rules_speak_is_in_no_card(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = studio.suggestions(TODAY)
    shown = frozenset(before[0].suggestion.photos)
    added: list[int] = []
    _meanwhile(studio, monkeypatch, lambda: added.append(studio.add_quiet(MAY)))
    assert _is_gone(studio, shown) and added
    studio.remove_quiet(added[0])
    assert studio.suggestions(TODAY) == before


@pytest.mark.parametrize("run", ["idle", "indexing"], indirect=True)
@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("how", ["hide", "loss"])
def test_who_is_hidden_or_said_no_to_while_the_rules_speak_is_in_no_card(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    before = studio.suggestions(TODAY)
    shown = before[0].suggestion.photos
    who = ClusterId(77)
    with studio._db.write() as db:
        db.execute("INSERT INTO cluster (id) VALUES (?)", (who,))
        db.executemany(
            "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id)"
            " VALUES (?, .2, .2, .1, .1, .9, .9, .5, '[]', x'00', ?)",
            [(asset, who) for asset in shown],
        )
        touch(db)

    def act() -> None:
        if how == "hide":
            studio.set_person(who, hidden=True)
        else:
            studio.answer_loss(who, LossAnswer.NO)

    monkeypatch.setattr(studio, "_group", lambda **_: None)  # these faces look like nothing
    try:
        _meanwhile(studio, monkeypatch, act)
        assert _is_gone(studio, frozenset(shown))
    finally:
        with studio._db.write() as db:
            db.execute("DELETE FROM quiet WHERE kind = 'person' AND person_id IS NOT NULL")
            for table in ("face", "cluster", "person"):
                db.execute(f"DELETE FROM {table}")
            forget(db)
    assert [c.suggestion.key for c in studio.suggestions(TODAY)] == [c.suggestion.key for c in before]


@pytest.mark.parametrize("run", ["idle", "indexing"], indirect=True)
@pytest.mark.usefixtures("run")
def test_what_is_said_to_be_no_photo_while_the_rules_speak_is_in_no_card(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = studio.suggestions(TODAY)[0].recipe.photos[0]
    _meanwhile(studio, monkeypatch, lambda: studio.set_role([asset], Role.DOCUMENT))
    assert _is_gone(studio, frozenset({asset}))
    studio.set_role([asset], None)


def test_a_card_with_a_photo_that_may_not_be_shown_now_is_dropped_before_the_rules_speak_again(
    studio: Studio,
) -> None:
    card = studio.suggestions(TODAY)[0]
    last = card.suggestion.photos[-1]
    with studio._db.write() as db:
        db.execute("INSERT INTO quiet_asset VALUES (?)", (card.recipe.photos[0],))
    assert _is_gone(studio, frozenset({card.recipe.photos[0]}))
    with studio._db.write() as db:
        db.execute("DELETE FROM quiet_asset")
    assert last in studio.last_suggestions()[0].suggestion.photos


def test_what_was_dismissed_is_listed_until_it_is_brought_back_but_not_what_is_quiet(studio: Studio) -> None:
    before = studio.suggestions(TODAY)
    key = before[0].suggestion.key
    studio.dismiss(key)
    assert [c.suggestion.key for c in studio.dismissed()] == [key]
    assert key not in {c.suggestion.key for c in studio.suggestions(TODAY)}
    number = studio.add_quiet(MAY)
    studio.suggestions(TODAY)
    assert studio.dismissed() == ()
    studio.remove_quiet(number)
    studio.suggestions(TODAY)
    studio.undismiss(key)
    assert studio.dismissed() == ()
    assert {c.suggestion.key for c in studio.suggestions(TODAY)} == {c.suggestion.key for c in before}


def test_what_was_made_stays_kept_for_later_and_what_was_kept_stays_made(studio: Studio) -> None:
    key = studio.suggestions(TODAY)[0].suggestion.key
    studio.keep_for_later(key)
    with studio._db.write() as db:
        choices.choose(db, key, SuggestionState.MADE, datetime.now())
    card = studio.card(key, TODAY)
    assert (card.state, card.kept) == (SuggestionState.MADE, True)
    studio.keep_for_later(key, keep=False)
    card = studio.card(key, TODAY)
    assert (card.state, card.kept) == (SuggestionState.MADE, False)


def test_a_no_to_photos_of_a_day_is_a_line_of_the_list_and_goes_with_the_answer(studio: Studio) -> None:
    day = date(2026, 5, 3)
    asked, line = Occasion.of_photos(day), QuietRule(QuietKind.DAYS, first=day, last=day)

    def listed() -> list[QuietRule]:
        return [replace(rule, id=0) for rule in studio.quiet_list() if rule.kind is QuietKind.DAYS]

    before = studio.suggestions(TODAY)
    for answer, lines in ((False, [line]), (True, []), (False, [line]), (None, [])):
        studio.answer_occasion(asked, answer)
        assert listed() == lines
    assert studio.suggestions(TODAY) == before
    studio.answer_occasion(asked, False)
    studio.remove_quiet(next(rule.id for rule in studio.quiet_list() if rule.kind is QuietKind.DAYS))
    assert studio.suggestions(TODAY) == before, "taken off the list, nothing else keeps the day back"
    studio.answer_occasion(asked, None)
