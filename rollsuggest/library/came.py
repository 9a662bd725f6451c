"""What servers made, as cards: listed under Saved anyway, and suggested until the person has looked at it."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from rollsuggest.i18n import _
from rollsuggest.library import outbox
from rollsuggest.library.outbox import Parcel, State
from rollsuggest.library.rows import Card
from rollsuggest.model import Receipt, Suggestion, SuggestionKey, SuggestionState

SHOWN_FOR = timedelta(days=30)  # unless it is kept for later
SECTION = "came"


def key_of(parcel: Parcel) -> SuggestionKey:
    return SuggestionKey(f"came-{parcel.key}")


def cards(db: sqlite3.Connection, now: datetime) -> tuple[Card, ...]:
    """Return what came back and may be shown, newest first; what the person did not want is left out."""
    choices = {row["key"]: row for row in db.execute("SELECT key, state, kept FROM choice")}
    found = []
    for parcel in reversed(outbox.parcels(db)):
        if parcel.state is not State.DONE or not parcel.made or not outbox.may_be_suggested(db, parcel.asset):
            continue
        choice = choices.get(key_of(parcel))
        state = SuggestionState(choice["state"]) if choice else SuggestionState.NEW
        kept = bool(choice and choice["kept"])
        old = now - (parcel.ended_at or parcel.created_at) > SHOWN_FOR
        if state is not SuggestionState.DISMISSED and (kept or not old):
            found.append(_card(parcel, state, kept))
    return tuple(found)


def parcel_of(db: sqlite3.Connection, key: SuggestionKey) -> Parcel | None:
    """Return what a card is about, as far as it may still be shown."""
    found = (p for p in outbox.parcels(db) if key_of(p) == key and p.made)
    return next((p for p in found if outbox.may_be_suggested(db, p.asset)), None)


def _card(parcel: Parcel, state: SuggestionState, kept: bool) -> Card:
    day = (parcel.ended_at or parcel.created_at).astimezone().date()
    suggestion = Suggestion(
        key=key_of(parcel),
        kind=SECTION,
        title=parcel.recipe.title or Path(parcel.photo).stem,
        subject=parcel.key,
        first=day,
        last=day,
        reason=_("Made in the cloud, by {server}").format(server=parcel.recipient),
        photos=parcel.recipe.photos,
        recipe=parcel.recipe,
        score=1.0,
        receipt=Receipt(len(parcel.recipe.photos), {}),
        section=SECTION,
    )
    return Card(suggestion, state, parcel.recipe, kept=kept, came=Path(parcel.made), made_by=parcel.recipient)
