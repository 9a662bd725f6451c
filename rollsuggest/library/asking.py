"""Answers to what was asked: is this day an occasion, and shall somebody who is seen no more be shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rollsuggest.library import quieting
from rollsuggest.library.showing import forget
from rollsuggest.model import ClusterId, LossAnswer, Occasion, QuietKind, QuietRule

LISTED = {LossAnswer.LESS: QuietKind.FEWER_PERSON, LossAnswer.NO: QuietKind.PERSON}
STAYS = timedelta(days=7)  # a question about somebody that nobody answers goes away for good


def set_occasion(db: sqlite3.Connection, occasion: Occasion, yes: bool | None, at: datetime) -> None:
    """Store a yes or a no; None takes the answer back."""
    person = quieting.person_of(db, [occasion.person]) if occasion.person is not None else None
    if occasion.person is not None and person is None:  # erased or grouped anew meanwhile
        return
    where = (occasion.kind, occasion.month, occasion.day, person)
    db.execute(
        "DELETE FROM occasion_verdict WHERE kind = ? AND month = ? AND day = ? AND person_id IS ?", where
    )
    if yes is not None:
        db.execute("INSERT INTO occasion_verdict VALUES (?, ?, ?, ?, ?, ?)", (*where, yes, at.isoformat()))
    if (day := occasion.photos_of) is not None:
        _list_day(db, day, quiet=yes is False, at=at)
    forget(db)


def _list_day(db: sqlite3.Connection, day: date, *, quiet: bool, at: datetime) -> None:
    """Put a day on the Quiet list after a no, where it can be taken off; after all else it is not on it."""
    if quiet:
        quieting.add(db, QuietRule(QuietKind.DAYS, first=day, last=day), at)
    else:
        same = (QuietKind.DAYS.value, day.isoformat(), day.isoformat())
        db.execute("DELETE FROM quiet WHERE kind = ? AND first = ? AND last = ? AND NOT yearly", same)


def to_ask(db: sqlite3.Connection, missed: Iterable[ClusterId], today: date) -> ClusterId | None:
    """Return about whom to ask, one at a time, and note that it was asked. Nobody is asked about twice."""
    for cluster in missed:
        person = quieting.person_of(db, [cluster])
        if person is None:  # erased or grouped anew meanwhile
            continue
        row = db.execute(
            "SELECT asked_on, answer FROM loss_question WHERE person_id = ?", (person,)
        ).fetchone()
        if row is None:
            db.execute("INSERT INTO loss_question VALUES (?, ?, '')", (person, today.isoformat()))
        elif row["answer"] or today - date.fromisoformat(row["asked_on"]) > STAYS:
            continue
        return cluster
    return None


def answer_loss(db: sqlite3.Connection, cluster: ClusterId, answer: LossAnswer, at: datetime) -> None:
    """Keep the answer; all but "yes" stand on the Quiet list too, where they can be taken back."""
    person = quieting.person_of(db, [cluster])
    if person is None:
        return
    db.execute("DELETE FROM loss_question WHERE person_id = ?", (person,))
    db.execute("INSERT INTO loss_question VALUES (?, ?, ?)", (person, at.date().isoformat(), answer.value))
    forget(db)
    if answer in LISTED:
        quieting.add(db, QuietRule(LISTED[answer], clusters=frozenset({cluster})), at)


def take_back_loss(db: sqlite3.Connection, cluster: ClusterId) -> None:
    """Forget the answer, and the line of the Quiet list that came of it: the question is open again."""
    person = quieting.person_of(db, [cluster])
    row = db.execute("SELECT answer FROM loss_question WHERE person_id = ?", (person,)).fetchone()
    if row is None or not row["answer"]:
        return
    db.execute("UPDATE loss_question SET answer = '' WHERE person_id = ?", (person,))
    kind = LISTED.get(LossAnswer(row["answer"]))
    if kind is not None:
        db.execute("DELETE FROM quiet WHERE kind = ? AND person_id = ?", (kind.value, person))
    forget(db)
