"""Suggestions as the rules last said them, and what the person did with them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from rollsuggest.library.codec import (
    recipe_from_json,
    recipe_to_json,
    suggestion_from_json,
    suggestion_to_json,
)
from rollsuggest.library.rows import Card
from rollsuggest.model import AssetId, Recipe, Suggestion, SuggestionKey, SuggestionState

USE_KEPT = timedelta(days=365)  # longer than having been used makes a card rest
USES = (SuggestionState.SEEN, SuggestionState.MADE)


def store_suggestions(db: sqlite3.Connection, made: Iterable[Suggestion], today: str) -> None:
    db.execute("DELETE FROM suggestion")
    db.executemany(
        "INSERT INTO suggestion VALUES (?, ?, ?, ?)",
        [(s.key, place, json.dumps(suggestion_to_json(s)), today) for place, s in enumerate(made)],
    )


def suggestions(db: sqlite3.Connection) -> tuple[Suggestion, ...]:
    rows = db.execute("SELECT body FROM suggestion ORDER BY place")
    return tuple(_suggestion(row["body"]) for row in rows)


def cards(db: sqlite3.Connection) -> tuple[Card, ...]:
    """Return what the rules last said with what the person did with it; dismissed ones are left out."""
    return tuple(card for card in _every(db) if card.state is not SuggestionState.DISMISSED)


def dismissed(db: sqlite3.Connection) -> tuple[Card, ...]:
    """Return the cards that the person did not want, as far as they would be shown otherwise."""
    return tuple(card for card in _every(db) if card.state is SuggestionState.DISMISSED)


def _every(db: sqlite3.Connection) -> list[Card]:
    """A card that holds a photo which may not be shown now is dropped, whatever the rules said before.

    An edit outlives every re-run, unless a photo in it is not to be shown any more.
    """
    choices = {row["key"]: row for row in db.execute("SELECT key, state, kept, recipe, titled FROM choice")}
    edits = {key: _recipe(row["recipe"]) for key, row in choices.items() if row["recipe"]}
    said = suggestions(db)
    asked = {asset for s in said for asset in (*s.photos, *s.recipe.photos)}
    may = _may_show(db, asked.union(*(edit.photos for edit in edits.values())))
    found = []
    for one in said:
        if not may.issuperset(one.recipe.photos):
            continue
        choice, edit = choices.get(one.key), edits.get(one.key)
        state = SuggestionState(choice["state"]) if choice else SuggestionState.NEW
        shown = one
        if not may.issuperset(one.photos):
            shown = replace(one, photos=tuple(asset for asset in one.photos if asset in may))
        edited = edit is not None and may.issuperset(edit.photos)
        found.append(
            Card(
                shown,
                state,
                edit if edit and edited else one.recipe,
                kept=bool(choice and choice["kept"]),
                titled=bool(choice and choice["titled"]) and edited,
            )
        )
    return found


def _may_show(db: sqlite3.Connection, assets: Iterable[AssetId]) -> set[int]:
    """Return which of these are there, show nobody hidden and are not quiet."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: there may be a hundred thousand
    query = (
        "SELECT id FROM visible WHERE id IN (SELECT value FROM json_each(?))"
        " AND id NOT IN (SELECT asset_id FROM quiet_asset)"
    )
    return {asset for (asset,) in cursor.execute(query, (json.dumps(sorted(assets)),))}


# --- what the person did ---------------------------------------------------------------------------------


def choose(db: sqlite3.Connection, key: SuggestionKey, state: SuggestionState, at: datetime) -> None:
    """Note what was done. Having made it outranks having seen it; a dismissal is only lifted by hand."""
    _note(db, key, at)
    db.execute(
        "UPDATE choice SET state = CASE WHEN :state = 'seen' AND state IN ('made', 'dismissed') THEN state"
        " ELSE :state END, kept = kept AND :state <> 'dismissed' WHERE key = :key",
        {"key": key, "state": state.value},
    )
    if state in USES:
        _use(db, key, at.date())


