"""The storyboard: every photo is shown, no face leaves the frame, the times add up."""

from __future__ import annotations

from datetime import datetime

from drawn import unread_sources
from hypothesis import given, settings
from hypothesis import strategies as st
from test_render_layouts import is_within

from rollsuggest.model import AssetId, Box, Source
from rollsuggest.render.focus import focus
from rollsuggest.render.recap import LONGEST_FILM_S, storyboard

RATIOS = st.sampled_from((1080 / 1920, 1080 / 1350, 1.0, 1920 / 1080))


@settings(max_examples=60)
@given(unread_sources(3, 20), RATIOS, st.integers(0, 9), st.booleans())
def test_every_photo_is_shown_once_in_order_and_whole_where_it_matters(
    sources: list[Source], ratio: float, seed: int, titled: bool
) -> None:
    board = storyboard(sources, ratio, seed, titled)
    shown = [panel.photo for shot in board.shots if not shot.titled for panel in shot.panels]
    assert shown == list(range(len(sources)))
    for shot in board.shots:
        for panel in shot.panels:
            about = focus(sources[panel.photo])
            for step in range(9):
                seen = panel.seen(step / 8)
                assert is_within(seen, Box(0, 0, 1, 1))
                shape = about.ratio * seen.w / seen.h
                assert abs(shape / (ratio * panel.at.w / panel.at.h) - 1) < 1e-6, "stretched"
                if about.keep:
                    assert is_within(about.keep, seen)


@given(unread_sources(3, 20), RATIOS, st.integers(0, 9), st.booleans())
def test_times_add_up(sources: list[Source], ratio: float, seed: int, titled: bool) -> None:
    board = storyboard(sources, ratio, seed, titled)
    assert board.shots[0].begins_s == 0 and board.shots[0].titled == titled
    for before, after in zip(board.shots, board.shots[1:], strict=False):
        assert abs(before.ends_s - after.entry_s - after.begins_s) < 1e-9
        assert after.begins_s >= before.begins_s + before.entry_s - 1e-9, "three shots at once"
    lasts = sum(shot.lasts_s - shot.entry_s for shot in board.shots)
    assert abs(lasts - board.seconds) < 1e-6
    assert board.seconds <= LONGEST_FILM_S + 9


@given(unread_sources(3, 12), RATIOS, st.booleans())
def test_panels_do_not_overlap_and_stay_in_the_frame(
    sources: list[Source], ratio: float, titled: bool
) -> None:
    for shot in storyboard(sources, ratio, 0, titled).shots:
        assert sum(panel.at.area for panel in shot.panels) <= 1 + 1e-9
        assert all(is_within(panel.at, Box(0, 0, 1, 1)) for panel in shot.panels)


def test_wide_photos_in_a_story_are_stacked_or_shown_whole() -> None:
    sources = [Source(AssetId(i), "", 4500, 3000) for i in range(7)]
    board = storyboard(sources, 1080 / 1920, 0, False)
    assert [len(shot.panels) for shot in board.shots] == [2, 2, 1, 2]
    assert [shot.whole for shot in board.shots] == [False, False, True, False]


def test_a_caption_says_only_what_is_news_and_true_of_all_it_shows() -> None:
    days = (datetime(2026, 5, 2), datetime(2026, 5, 2), datetime(2026, 5, 3))
    sources = [Source(AssetId(i), "", 1080, 1920, taken_at=at, place="Porto") for i, at in enumerate(days)]
    captions = [shot.caption for shot in storyboard(sources, 1080 / 1920, 0, False).shots]
    assert captions == ["2 May · Porto", "", "3 May"]
