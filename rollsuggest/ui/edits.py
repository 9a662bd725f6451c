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
        """Return the history with one more edit; words that are being typed count as one."""
        if recipe == self.now:
            return self
        typing = bool(self.before) and any(
            _only(field, self.before[-1], self.now) and _only(field, self.now, recipe)
            for field in ("title", "subtitle")
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


def _only(field: str, one: Recipe, other: Recipe) -> bool:
    """Tell whether two recipes differ in that field alone."""
    return one != other and replace(one, **{field: getattr(other, field)}) == other
