"""The Quiet list with the real Studio: what is listed is gone at once, from covers too, and comes back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

import pytest
from test_studio_evening import PICTURES, TODAY, shoot

from rollsuggest import paths
from rollsuggest.model import Purpose, QuietKind, QuietRule, SuggestionState
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
    assert [c.state for c in held] == [SuggestionState.SAVED]
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
