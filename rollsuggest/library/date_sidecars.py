"""Repaired dates as XMP sidecars for other programs, in a folder the person names, never in an original."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollsuggest.library.view import when
from rollsuggest.model import AssetId, Certainty

MAKER = "rollsuggest"
_SHAPES = {
    Certainty.EXACT: "%Y-%m-%dT%H:%M:%S",
    Certainty.DAY: "%Y-%m-%d",
    Certainty.MONTH: "%Y-%m",
    Certainty.YEAR: "%Y",
}
_PACKET = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="{maker}">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    exif:DateTimeOriginal="{date}" photoshop:DateCreated="{date}"/>
 </rdf:RDF>
</x:xmpmeta>
"""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A photo whose date the person set, `path` with the name of its roll before it."""

    path: str
    at: datetime
    certainty: Certainty


def repaired(db: sqlite3.Connection, assets: Collection[AssetId]) -> tuple[Repaired, ...]:
    """Return those of these photos whose date the person set, hidden ones left out."""
    wanted = frozenset(assets)
    rows = db.execute(
        "SELECT v.id, v.path, v.taken_at, v.certainty, r.path AS root FROM visible v"
        " JOIN roll r ON r.id = v.roll_id WHERE v.date_source = 'you' AND v.certainty <> 'unknown'"
    )
    return tuple(
        Repaired(f"{Path(row['root']).name}/{row['path']}", at, Certainty(row["certainty"]))
        for row in rows
        if row["id"] in wanted and (at := when(row["taken_at"]))
    )


def packet(at: datetime, certainty: Certainty) -> str:
    """Return XMP with a date as exact as it is known: XMP knows years and months too."""
    date = at.strftime(_SHAPES[certainty]) if at.year >= 1000 else at.isoformat()
    return _PACKET.format(maker=MAKER, date=date)


def write(folder: Path, photos: Iterable[Repaired]) -> int:
    """Write `folder/ROLL/…/photo.jpg.xmp` for each and return how many; another program's are left alone."""
    written = 0
    for photo in photos:
        out = folder / f"{photo.path}.xmp"
        if out.exists() and MAKER not in out.read_text("utf-8", "replace"):
            continue
        out.parent.mkdir(parents=True, exist_ok=True)
        half = out.with_name(f".{out.name}.part")
        half.write_text(packet(photo.at, photo.certainty), "utf-8")
        half.replace(out)
        written += 1
    return written
