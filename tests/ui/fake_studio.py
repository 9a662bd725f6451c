"""A studio that lives in memory and remembers what was asked of it; its thumbnails are real files."""

from __future__ import annotations

from collections.abc import Callable

from fake_cloud import FakeCloud
from fake_dates import FakeDates
from fake_making import FakeMaking
from fake_people import FakePeople
from fake_photos import FakePhotos
from fake_privacy import FakePrivacy
from fake_rolls import FakeRolls
from fake_suggestions import FakeSuggestions
from fake_things import TODAY, draw, fake_cards, fake_sorted_out, fake_tiles

from rollsuggest.ui.window import MainWindow

__all__ = ["TODAY", "FakeStudio", "NewStudio", "Open", "draw", "fake_cards", "fake_sorted_out", "fake_tiles"]


class FakeStudio(
    FakePrivacy,
    FakeCloud,
    FakeRolls,
    FakeDates,
    FakePhotos,
    FakePeople,
    FakeSuggestions,
    FakeMaking,
):
    """All topics of it."""


Open = Callable[[FakeStudio], MainWindow]
NewStudio = Callable[..., FakeStudio]
