"""How calm a drawing has to be: leaves and gravel calmer, fine edges with more of the photo's detail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

ENOUGH_TEXTURE, TOO_PLAIN = 0.635, 0.56  # of the photo's texture share
UNSURE = 0.006  # this near to a limit a glance does not tell
ENOUGH_EDGES, LEAST_EDGES = 0.78, 0.755  # F-score of the edges
SAFE_EDGES = 0.758  # are aimed at where the least were missed by a hair
ALLOWED_TEXTURE, MOST_TEXTURE = 0.64, 0.645  # for the sake of edges; of what was aimed at that
MOST_CALMING = 3
DETAIL = 0.3  # share of the photo's own that tells how much is needed
# A drawing that busy or less is calmed a little at once: a whole step would take as long as all before it.
NEARLY, WANTED = 0.67, 0.625
# By which the first whole step makes the share less: of 64 photos by 0.14 to 0.22; each later one by half.
USUAL = 0.16


class Tried(Protocol):
    """A drawing at a step of calm: its texture as a share of the photo's, and its edges' F-score."""

    @property
    def calm(self) -> float: ...
    @property
    def surely_busy(self) -> bool: ...
    @property
    def guess(self) -> float: ...  # of the share, told at once
    @property
    def share(self) -> float: ...
    @property
    def edges(self) -> float: ...
    @property
    def loses_edges(self) -> bool: ...


T = TypeVar("T", bound=Tried)
At = Callable[[float], T]  # draws at that step of calm; below 0 with that share of the photo's detail
# Tells what a drawing at that step will be from two drawn at others; the same one for a step close by.
Between = Callable[[float, T, T], T]


def calm_enough(at: At[T], between: Between[T], usual: float = USUAL) -> T:
    """Return the drawing that is as calm as its edges allow; `usual` is as USUAL."""
    drawn = at(0)
    if little := _a_little(between, drawn, usual):
        return little
    if not drawn.surely_busy and drawn.share < TOO_PLAIN and drawn.edges < ENOUGH_EDGES:
        return _finer(at, between, drawn)
    while drawn.calm < MOST_CALMING and (drawn.surely_busy or drawn.share > ENOUGH_TEXTURE):
        calmer = at(drawn.calm + 1)
        if not calmer.surely_busy and calmer.loses_edges:
            return _partly(between, *_around(at, drawn, calmer))
        drawn = calmer
        if drawn.calm < MOST_CALMING and (little := _a_little(between, drawn, usual / 2)):
            return little
    return drawn


def _a_little(between: Between[T], drawn: T, usual: float) -> T | None:
    """Return a nearly calm drawing calmed a little more, if that is enough."""
    if drawn.surely_busy or not ENOUGH_TEXTURE - UNSURE < drawn.guess <= NEARLY:
        return None
    little = between(drawn.calm + (drawn.guess - WANTED) / usual, drawn, drawn)
    return little if little.share <= ENOUGH_TEXTURE and not little.loses_edges else None


def _around(at: At[T], drawn: T, calmer: T) -> tuple[T, T]:
    """Return the two ends of the step in which edges are lost: what was surely busy was not asked for its."""
    while drawn.calm > 0 and drawn.loses_edges:
        drawn, calmer = at(drawn.calm - 1), drawn
    return drawn, calmer


def _partly(between: Between[T], drawn: T, calmer: T) -> T:
    """Return as much of a step of calm as it takes, or as much less as the edges allow.

    It lies between the two drawings at the ends of the step: the first has its edges, the second not. Where
    the part that is calm enough loses them too, a little less calm is tried.
    """
    for texture, edges in ((ENOUGH_TEXTURE, LEAST_EDGES), (ALLOWED_TEXTURE, SAFE_EDGES)):
        enough = _part(drawn.share, calmer.share, texture)
        part = min(enough, _part(drawn.edges, calmer.edges, edges), 1.0)
        if part <= 0:
            break
        partly = between(drawn.calm + (calmer.calm - drawn.calm) * part, drawn, calmer)
        if partly.loses_edges:
            calmer = partly
        elif partly.share <= MOST_TEXTURE:
            return partly
        else:
            drawn = partly
    return drawn


def _finer(at: At[T], between: Between[T], drawn: T) -> T:
    """Return the drawing with as much of the photo's detail as its edges need and its calm allows."""
    finer = at(-DETAIL)
    needed = DETAIL * _part(drawn.edges, finer.edges, ENOUGH_EDGES)
    allowed = DETAIL * _part(drawn.share, finer.share, ALLOWED_TEXTURE)
    best = between(-min(1.0, needed, allowed), drawn, finer)
    good = [one for one in (finer, best) if one.share <= MOST_TEXTURE]
    return max([drawn, *good], key=lambda one: min(one.edges, ENOUGH_EDGES))


def _part(first: float, second: float, wanted: float) -> float:
    """Return where a value that goes from `first` at 0 to `second` at 1 would be the wanted one."""
    step = second - first
    return max(0.0, (wanted - first) / step) if abs(step) > 1e-3 else 1.0
