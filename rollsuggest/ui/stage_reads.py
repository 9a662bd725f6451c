"""What an open card asks of the library beside its picture: its places, its levers, its light, its length."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from rollsuggest.model import AssetId, Format, Make, QuietRule, Recipe, Suggestion, SuggestionKey
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.touches import Touches
from rollsuggest.ui.why import WhyPanel


class StageReads(QObject):
    """Fills in what the panel, the touches and the note of a film's length say.

    Where something cannot be read they say less: what is wrong with a photo is told by its preview.
    """

    def __init__(self, desk: Desk, why: WhyPanel, touches: Touches, length: QLabel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._why, self._touches, self._length = desk, why, touches, length
        self._suggestion: Suggestion | None = None
        self._used = 0
        self._places: tuple[str, ...] = ()
        self.levers: tuple[QuietRule, ...] = ()
        self._lit_for: tuple[tuple[AssetId, ...], Format, bool] | None = None  # whose light was asked for
        why.lever_asked.connect(self._ask_effect)

    def forget(self, suggestion: Suggestion | None) -> None:
        """Know nothing yet of a card that is opened."""
        self._suggestion, self._places, self.levers, self._lit_for = suggestion, (), (), None

    def begin(self, recipe: Recipe) -> None:
        """Ask for what holds as long as the card is open."""
        self._read_places(recipe.photos)
        if self._suggestion is not None:
            self._read_levers(self._suggestion.key)
        self._read_length(recipe)

    def show_recipe(self, recipe: Recipe) -> None:
        self._used = len(recipe.photos)
        self._read_lights(recipe)
        self._explain()

    def _read_places(self, photos: tuple[AssetId, ...]) -> None:
        def read(studio: Studio) -> tuple[str, ...]:
            found = (studio.photo(photo).place for photo in photos)
            return tuple(dict.fromkeys(place for place in found if place))

        self._desk.bridge.read("stage places", read, self._know_places, lambda _error: None)

    def _read_length(self, recipe: Recipe) -> None:
        """Say how much of a film will be drawn."""
        self._length.setText("")
        if recipe.clip:
            self._desk.bridge.read(
                "stage length", lambda studio: studio.film_lasts_s(recipe.photos[0]),
                lambda seconds: self._length.setText(wording.drawn_seconds(seconds)),
                lambda _error: None,
            )  # fmt: skip

    def _read_lights(self, recipe: Recipe) -> None:
        """Ask which light suits and who is there, once for each photo and shape: a crop may leave no sky."""
        shown = recipe.photos, recipe.format, recipe.whole
        if recipe.make is not Make.RESTYLE or self._lit_for == shown:
            return
        self._lit_for = shown

        def read(studio: Studio) -> tuple[tuple[str, ...], bool]:
            somebody = recipe.clip or bool(studio.photo(recipe.photos[0]).faces)
            return studio.lights(recipe), somebody

        self._desk.bridge.read(
            "stage lights", read, lambda known: self._touches.know_picture(*known), lambda _error: None
        )

    def _read_levers(self, key: SuggestionKey) -> None:
        self._desk.bridge.read("stage levers", lambda studio: studio.levers(key), self._know_levers)

    def _know_places(self, places: tuple[str, ...]) -> None:
        self._places = places
        self._explain()

    def _know_levers(self, levers: tuple[QuietRule, ...]) -> None:
        self.levers = levers
        self._explain()

    def _explain(self) -> None:
        self._why.show_suggestion(self._suggestion, self._used, self._places, self.levers)

    def _ask_effect(self, rule: QuietRule) -> None:
        today = self._desk.today()
        self._desk.bridge.read(
            "stage effect", lambda studio: studio.quiet_effect(rule, today),
            lambda effect: self._why.show_effect(rule, effect),
        )  # fmt: skip
