"""Repaired dates and names of faces as XMP sidecars for other programs, in a folder the person names.

Never in an original. Faces are written as MWG regions (Metadata Working Group, "Guidelines for Handling
Image Metadata" 2.0, 2010): by their centre, in the picture as it is stored, before it is turned upright.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollsuggest.library.face_regions import NamedRegion, turned
from rollsuggest.library.faces import box
from rollsuggest.library.view import when
from rollsuggest.model import AssetId, Box, Certainty
from rollsuggest.storing import storing

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
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"{date}>{regions}</rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""
_DATE = '\n    exif:DateTimeOriginal="{date}" photoshop:DateCreated="{date}"'
_REGIONS = """
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="{w}" stDim:h="{h}" stDim:unit="pixel"/>
    <mwg-rs:RegionList><rdf:Bag>{faces}
    </rdf:Bag></mwg-rs:RegionList>
   </mwg-rs:Regions>
  """
_REGIONS_THERE = re.compile(r"\s*<mwg-rs:Regions\b.*</mwg-rs:Regions>\s*", re.S)
_FACE = """
     <rdf:li><rdf:Description mwg-rs:Name={name} mwg-rs:Type="Face">
      <mwg-rs:Area stArea:x="{x:.6f}" stArea:y="{y:.6f}" stArea:w="{w:.6f}" stArea:h="{h:.6f}"
       stArea:unit="normalized"/></rdf:Description></rdf:li>"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes along with one photo: `path` has the name of its roll before it; boxes are of it upright."""

    asset: AssetId
    path: str
    file: Path  # the photo itself, absolute
    width: int  # upright pixels
    height: int
    at: datetime | None = None  # only where the person set it
    certainty: Certainty = Certainty.UNKNOWN
    faces: tuple[NamedRegion, ...] = ()


def repaired(db: sqlite3.Connection, assets: Collection[AssetId] | None = None) -> tuple[Outgoing, ...]:
    """Return those of these photos (None: of all) whose date the person set, hidden ones left out."""
    dated = (photo for photo in _outgoing(db, {}) if photo.at)
    return tuple(photo for photo in dated if assets is None or photo.asset in assets)


def named(db: sqlite3.Connection) -> tuple[Outgoing, ...]:
    """Return all photos with a named face, and their dates where the person set them; nobody hidden."""
    faces: dict[AssetId, list[NamedRegion]] = {}
    rows = db.execute(
        "SELECT f.asset_id, f.x, f.y, f.w, f.h, p.name FROM face f JOIN cluster c ON c.id = f.cluster_id"
        " JOIN person p ON p.id = c.person_id WHERE p.name <> '' AND NOT p.hidden ORDER BY f.x"
    )
    for row in rows:
        faces.setdefault(AssetId(row["asset_id"]), []).append(NamedRegion(row["name"], box(row)))
    return tuple(photo for photo in _outgoing(db, faces) if photo.faces)


def _outgoing(db: sqlite3.Connection, faces: dict[AssetId, list[NamedRegion]]) -> Iterable[Outgoing]:
    rows = db.execute(
        "SELECT v.id, v.path, v.taken_at, v.certainty, v.width, v.height, v.date_source, r.path AS root"
        " FROM visible v JOIN roll r ON r.id = v.roll_id ORDER BY v.path"
    )
    for row in rows:
        set_by_person = row["date_source"] == "you" and row["certainty"] != Certainty.UNKNOWN
        root = Path(row["root"])
        yield Outgoing(
            AssetId(row["id"]), f"{root.name}/{row['path']}", root / row["path"], row["width"], row["height"],
            when(row["taken_at"]) if set_by_person else None, Certainty(row["certainty"]),
            tuple(faces.get(AssetId(row["id"]), ())),
        )  # fmt: skip


def packet(photo: Outgoing, orientation: int = 1, before: str = "") -> str:
    """Return XMP with a date as exact as it is known (XMP knows years and months too) and the named faces.

    `before` is what we wrote of the photo earlier: where only the date is told now, its faces stay.
    """
    date = ""
    if photo.at is not None:
        exact = photo.at.strftime(_SHAPES[photo.certainty]) if photo.at.year >= 1000 else photo.at.isoformat()
        date = _DATE.format(date=exact)
    there = _REGIONS_THERE.search(before)
    regions = there[0] if there else ""
    if photo.faces:
        size = (photo.width, photo.height) if orientation < 5 else (photo.height, photo.width)
        faces = "".join(_face(face, orientation) for face in photo.faces)
        regions = _REGIONS.format(w=size[0], h=size[1], faces=faces)
    return _PACKET.format(maker=MAKER, date=date, regions=regions)


def _face(face: NamedRegion, orientation: int) -> str:
    from xml.sax.saxutils import quoteattr  # which loads all of http

    stored = as_stored(face.box, orientation)
    x, y = stored.centre
    return _FACE.format(name=quoteattr(face.name), x=x, y=y, w=stored.w, h=stored.h)


def as_stored(upright: Box, orientation: int) -> Box:
    """Return where a box of the upright picture lies before its EXIF orientation (1 to 8) is applied."""
    return turned(upright, {6: 8, 8: 6}.get(orientation, orientation))  # the others undo themselves


def write(folder: Path, photos: Iterable[tuple[Outgoing, int]]) -> int:
    """Write `folder/ROLL/…/photo.jpg.xmp` for each photo with its EXIF orientation, and return how many.

    What another program wrote there is left alone. UserError where we cannot write; those before it stay.
    """
    written = 0
    for photo, orientation in photos:
        out = folder / f"{photo.path}.xmp"
        with storing(out):
            before = out.read_text("utf-8", "replace") if out.exists() else ""
            if before and MAKER not in before:
                continue
            _put(out, packet(photo, orientation, before))
        written += 1
    return written


def _put(out: Path, text: str) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(f".{out.name}.part")
    try:
        half.write_text(text, "utf-8")
        half.replace(out)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