def keep(db: sqlite3.Connection, key: SuggestionKey, yes: bool, at: datetime) -> None:
    """Keep a card for later, as it is now, or let it go again."""
    _note(db, key, at)
    db.execute("UPDATE choice SET kept = ? WHERE key = ?", (yes, key))
    if yes:
        db.execute("UPDATE choice SET state = 'seen' WHERE key = ? AND state <> 'made'", (key,))
        _use(db, key, at.date())


def keep_recipe(db: sqlite3.Connection, key: SuggestionKey, recipe: Recipe, at: datetime) -> None:
    """Keep an edit; the card bears its title from when the person changed it until they take that back."""
    titled = _titled(db, key, recipe.title)
    _note(db, key, at)
    db.execute(
        "UPDATE choice SET recipe = ?, titled = ?, state = CASE state WHEN 'new' THEN 'seen' ELSE state END"
        " WHERE key = ?",
        (json.dumps(recipe_to_json(recipe)), titled, key),
    )


def _titled(db: sqlite3.Connection, key: SuggestionKey, title: str) -> bool:
    """Tell whether a title is the person's own. Rules change theirs by the day, an edit holds an old one."""
    row = db.execute("SELECT recipe, body, titled FROM choice WHERE key = ?", (key,)).fetchone()
    said = db.execute("SELECT body FROM suggestion WHERE key = ?", (key,)).fetchone()
    by_rules = [_suggestion(one["body"]).recipe.title for one in (row, said) if one and one["body"]]
    if title in by_rules:
        return False
    before = _recipe(row["recipe"]).title if row and row["recipe"] else None
    return title != before or bool(row and row["titled"])


def _note(db: sqlite3.Connection, key: SuggestionKey, at: datetime) -> None:
    """Have a row for the card, with the card as it is now; one that is kept stays as it was."""
    body = db.execute("SELECT body FROM suggestion WHERE key = ?", (key,)).fetchone()
    db.execute(
        "INSERT INTO choice (key, state, body, changed_at) VALUES (?, 'new', ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET"
        " body = CASE WHEN kept THEN body ELSE coalesce(excluded.body, body) END,"
        " changed_at = excluded.changed_at",
        (key, body["body"] if body else None, at.isoformat()),
    )


def _use(db: sqlite3.Connection, key: SuggestionKey, day: date) -> None:
    db.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (key, day.isoformat()))
    db.execute("DELETE FROM used WHERE day < ?", ((day - USE_KEPT).isoformat(),))


def kept(db: sqlite3.Connection) -> tuple[Suggestion, ...]:
    """Return what was kept for later, as it was then."""
    rows = db.execute("SELECT body FROM choice WHERE kept AND body IS NOT NULL ORDER BY key")
    return tuple(_suggestion(row["body"]) for row in rows)


def chosen(db: sqlite3.Connection) -> tuple[Suggestion, ...]:
    """Return all cards that the person did anything with, as they were then."""
    rows = db.execute("SELECT body FROM choice WHERE body IS NOT NULL ORDER BY key")
    return tuple(_suggestion(row["body"]) for row in rows)


def used(db: sqlite3.Connection) -> tuple[tuple[SuggestionKey, date], ...]:
    """Return on which days which cards were opened, kept or made."""
    rows = db.execute("SELECT key, day FROM used ORDER BY day, key")
    return tuple((SuggestionKey(row["key"]), date.fromisoformat(row["day"])) for row in rows)


def dismissed_on(db: sqlite3.Connection) -> dict[SuggestionKey, date]:
    rows = db.execute("SELECT key, changed_at FROM choice WHERE state = 'dismissed'")
    return {SuggestionKey(row["key"]): datetime.fromisoformat(row["changed_at"]).date() for row in rows}


def hand_down(db: sqlite3.Connection, heirs: Mapping[SuggestionKey, SuggestionKey]) -> None:
    """Give what was done with cards to those that have taken their place (old key -> new key)."""
    for old, new in heirs.items():
        for table in ("choice", "used", "shown"):
            db.execute(f"UPDATE OR IGNORE {table} SET key = ? WHERE key = ?", (new, old))
            db.execute(f"DELETE FROM {table} WHERE key = ?", (old,))


def _suggestion(body: str) -> Suggestion:
    return suggestion_from_json(json.loads(body))


def _recipe(body: str) -> Recipe:
    return recipe_from_json(json.loads(body))
