"""From a recipe to its storyboard: clips are looked at, music is listened to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollsuggest.model import Recipe, Source
from rollsuggest.render.clips import FindFaces, footage
from rollsuggest.render.music import Music, listen
from rollsuggest.render.recap import LONGEST_FILM_S, Storyboard, storyboard


@dataclass(frozen=True, slots=True)
class Plan:
    board: Storyboard
    music: Music | None = None


def planned(
    recipe: Recipe,
    sources: Sequence[Source],
    ratio: float,
    find_faces: FindFaces | None,
    most_s: float = LONGEST_FILM_S,
) -> Plan:
    """Return the film of a recipe in a frame of `ratio`; raises UserError for music that cannot be played."""
    music = listen(recipe.music)
    board = storyboard(
        sources,
        ratio,
        recipe.seed,
        bool(recipe.title.strip()),
        footage(sources, find_faces),
        beats=music.beats_until(2 * LONGEST_FILM_S) if music else (),
        chaptered=recipe.chapters and most_s >= LONGEST_FILM_S,  # a short one has no time for cards
        captioned=recipe.captions,
        most_s=most_s,
    )
    return Plan(board, music)
