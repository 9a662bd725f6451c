"""Stickers on a collage's page: what the hand and the tools do, told to the stage as edits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from rollsuggest.model import Laid, Recipe
from rollsuggest.ui import page_acts
from rollsuggest.ui.sticker_handle import StickerHandle

if TYPE_CHECKING:
    from rollsuggest.ui.stage import StagePage


class Decorating(QObject):
    """Stands between the stage, the handles over its picture, and the row of stickers."""

    def __init__(self, stage: StagePage) -> None:
        super().__init__(stage)
        self._stage = stage
        self.handles: list[StickerHandle] = []
        self.at = -1
        tools = stage.tools.stickers
        tools.laid.connect(self._lay)
        tools.sized.connect(lambda factor: self._change(page_acts.sticker_sized, factor))
        tools.turned.connect(lambda degrees: self._change(page_acts.sticker_turned, degrees))
        tools.removed.connect(lambda: self._change(page_acts.without_sticker))
        stage.slots.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for handle in self.handles:
                handle.lay()
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            self._choose(-1)  # the hand is at a photo
        return False

    def show_laid(self, laid: Laid) -> None:
        """Put a handle over each sticker of the picture that was just drawn."""
        for number, sticker in enumerate(laid.stickers):
            if number == len(self.handles):
                self.handles.append(self._handle(number))
            self.handles[number].show_sticker(sticker)
        self._drop(len(laid.stickers))
        self.at = min(self.at, len(self.handles) - 1)
        self._tell(self._stage.edits.now)

    def show_recipe(self, recipe: Recipe) -> None:
        """Follow an edit at once: the picture comes later."""
        self._drop(len(recipe.stickers))
        self.at = min(self.at, len(recipe.stickers) - 1)
        self._tell(recipe)

    def forget(self) -> None:
        self.at = -1
        self._drop(0)

    def _handle(self, number: int) -> StickerHandle:
        handle = StickerHandle(self._stage.slots)
        handle.chosen.connect(partial(self._choose, number))
        handle.moved.connect(lambda x, y: self._of(number, page_acts.sticker_moved, x, y))
        handle.stepped.connect(lambda x, y: self._step(number, x, y))
        handle.sized.connect(lambda factor: self._of(number, page_acts.sticker_sized, factor))
        handle.turned.connect(lambda degrees: self._of(number, page_acts.sticker_turned, degrees))
        handle.removed.connect(lambda: self._of(number, page_acts.without_sticker))
        return handle

    def _drop(self, kept: int) -> None:
        """Take handles away. The keys go to a sticker that is left, or to the row of them.

        Never to the photos below: Delete pressed once more would take one out of the collage.
        """
        gone, self.handles[kept:] = self.handles[kept:], []
        if any(handle.hasFocus() for handle in gone):
            self.handles[-1].setFocus() if self.handles else self._stage.tools.stickers.take_keys()
        for handle in gone:
            handle.hide()
            handle.deleteLater()

    def _lay(self, kind: str) -> None:
        recipe = page_acts.with_sticker(self._now, self._stage.slots.laid, kind)
        self.at = len(recipe.stickers) - 1
        self._stage.edit(recipe)

    def _choose(self, number: int) -> None:
        self.at = number
        if number >= 0:
            self._stage.tools.open_stickers()
        self._tell(self._stage.edits.now)

    def _step(self, number: int, across: float, down: float) -> None:
        recipe = self._now
        if number < len(recipe.stickers):
            one = recipe.stickers[number]
            self._of(number, page_acts.sticker_moved, one.x + across, one.y + down)

    def _change(self, act: Callable[..., Recipe], *how: float) -> None:
        if self.at >= 0:
            self._of(self.at, act, *how)

    def _of(self, number: int, act: Callable[..., Recipe], *how: float) -> None:
        recipe = self._now
        if number < len(recipe.stickers):
            self._stage.edit(act(recipe, number, *how))

    @property
    def _now(self) -> Recipe:
        self._stage.tools.settle()
        return self._stage.edits.now

    def _tell(self, recipe: Recipe) -> None:
        for number, handle in enumerate(self.handles):
            handle.mark(number == self.at)
        self._stage.tools.stickers.show_state(len(recipe.stickers), 0 <= self.at < len(recipe.stickers))
