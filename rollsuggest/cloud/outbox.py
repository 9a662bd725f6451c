"""What is to be done next with what parcel: pure decisions over the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.model import AssetId, Meant

FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 900.0
UNREACHED_WAIT_S = 60.0  # at most, for a server that is not there: asking costs nothing
MOST_ATTEMPTS = 8  # of a server that answers, about 20 minutes; one that is not there is waited for
LOOK_EVERY_S = 2.0
KEPT_HOURS = 24  # how long deletion is asked for where a server does not say how long it keeps things


class Act(StrEnum):
    DELETE = "delete"
    LOOK = "look"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Next:
    """What to do now, or in how many seconds to ask again (None: nothing to wait for)."""

    act: Act | None = None
    parcel: Parcel | None = None
    wait_s: float | None = None


def wait_s(attempts: int, asked_s: float = 0.0, longest_s: float = LONGEST_WAIT_S) -> float:
    """Return how long to wait after so many attempts: twice as long each time, or as the server asked."""
    return max(asked_s, min(longest_s, FIRST_WAIT_S * 2.0 ** max(0, attempts - 1)))


def sent_on(parcels: Iterable[Parcel], day: date) -> int:
    """Count what was sent on a day, by the clock of this computer."""
    return sum(1 for p in parcels if p.sent_at is not None and p.sent_at.astimezone().date() == day)


def has_room(parcels: Iterable[Parcel], now: datetime, a_day: int) -> bool:
    """Tell whether one more photo may be sent on this day."""
    return sent_on(parcels, now.astimezone().date()) < a_day


def next_step(parcels: Sequence[Parcel], now: datetime, *, a_day: int, may_send: bool) -> Next:
    """Return what to do now: deletions first, then what is made already, then what waits, oldest first.

    `may_send`: neither paused nor held back; `a_day` photos are sent in a day at most. Pure.
    """
    today = now.astimezone().date()
    room = has_room(parcels, now, a_day)
    due: list[tuple[int, int, Act, Parcel]] = []
    waits: list[float] = []
    for parcel in parcels:
        act = wanted(parcel)
        if act is None or (act is Act.SEND and not may_send):
            continue
        if act is Act.SEND and not room and not sent_on([parcel], today):
            waits.append(_until_tomorrow_s(now))
        elif parcel.next_at is not None and parcel.next_at > now:
            waits.append((parcel.next_at - now).total_seconds())
        else:
            due.append((list(Act).index(act), parcel.id, act, parcel))
    if due:
        _rank, _id, act, parcel = min(due, key=lambda each: each[:2])
        return Next(act, parcel)
    return Next(wait_s=min(waits, default=None))


def wanted(parcel: Parcel) -> Act | None:
    """Return what a parcel still needs."""
    if parcel.there is There.WANTED:
        return Act.DELETE
    if parcel.state is State.SENT:
        return Act.LOOK
    return Act.SEND if parcel.state is State.WAITING else None


def _until_tomorrow_s(now: datetime) -> float:
    local = now.astimezone()
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0)
    return max(1.0, (tomorrow - local).total_seconds())


def after_crash(state: State, *, repeats: bool) -> State:
    """Return where a parcel stands that was being sent when the program ended."""
    if state is not State.SENDING:
        return state
    return State.WAITING if repeats else State.UNSURE


def gives_up_asking(parcel: Parcel, now: datetime) -> bool:
    """Tell whether deletion is asked for in vain: by the server's own word nothing is kept so long."""
    since = parcel.sent_at or parcel.created_at
    hours = KEPT_HOURS if parcel.retention_hours is None else parcel.retention_hours
    return now > since + timedelta(hours=hours + 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be told of a photo when photos are chosen for the cloud."""

    asset: AssetId
    taken_at: datetime | None
    place: str = ""
    themes: frozenset[str] = frozenset()


def chosen(candidates: Iterable[Candidate], meant: Meant, now: datetime, most: int) -> tuple[AssetId, ...]:
    """Return the photos that were meant, newest first. One without a date is meant only by "however old"."""
    since = None if meant.days is None else now - timedelta(days=meant.days)
    found = [
        c
        for c in candidates
        if (since is None or (c.taken_at is not None and since <= c.taken_at <= now))
        and (not meant.place or c.place.casefold() == meant.place.casefold())
        and (not meant.theme or meant.theme in c.themes)
    ]
    found.sort(key=lambda c: (c.taken_at is not None, c.taken_at or now, c.asset), reverse=True)
    return tuple(c.asset for c in found[:most])
