"""What a worker process does with the rules: it reads the database and hands back small results.

As in `worker`, all that is heavy is imported inside the functions, so that the window never loads it.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest import __version__
from rollsuggest.model import (
    Alike,
    AssetId,
    ClusterId,
    Journey,
    Kind,
    Meant,
    QuietRule,
    Role,
    Shown,
    Suggestion,
    SuggestionKey,
    UsualPlace,
    View,
)

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules say of a library: the cards, what is kept for later, and which photos are quiet."""

    suggestions: tuple[Suggestion, ...]
    kept: tuple[Suggestion, ...]
    of_today: tuple[Shown, ...]
    alike: Alike | None  # None: what is stored holds, even where it was stored for something before
    compared: str  # words for what that depends on
    quiet: frozenset[AssetId]
    missed: tuple[ClusterId, ...]  # of whom there are no newer photos
    heirs: Mapping[SuggestionKey, SuggestionKey]  # old key -> new key, of cards the person did something with


def suggest(
    database: Path,
    today: date,
    holidays_of: str | None = None,
    nudity: bool = False,
    more: tuple[QuietRule, ...] = (),
) -> Said:
    """Ask the rules; `more` is as if it were on the Quiet list too."""
    gc.disable()  # the view stays: walking over it again and again would take a third of the time
    try:
        return _suggest(database, today, holidays_of, nudity, more)
    finally:
        gc.enable()


def _suggest(
    database: Path, today: date, holidays_of: str | None, nudity: bool, more: tuple[QuietRule, ...]
) -> Said:
    from rollsuggest.jobs import kept as kept_here
    from rollsuggest.library import alike, choices, showing
    from rollsuggest.library.database import Database
    from rollsuggest.suggest import quiet
    from rollsuggest.suggest.engine import ready, said
    from rollsuggest.suggest.lifecycle import Past, of_today

    db = Database(database)
    try:
        with db.read() as connection:
            connection.execute("BEGIN")  # one state of the library, whatever is stored meanwhile
            view = kept_here.view(db, connection)
            compared = _compared(connection, nudity)
            fit = kept_here.Fit.of(view, nudity)
            before = kept_here.compared(fit)
            known = before.alike if before else alike.known(connection, compared)
            came = before.came if before else ()
            held = known._replace(fit=None) if known and more else known  # fewer are left with another line
            kept = choices.kept(connection)
            past = Past(
                shown=showing.shown(connection),
                used=choices.used(connection),
                kept=frozenset(s.key for s in kept),
                dismissed=choices.dismissed_on(connection),
                chosen=choices.chosen(connection),
            )
            view = replace(view, quiet=(*view.quiet, *more))
            memory = kept_here.memory()
            found = said(
                view,
                today,
                holidays_of=holidays_of,
                nudity=nudity,
                past=past,
                alike=held,
                came=came,
                memory=memory,
            )
            words = before.words if before else compared
            stored = known is not None and _are_same(found.alike, known) and alike.is_of(connection, words)
            if not more:
                kept_here.note(kept_here.Compared(found.alike, fit, compared))
                ready(view, memory)
    finally:
        db.close()
    keys = {s.key for s in found.cards} | found.heirs.keys()
    return Said(
        suggestions=found.cards,
        kept=tuple(s for s in quiet.still_kept(kept, found.may) if s.key not in keys),
        of_today=of_today(found.cards, today),
        alike=None if stored or more else found.alike,
        compared=compared,
        quiet=_quiet(view, found.may),
        missed=found.missed,
        heirs=found.heirs,
    )


def _are_same(one: Alike, other: Alike) -> bool:
    return one.every == other.every and (one.fit or ()) == (other.fit or ())


def _quiet(view: View, may: View) -> frozenset[AssetId]:
    """Return the photos that no card may be made of."""
    if len(may.photos) == len(view.photos):
        return frozenset()
    return frozenset({p.id for p in view.photos} - {p.id for p in may.photos})


def forget() -> None:
    """Drop what is kept of the library for the next time the rules are asked."""
    from rollsuggest.jobs import kept

    kept.forget()


def _compared(db: sqlite3.Connection, nudity: bool) -> str:
    """Return words for all that stand-ins depend on: not the day, nor the language."""
    from rollsuggest.library import showing, store
    from rollsuggest.suggest import RULES_VERSION

    return f"{__version__} {RULES_VERSION} {store.generation(db)} {showing.may_show(db)} {nudity}"


def whereabouts(database: Path, today: date) -> tuple[tuple[UsualPlace, ...], tuple[Journey, ...]]:
    """Return where the person is at home and often, and the trips from there, the latest first."""
    from rollsuggest.library.database import Database
    from rollsuggest.library.view import build_view
    from rollsuggest.suggest.journeys import journeys
    from rollsuggest.suggest.usual import usual_places

    db = Database(database)
    try:
        with db.read() as connection:
            view = build_view(connection)
    finally:
        db.close()
    return usual_places(view), journeys(view, today)


def extras(database: Path) -> Mapping[AssetId, Role]:
    """Return which photos are the worse frames of a burst, edited copies or duplicates."""
    from rollsuggest.library.database import Database
    from rollsuggest.library.view import build_view
    from rollsuggest.suggest.sameness import extras as of_photos

    db = Database(database)
    try:
        with db.read() as connection:
            return of_photos(build_view(connection).photos)
    finally:
        db.close()


def meant(database: Path, told: Meant, now: datetime, most: int, nudity: bool) -> tuple[AssetId, ...]:
    """Return the photos that the person means to send, newest first: of those alone that cards may show."""
    from rollsuggest.cloud.outbox import Candidate, chosen
    from rollsuggest.library.database import Database
    from rollsuggest.library.view import build_view
    from rollsuggest.suggest.engine import suggestible

    db = Database(database)
    try:
        with db.read() as connection:
            photos = suggestible(build_view(connection), nudity).photos
            candidates = [
                Candidate(p.id, p.taken_at if p.day else None, p.place, frozenset(p.labels))
                for p in photos
                if p.kind is Kind.PHOTO and p.role is Role.PHOTO
            ]
    finally:
        db.close()
    return chosen(candidates, told, now, most)
