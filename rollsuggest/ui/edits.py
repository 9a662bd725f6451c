"""The history of a recipe's edits: pure, with undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rollsuggest.model import Recipe


@dataclass(frozen=True, slots=True)
class Edits:
    now: Recipe
    before: tuple[Recipe, ...] = ()
    after: tuple[Recipe, ...] = ()

    def edit(self, recipe: Recipe) -> Edits:
        """Return the history with one more edit; a title that is being typed counts as one."""
        if recipe == self.now:
            return self
        typing = (
            bool(self.before) and _only_title(self.before[-1], self.now) and _only_title(self.now, recipe)
        )
        before = self.before if typing else (*self.before, self.now)
        return Edits(recipe, before)

    def undo(self) -> Edits:
        if not self.before:
            return self
        return Edits(self.before[-1], self.before[:-1], (self.now, *self.after))

    def redo(self) -> Edits:
        if not self.after:
            return self
        return Edits(self.after[0], (*self.before, self.now), self.after[1:])


def _only_title(one: Recipe, other: Recipe) -> bool:
    return one.title != other.title and replace(one, title=other.title) == other
