"""Editing a collage on its page: what the hand does on the slots, told to the stage as edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from rollsuggest.model import LOCKABLE_STYLES, AssetId, Laid, Make, Recipe, Slot
from rollsuggest.ui import page_acts
from rollsuggest.ui.decorating import Decorating

if TYPE_CHECKING:
    from rollsuggest.ui.stage import StagePage


def _locked(recipe: Recipe) -> tuple[AssetId, ...]:
    return recipe.locked if recipe.style in LOCKABLE_STYLES else ()


class Paging(QObject):
    """Stands between the stage, the slots over its picture, and the tools above it."""

    def __init__(self, stage: StagePage) -> None:
        super().__init__(stage)
        self._stage = stage
        slots, tools = stage.slots, stage.tools
        slots.chosen.connect(self._chosen)
        slots.swapped.connect(self._swap)
        slots.moved.connect(lambda slot, x, y: self._reframe(page_acts.moved(self._now, slot, x, y)))
        slots.zoomed.connect(lambda slot, by: self._reframe(page_acts.zoomed(self._now, slot, by)))
        slots.restored.connect(lambda photo: stage.edit(page_acts.as_found(self._now, photo)))
        slots.locked.connect(self._lock)
        slots.used.connect(self._replace)
        slots.removed.connect(self._remove)
        tools.replaced.connect(self._replace)
        tools.lock_turned.connect(slots.lock)
        tools.nearer.connect(slots.zoom)
        tools.restored.connect(slots.restore)
        stage.strip.row.chosen.connect(self._chosen_in_strip)
        self.decorating = Decorating(stage)

    @property
    def _now(self) -> Recipe:
        self._stage.tools.settle()
        return self._stage.edits.now

    def show_recipe(self, recipe: Recipe) -> None:
        slots = self._stage.slots
        self._stage.tools.show_recipe(recipe)
        self._stage.tools.show_photo(slots.slot.asset if slots.slot else None, recipe)
        self.decorating.show_recipe(recipe)
        slots.kept = frozenset(_locked(recipe))
        slots.update()

    def ask(self, picture: QImage) -> None:
        """Ask where the photos lie in a picture that was just drawn."""
        recipe, stage = self._stage.edits.now, self._stage
        if recipe.make is not Make.COLLAGE:
            return

        def know(laid: Laid) -> None:
            if recipe == stage.edits.now:
                stage.slots.show_laid(laid, _locked(recipe), picture)
                stage.slots.setVisible(bool(laid.slots))
                self.decorating.show_laid(laid)

        stage.desk.bridge.read("stage slots", lambda studio: studio.laid_out(recipe), know)

    def _chosen(self, _at: int) -> None:
        slots, stage = self._stage.slots, self._stage
        photo = slots.slot.asset if slots.slot else None
        stage.tools.show_photo(photo, stage.edits.now)
        photos = stage.strip.row.photos
        if photo in photos and photos[stage.strip.row.at] != photo:
            stage.strip.row.choose(photos.index(photo))

    def _chosen_in_strip(self, at: int) -> None:
        slots, photos = self._stage.slots, self._stage.strip.row.photos
        if slots.slot is None or not 0 <= at < len(photos) or slots.slot.asset == photos[at]:
            return
        places = [i for i, slot in enumerate(slots.laid.slots) if slot.asset == photos[at]]
        if places:
            slots.choose(places[0])

    def _swap(self, one: AssetId, other: AssetId) -> None:
        stage = self._stage
        recipe = page_acts.swapped(self._now, stage.slots.laid, one, other)
        self._exchange({one: other, other: one})
        stage.slots.choose([slot.asset for slot in stage.slots.laid.slots].index(one))
        stage.strip.row.at = recipe.photos.index(one)  # the row is about to show them in this order
        stage.edit(recipe)

    def put(self, old: AssetId, new: AssetId) -> None:
        """Put another photo in the place of one."""
        recipe = page_acts.replaced(self._now, self._stage.slots.laid, old, new)
        self._exchange({old: new})
        self._stage.edit(recipe)

    def _exchange(self, change: dict[AssetId, AssetId]) -> None:
        """Say at once which photos lie where: the next act may come before the page is drawn."""
        slots = self._stage.slots
        changed = tuple(slot._replace(asset=change.get(slot.asset, slot.asset)) for slot in slots.laid.slots)
        slots.laid = slots.laid._replace(slots=changed)

    def _reframe(self, done: tuple[Recipe, Slot]) -> None:
        recipe, seen = done
        slots = self._stage.slots
        others = tuple(seen if slot.asset == seen.asset else slot for slot in slots.laid.slots)
        slots.laid = slots.laid._replace(slots=others)  # the next step goes on from here, drawn or not
        self._stage.edit(recipe)

    def _lock(self, photo: AssetId) -> None:
        if self._now.style in LOCKABLE_STYLES:
            self._stage.edit(page_acts.lock_turned(self._now, self._stage.slots.laid, photo))

    def _replace(self) -> None:
        slot, photos = self._stage.slots.slot, self._stage.edits.now.photos
        if slot and slot.asset in photos:
            self._stage.swap(photos.index(slot.asset))

    def _remove(self) -> None:
        slot, photos = self._stage.slots.slot, self._stage.edits.now.photos
        if slot and len(photos) > 2:
            self._stage.edit(page_acts.with_photos(self._now, tuple(p for p in photos if p != slot.asset)))
