"""What can be done to a collage on its page: a recipe in, a recipe out. Pure, so that all is undone alike."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from rollsuggest.model import MOST_STICKERS, AssetId, Box, Format, Framed, Laid, Recipe, Slot, Sticker

MOST_ZOOM = 4.0
STICKER_SIZES = 0.06, 0.5  # of the page's short side
# How a sticker begins: its size, and how far it is turned.
BEGINS = {
    "tape": (0.24, -4.0), "star": (0.13, -8.0), "heart": (0.13, 8.0), "sun": (0.16, 0.0), "pin": (0.14, 6.0),
    "stamp": (0.19, 6.0), "sprig": (0.20, 0.0), "plane": (0.16, -6.0),
}  # fmt: skip


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


def shaped(recipe: Recipe, laid: Laid, shape: Format) -> Recipe:
    """Return the recipe in another shape, joined anew; with photos locked as it is, where that suits it."""
    return replace(recipe, format=shape, whole=False, tree=laid.tree if recipe.locked else "")


def lock_turned(recipe: Recipe, laid: Laid, photo: AssetId) -> Recipe:
    """Lock a photo in its place, or let it go again; the page stays joined as it is."""
    recipe = replace(recipe, tree=laid.tree if len(laid.slots) == len(recipe.photos) else recipe.tree)
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


def with_sticker(recipe: Recipe, laid: Laid, kind: str) -> Recipe:
    """Return the recipe with one more sticker, where photos meet and no other is near; as it is when full."""
    if len(recipe.stickers) >= MOST_STICKERS:
        return recipe
    size, angle = BEGINS[kind]
    corners = [
        (x, y)
        for slot in laid.slots
        for x in (slot.place.x, slot.place.x + slot.place.w)
        for y in (slot.place.y, slot.place.y + slot.place.h)
    ] or [(0.85, 0.85)]
    held = [(min(max(x, 0.1), 0.9), min(max(y, 0.16), 0.86)) for x, y in corners]
    others = [(one.x, one.y) for one in recipe.stickers] or [(0.0, 0.0)]
    x, y = max(held, key=lambda at: (round(min(hypot(at[0] - u, at[1] - v) for u, v in others), 3), at))
    return replace(recipe, stickers=(*recipe.stickers, Sticker(kind, round(x, 4), round(y, 4), size, angle)))


def sticker_moved(recipe: Recipe, at: int, x: float, y: float) -> Recipe:
    """Return the recipe with a sticker's middle elsewhere on the page."""
    x, y = round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)
    return _with(recipe, at, recipe.stickers[at]._replace(x=x, y=y))


def sticker_sized(recipe: Recipe, at: int, factor: float) -> Recipe:
    least, most = STICKER_SIZES
    size = round(min(max(recipe.stickers[at].size * factor, least), most), 4)
    return _with(recipe, at, recipe.stickers[at]._replace(size=size))


def sticker_turned(recipe: Recipe, at: int, degrees: float) -> Recipe:
    angle = (recipe.stickers[at].angle + degrees + 180) % 360 - 180
    return _with(recipe, at, recipe.stickers[at]._replace(angle=round(angle, 1)))


def without_sticker(recipe: Recipe, at: int) -> Recipe:
    return replace(recipe, stickers=recipe.stickers[:at] + recipe.stickers[at + 1 :])


def _with(recipe: Recipe, at: int, sticker: Sticker) -> Recipe:
    return replace(recipe, stickers=(*recipe.stickers[:at], sticker, *recipe.stickers[at + 1 :]))


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
