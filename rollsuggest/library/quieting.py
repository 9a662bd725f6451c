"""Putting lines on the Quiet list, taking them off, and what of a card could be put on it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.quiet import PEOPLE
from rollsuggest.library.showing import forget
from rollsuggest.model import AssetId, ClusterId, LossAnswer, QuietKind, QuietRule, Suggestion

OFFERED = 4  # of the people and of the places of one card
FEW_DAYS = timedelta(days=31)  # a card of more is about years: to leave out all its days would leave out all
MANY_YEARS = 3


def add(db: sqlite3.Connection, rule: QuietRule, at: datetime) -> int:
    """Store a rule and drop at once what was suggested before; returns its id.

    Raises UserError when it says nothing. A rule that is there already is not stored twice.
    """
    _check(rule)
    if rule.kind is QuietKind.MISSED:
        return _not_asked(db, rule, at)
    person = person_of(db, rule.clusters) if rule.kind in PEOPLE else None
    values = (
        rule.kind.value, " ".join(rule.name.split()), rule.country, _day(rule.first),
        _day(rule.last or rule.first), int(rule.yearly), person,
    )  # fmt: skip
    found = db.execute(
        "SELECT id FROM quiet WHERE kind = ? AND name = ? AND country = ? AND first IS ? AND last IS ?"
        " AND yearly = ? AND person_id IS ?",
        values,
    ).fetchone()
    if found is not None:
        return int(found["id"])
    row = db.execute(
        "INSERT INTO quiet (kind, name, country, first, last, yearly, person_id, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, at.isoformat()),
    )
    forget(db)
    return int(row.lastrowid or 0)


def _not_asked(db: sqlite3.Connection, rule: QuietRule, at: datetime) -> int:
    """Note "Do not ask" about somebody, as after a line was taken off; returns the line's id."""
    person = person_of(db, rule.clusters)
    if person is None:  # erased or grouped anew meanwhile
        return 0
    said = (person, at.date().isoformat(), LossAnswer.NEVER_ASK.value)
    db.execute("INSERT OR REPLACE INTO loss_question VALUES (?, ?, ?)", said)
    forget(db)
    return -person


def remove(db: sqlite3.Connection, rule: int) -> None:
    """Take a line off the list. Somebody it spoke of is welcome then, also who is seen no more."""
    if rule < 0:
        db.execute("UPDATE loss_question SET answer = 'yes' WHERE person_id = ?", (-rule,))
    db.execute(
        "UPDATE loss_question SET answer = 'yes' WHERE answer = 'no' AND person_id ="
        " (SELECT person_id FROM quiet WHERE id = ? AND kind = ?)",
        (rule, QuietKind.PERSON.value),
    )
    db.execute("DELETE FROM quiet WHERE id = ?", (rule,))
    forget(db)


def store_assets(db: sqlite3.Connection, assets: Iterable[AssetId]) -> None:
    """Store which photos the list speaks of."""
    before, after = {row[0] for row in db.execute("SELECT asset_id FROM quiet_asset")}, set(assets)
    db.executemany("DELETE FROM quiet_asset WHERE asset_id = ?", [(a,) for a in before - after])
    db.executemany("INSERT INTO quiet_asset VALUES (?)", [(a,) for a in sorted(after - before)])


def _check(rule: QuietRule) -> None:
    if rule.kind in (QuietKind.DAYS, QuietKind.YEAR):
        if rule.first is None or (rule.last is not None and rule.last < rule.first):
            raise UserError(_("The last day is before the first."), _("Exchange the two days."))
    elif not rule.name.strip() and not rule.clusters:
        raise UserError(_("Nothing was named."), _("Write a name first."))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def person_of(db: sqlite3.Connection, clusters: Iterable[ClusterId]) -> int | None:
    """Return the person of a cluster, made where there was none: what is said of it must outlive grouping."""
    cluster = min(clusters, default=None)
    row = db.execute("SELECT id, person_id FROM cluster WHERE id = ?", (cluster,)).fetchone()
    if row is None:
        return None
    if row["person_id"] is not None:
        return int(row["person_id"])
    person = int(db.execute("INSERT INTO person DEFAULT VALUES").lastrowid or 0)
    db.execute("UPDATE cluster SET person_id = ? WHERE id = ?", (person, row["id"]))
    return person


# --- the levers of a card --------------------------------------------------------------------------------


def offers(
    db: sqlite3.Connection, suggestion: Suggestion, photos: Iterable[AssetId]
) -> tuple[QuietRule, ...]:
    """Return what of a card could be put on the list: its people, places and days, and its kind."""
    photos = tuple(photos)
    places: Counter[tuple[str, str]] = Counter()
    for asset in photos:
        places.update(
            (row["place"], row["country"])
            for row in db.execute("SELECT place, country FROM visible WHERE id = ? AND place <> ''", (asset,))
        )
    found = _people(db, suggestion.about, photos)
    found += [QuietRule(QuietKind.PLACE, *place) for place, _n in places.most_common(OFFERED)]
    if suggestion.first is not None:
        found += _days(suggestion.first, suggestion.last or suggestion.first)
    return (*found, QuietRule(QuietKind.CARD_KIND, suggestion.kind))


def _people(
    db: sqlite3.Connection, about: Collection[ClusterId], photos: Iterable[AssetId]
) -> list[QuietRule]:
    """Return the levers of those whom the card is about, then of others with a name who are seen.

    There can be fewer only of cards about somebody: of those who are merely seen, none or all.
    """
    persons = _persons(db)
    meant = {persons[c] for c in about if c in persons}
    seen: Counter[tuple[str, int]] = Counter()
    clusters: dict[tuple[str, int], set[ClusterId]] = defaultdict(set)
    for asset in photos:
        rows = db.execute("SELECT DISTINCT cluster_id FROM face WHERE asset_id = ?", (asset,))
        here = {ClusterId(row["cluster_id"]) for row in rows if row["cluster_id"] in persons}
        seen.update({persons[c] for c in here})
        for cluster in here:
            clusters[persons[cluster]].add(cluster)
    offered = [
        who for who in sorted(seen, key=lambda w: (w not in meant, -seen[w], w)) if who[0] or who in meant
    ]
    both = (QuietKind.FEWER_PERSON, QuietKind.PERSON)
    return [
        QuietRule(kind, who[0], clusters=frozenset(clusters[who]))
        for who in offered[:OFFERED]
        for kind in (both if who in meant else both[1:])
    ]


def _persons(db: sqlite3.Connection) -> dict[ClusterId, tuple[str, int]]:
    """Return by cluster who it is: the name, or a number where there is none. A name may have several."""
    rows = db.execute(
        "SELECT c.id, c.person_id, trim(coalesce(p.name, '')) AS name FROM cluster c"
        " LEFT JOIN person p ON p.id = c.person_id ORDER BY c.id"
    )
    spelled: dict[str, str] = {}
    return {
        ClusterId(row["id"]): (spelled.setdefault(row["name"].casefold(), row["name"]), 0)
        if row["name"]
        else ("", row["person_id"] or -row["id"])
        for row in rows
    }


def _days(first: date, last: date) -> list[QuietRule]:
    """Return the days of a card, or its years where these are few."""
    if last - first <= FEW_DAYS:
        return [QuietRule(QuietKind.DAYS, first=first, last=last)]
    years = range(first.year, last.year + 1)
    if len(years) > MANY_YEARS:
        return []
    return [QuietRule(QuietKind.YEAR, first=date(y, 1, 1), last=date(y, 12, 31)) for y in years]
