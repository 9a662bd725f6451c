"""What can be done to a collage on its page: a recipe in, a recipe out. Pure, so that all is undone alike."""

from __future__ import annotations

from dataclasses import replace

from rollsuggest.model import AssetId, Box, Format, Framed, Laid, Recipe, Slot

MOST_ZOOM = 4.0


def swapped(recipe: Recipe, laid: Laid, one: AssetId, other: AssetId) -> Recipe:
    """Return the recipe with two photos in each other's places; the page stays joined as it is."""
    change = {one: other, other: one}
    photos = tuple(change.get(photo, photo) for photo in recipe.photos)
    kept = laid.tree if len(laid.slots) == len(recipe.photos) else ""
    return _reframed(replace(recipe, photos=photos, tree=kept), (one, other))


def replaced(recipe: Recipe, laid: Laid, old: AssetId, new: AssetId) -> Recipe:
    """Return the recipe with another photo in the place of one."""
    photos = tuple(new if photo == old else photo for photo in recipe.photos)
    locked = tuple(new if photo == old else photo for photo in recipe.locked)
    kept = laid.tree if len(laid.slots) == len(recipe.photos) else ""
    return _reframed(replace(recipe, photos=photos, locked=locked, tree=kept), (old, new))


def with_photos(recipe: Recipe, photos: tuple[AssetId, ...]) -> Recipe:
    """Return the recipe of other photos, or of the same in another order: the page is joined anew."""
    locked = tuple(photo for photo in recipe.locked if photo in photos)
    framed = tuple(one for one in recipe.framed if one.asset in photos)
    return replace(recipe, photos=photos, locked=locked, framed=framed, tree="")


def shaped(recipe: Recipe, shape: Format) -> Recipe:
    """Return the recipe in another shape, whose page is joined anew."""
    return replace(recipe, format=shape, tree="")


def lock_turned(recipe: Recipe, photo: AssetId) -> Recipe:
    """Lock a photo in its place, or let it go again."""
    if photo in recipe.locked:
        return replace(recipe, locked=tuple(one for one in recipe.locked if one != photo))
    return replace(recipe, locked=(*recipe.locked, photo))


def moved(recipe: Recipe, slot: Slot, across: float, down: float) -> tuple[Recipe, Slot]:
    """Return the recipe with a photo moved in its place, by shares of the place, and what is seen now."""
    x, y = slot.seen.centre
    return _framed(recipe, slot, x - across * slot.seen.w, y - down * slot.seen.h, _zoom(recipe, slot.asset))


def zoomed(recipe: Recipe, slot: Slot, factor: float) -> tuple[Recipe, Slot]:
    """Return the recipe with a photo shown nearer, or from farther away, and what is seen now."""
    x, y = slot.seen.centre
    return _framed(recipe, slot, x, y, _zoom(recipe, slot.asset) * factor)


def as_found(recipe: Recipe, photo: AssetId) -> Recipe:
    """Return the recipe with a photo framed by its faces again."""
    return _reframed(recipe, (photo,))


def _zoom(recipe: Recipe, photo: AssetId) -> float:
    return next((one.zoom for one in recipe.framed if one.asset == photo), 1.0)


def _framed(recipe: Recipe, slot: Slot, x: float, y: float, zoom: float) -> tuple[Recipe, Slot]:
    zoom = round(min(max(zoom, 1.0), MOST_ZOOM), 3)
    scale = _zoom(recipe, slot.asset) / zoom
    w, h = slot.seen.w * scale, slot.seen.h * scale
    x = min(max(x, w / 2), 1 - w / 2) if w <= 1 else 0.5
    y = min(max(y, h / 2), 1 - h / 2) if h <= 1 else 0.5
    others = tuple(one for one in recipe.framed if one.asset != slot.asset)
    now = replace(recipe, framed=(*others, Framed(slot.asset, round(x, 4), round(y, 4), zoom)))
    return now, slot._replace(seen=Box(x - w / 2, y - h / 2, w, h))


def _reframed(recipe: Recipe, photos: tuple[AssetId, ...]) -> Recipe:
    return replace(recipe, framed=tuple(one for one in recipe.framed if one.asset not in photos))
