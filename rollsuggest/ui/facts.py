"""What is known of one photo, in the words of the side panel. Pure."""

from __future__ import annotations

from rollsuggest.i18n import _, day_text
from rollsuggest.library.countries import country_name
from rollsuggest.library.rows import Clip, PhotoDetail
from rollsuggest.library.vocabulary import objects, themes
from rollsuggest.model import Certainty, Role
from rollsuggest.ui import wording

MOST_WORDS = 6


def facts(detail: PhotoDetail, length: str = "") -> list[tuple[str, str]]:
    """Return (what, value) lines for the side panel; only what is known."""
    roles = {
        Role.BURST_EXTRA: _("One of a burst; another one is used"),
        Role.DUPLICATE: _("A copy of another photo"),
        Role.SCREENSHOT: _("A screenshot; not used in suggestions"),
        Role.DOCUMENT: _("A document; not used in suggestions"),
        Role.MEME: _("A meme or card; not used in suggestions"),
    }
    names = [face.name for face in detail.faces if face.name]
    unnamed = len(detail.faces) - len(names)
    if unnamed:
        names.append(_("{n} not named").format(n=unnamed))
    lines = [
        (_("Taken"), taken_line(detail)),
        (_("Date from"), date_line(detail.date_source, detail.certainty)),
        (_("Place"), place_line(detail)),
        (_("People"), wording.facts(*names)),
        (_("In the picture"), wording.facts(*seen_in(detail))),
        (_("How it came out"), detail.came_out),
        (_("Camera"), detail.camera),
        (_("Length"), length),
        (_("Size"), f"{detail.width} × {detail.height}"),
        (_("Kind"), behind_line(detail) or roles.get(detail.role, "")),
        (_("Film"), film_line(detail.clip)),
        (_("File"), wording.path(detail.path)),
    ]
    return [(what, value) for what, value in lines if value]


def taken_line(detail: PhotoDetail) -> str:
    """Say when it was taken; where nobody knows, of which day its file is."""
    said = wording.moment(detail.taken_at, detail.certainty)
    if detail.taken_at is not None or detail.file_changed is None:
        return said
    return _("{unknown}; a file of {day}").format(unknown=said, day=day_text(detail.file_changed))


def date_line(source: str, certainty: Certainty) -> str:
    """Say who told the date and how exactly: `The camera, to the second`."""
    told = date_teller(source)
    exact = {
        Certainty.EXACT: _("{teller}, to the second"),
        Certainty.DAY: _("{teller}, to the day"),
        Certainty.MONTH: _("{teller}, to the month"),
        Certainty.YEAR: _("{teller}, to the year"),
    }
    return exact.get(certainty, "{teller}").format(teller=told) if told else ""


def date_teller(source: str) -> str:
    """Say what a source of library.dates is called; "" for none."""
    tellers = {
        "you": _("You"),
        "neighbours": _("Photos taken around it"),
        "exif:DateTimeOriginal": _("The camera"),
        "exif:DateTime": _("The camera"),
        "exif:DateTimeDigitized": _("The day it was made digital"),
        "png:CreationTime": _("The program that made the file"),
        "takeout:photoTakenTime": _("Google Photos"),
        "gps:DateStamp": _("The camera's position fix"),
        "scan": _("Nothing: it is a scan, and the day of scanning is not the photo's"),
        "folder": _("The folder's name"),
        "name:whatsapp": _("The name that WhatsApp gave the file"),
        "name:telegram": _("The name that Telegram gave the file"),
        "name:signal": _("The name that Signal gave the file"),
        "name:viber": _("The name that Viber gave the file"),
        "name:messenger": _("The name that a messenger gave the file"),
    }
    families = {
        "xmp": _("Notes of another program (XMP)"),
        "iptc": _("Notes of another program (IPTC)"),
        "film": _("The video file"),
        "name": _("The file's name"),
    }
    return tellers.get(source) or families.get(source.partition(":")[0], "")


def place_line(detail: PhotoDetail) -> str:
    """Say town and country, and whether the file itself tells of them."""
    where = wording.facts(detail.place, country_name(detail.country))
    if where and detail.place_inferred:
        return _("{place}, as photos taken around it say").format(place=where)
    return where


def seen_in(detail: PhotoDetail) -> list[str]:
    """Return nouns for the surest themes and things in the picture, each said once."""
    nouns = {name: noun.one for name, noun in {**objects(), **themes()}.items()}
    surest = sorted({**detail.objects, **detail.themes}.items(), key=lambda item: -item[1])
    return list(dict.fromkeys(nouns[name] for name, _score in surest if name in nouns))[:MOST_WORDS]


def behind_line(detail: PhotoDetail) -> str:
    """Say which photo is used in place of this one and why, or for how many others this one is."""
    if detail.behind is None:
        return _("Used for {n} alike").format(n=wording.count(detail.stands_for)) if detail.stands_for else ""
    reasons = {
        "original": _("it is the original"), "edited": _("it is your edit"),
        "kept": _("you chose it"), "sharper": _("it is sharper"),
        "light": _("its light is better"), "faces": _("its faces are clearer"),
        "smile": _("somebody smiles"), "eyes": _("eyes are open"), "larger": _("it is larger"),
    }  # fmt: skip
    why = reasons.get(detail.behind.reason, _("they are alike"))
    return _("{name} is used in its place: {why}").format(name=detail.behind.name, why=why)


def film_line(clip: Clip | None) -> str:
    """Say that a photo has a film, and how long: `Motion photo, 2 s`."""
    if clip is None:
        return ""
    kind = _("Motion photo") if clip.offset else _("Live Photo")
    return _("{kind}, {n} s").format(kind=kind, n=max(1, round(clip.duration_s))) if clip.duration_s else kind
