"""One photo's entry in the search index: its caption, and all else that it is found by."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from rollsuggest.i18n import _
from rollsuggest.library import pets
from rollsuggest.library.captions import Facts, caption
from rollsuggest.library.countries import country_name
from rollsuggest.library.search_dates import day_keys
from rollsuggest.library.search_query import EVERY
from rollsuggest.library.view import when
from rollsuggest.library.vocabulary import countries, objects, themes
from rollsuggest.model import AssetId, Certainty, Kind, Role

SURE_OBJECT = 0.5
SURE_WORD = 0.5  # of the classifier's; of those looked at, nine in ten were right
LEAST_FACE = 0.1  # quality below which a face is too small or blurred to count as somebody in the photo
CLOSE = 0.05  # of the picture: a face that a portrait or a selfie has
GROUP = 4  # people
VERSION = 2  # of what entries are made of; another one lets all be written anew


@dataclass(frozen=True, slots=True)
class Described:
    """One visible asset: what captions say of it, and all else that it is found by."""

    facts: Facts
    path: str  # relative to its roll
    themes: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    country: str = ""  # its code
    more: tuple[str, ...] = ()  # what the classifier saw, who somebody is to the owner, what day it was


def entry(described: Described) -> str:
    """Return the words and keys that an asset is found by."""
    facts, path = described.facts, PurePosixPath(described.path)
    known_themes, known_objects = themes(), objects()
    found_by = [known_themes[name].found_by for name in described.themes if name in known_themes]
    found_by += [known_objects[name].found_by for name in described.objects if name in known_objects]
    keys = day_keys(facts.taken_at.date(), facts.certainty) if facts.taken_at else ()
    parts = [
        EVERY, caption(facts), *facts.names, facts.place, facts.country,
        countries().get(described.country, ""), *found_by, *described.objects, *described.more,
        _role_words(facts), _hour_words(facts), *path.parts[:-1], path.stem, path.name, *keys,
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _role_words(facts: Facts) -> str:
    if facts.kind is Kind.VIDEO:
        return _("video, videos, film, films, clip, clips, movie, movies")
    return {
        Role.SCREENSHOT: _("screenshot, screenshots"),
        Role.DOCUMENT: _("document, documents, receipt, receipts, bill, ticket, text, paper"),
        Role.MEME: _("meme, memes, joke, jokes, greeting card, saying"),
    }.get(facts.role, "")


def _hour_words(facts: Facts) -> str:
    if facts.taken_at is None or facts.certainty is not Certainty.EXACT:
        return ""
    hour = facts.taken_at.hour
    if hour < 5 or hour >= 22:
        return _("night")
    return _("morning") if hour < 12 else _("afternoon") if hour < 18 else _("evening")


# --- what is known ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    themes: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    others: int = 0
    closest: float = 0.0  # share of the picture that the largest face fills
    birthdays: set[str] = field(default_factory=set)  # MM-DD
    more: list[str] = field(default_factory=list)
    pets: tuple[tuple[str, str], ...] = ()


def describe(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, Described]:
    """Return what is known of those that may be shown: nobody hidden is in any of them."""
    wanted = json.dumps(list(assets))
    rows = db.execute(
        "SELECT id, path, kind, taken_at, certainty, place, country, role FROM visible"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (wanted,),
    ).fetchall()
    ids = json.dumps([row["id"] for row in rows])
    seen: dict[int, _Seen] = defaultdict(_Seen)
    _labels(db, ids, seen)
    _faces(db, ids, seen)
    for asset, animals in pets.named_in(db, (row["id"] for row in rows)).items():
        seen[asset].pets = tuple(animals)
    return {AssetId(row["id"]): _described(row, seen[row["id"]]) for row in rows}


def captions(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, str]:
    """Return a caption for each of those that may be shown."""
    return {asset: caption(described.facts) for asset, described in describe(db, assets).items()}


def _labels(db: sqlite3.Connection, wanted: str, found: Mapping[int, _Seen]) -> None:
    labels = db.execute(
        "SELECT asset_id, family, name, max(score) AS score FROM label"
        " WHERE asset_id IN (SELECT value FROM json_each(?))"
        " GROUP BY asset_id, family, name ORDER BY score DESC, name",
        (wanted,),
    )
    for row in labels:
        seen = found[row["asset_id"]]
        if row["family"] == "theme":
            seen.themes.append(row["name"])
        elif row["family"] == "word":
            seen.more += [row["name"]] if row["score"] >= SURE_WORD else []
        elif row["score"] >= SURE_OBJECT and row["name"] != "person":  # people are known by their faces alone
            seen.objects.append(row["name"])


def _faces(db: sqlite3.Connection, wanted: str, found: Mapping[int, _Seen]) -> None:
    faces = db.execute(
        "SELECT f.asset_id, f.w * f.h AS share, p.name, p.birthday, p.me, p.relation"
        " FROM face f LEFT JOIN cluster c ON c.id = f.cluster_id LEFT JOIN person p ON p.id = c.person_id"
        " WHERE f.asset_id IN (SELECT value FROM json_each(?)) AND (p.name <> '' OR f.quality >= ?)"
        " ORDER BY share DESC, f.id",
        (wanted, LEAST_FACE),
    )
    for row in faces:
        seen = found[row["asset_id"]]
        seen.closest = max(seen.closest, row["share"])
        if not row["name"]:
            seen.others += 1
        elif row["name"] not in seen.names:
            seen.names.append(row["name"])
        if row["me"]:
            seen.more.append(_("me, myself"))
        if row["relation"]:
            seen.more.append(row["relation"])
        if row["birthday"]:
            seen.birthdays.add(row["birthday"])


def _described(row: sqlite3.Row, seen: _Seen) -> Described:
    facts = Facts(
        names=tuple(seen.names),
        others=seen.others,
        theme=next(iter(seen.themes), ""),
        things=tuple(seen.objects),
        place=row["place"],
        country=country_name(row["country"]) if row["country"] else "",
        taken_at=when(row["taken_at"]),
        certainty=Certainty(row["certainty"]),
        role=Role(row["role"]),
        kind=Kind(row["kind"]),
        pets=seen.pets,
    )
    more = (
        *dict.fromkeys(seen.more),
        *(name for _kind, name in seen.pets),
        *_of_faces(seen),
        *_of_birthdays(seen, facts.taken_at, facts.certainty),
    )
    return Described(facts, row["path"], tuple(seen.themes), tuple(seen.objects), row["country"], more)


def _of_faces(seen: _Seen) -> tuple[str, ...]:
    people = len(seen.names) + seen.others
    if people >= GROUP:
        return (_("group, people, everybody, everyone, crowd"),)
    if people and seen.closest >= CLOSE:
        return (_("selfie, selfies, portrait, portraits, people"),)
    return (_("people"),) if people else ()


def _of_birthdays(seen: _Seen, taken: datetime | None, certainty: Certainty) -> tuple[str, ...]:
    """Somebody who is in the photo has a birthday that day."""
    sure = taken is not None and certainty in (Certainty.EXACT, Certainty.DAY)
    return (themes()["birthday"].found_by,) if sure and f"{taken:%m-%d}" in seen.birthdays else ()
