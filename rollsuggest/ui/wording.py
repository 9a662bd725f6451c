"""How numbers and states are said: true, and rounded as people say them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from rollsuggest.i18n import (
    _,
    day_text,
    days_text,
    in_a_row,
    month_text,
    month_title,
    ngettext,
    number_text,
    per_language,
    right_to_left,
)
from rollsuggest.library.rows import IndexStatus, Tile
from rollsuggest.model import CLIP_MOST_S, COLLAGE_STYLES, Certainty, Format, Kind, Make, Recipe


def count(number: int) -> str:
    """Return 4812 as 4,812."""
    return number_text(number)


def facts(*said: str) -> str:
    """Return short facts in a row, as "12 photos, 2024"; what is empty is left out."""
    each = [fact for fact in said if fact]
    if right_to_left() and len(each) > 1:  # else figures after a Latin name stood before it
        each = [_isolated(fact) for fact in each]
    return in_a_row(each)


def _isolated(fact: str) -> str:
    """Return a fact that keeps its own direction; one of both scripts goes from the right: Porto و Faro."""
    kinds = {unicodedata.bidirectional(letter) for letter in fact}
    begins = "\u2067" if "L" in kinds and kinds & {"R", "AL"} else "\u2068"
    return f"{begins}{fact}\u2069"


def sentences(*said: str) -> str:
    """Return sayings one after the other, each ended as the language ends a sentence."""
    ended = (_("{said}.").format(said=one.rstrip(".。।")) for one in said if one)
    return " ".join(ended).replace("。 ", "。")


def photos(number: int) -> str:
    return ngettext("{n} photo", "{n} photos", number).format(n=count(number))


def size(number_bytes: int) -> str:
    """Return a size as file managers say it: 820 KB, 12 MB, 1.4 GB."""
    if number_bytes < 1_000_000:
        return _("{n} KB").format(n=max(1, round(number_bytes / 1000)) if number_bytes else 0)
    if number_bytes < 1_000_000_000:
        return _("{n} MB").format(n=round(number_bytes / 1e6))
    return _("{n} GB").format(n=number_text(number_bytes / 1e9, 1))


def left(seconds: float | None) -> str:
    """Return how long something still takes: "6 min left"; "" when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 90:
        return _("about a minute left")
    if seconds < 5400:
        return _("{n} min left").format(n=round(seconds / 60))
    return ngettext("{n} hour left", "{n} hours left", round(seconds / 3600)).format(n=round(seconds / 3600))


def status(now: IndexStatus) -> str:
    """Return what the indexer is doing in one line; "" when there is nothing to say."""
    match now.state:
        case "scanning":
            return _("Looking for photos in your folders")
        case "looking":
            text = _("Looking at {done} of {total} photos").format(
                done=count(now.done), total=count(now.total)
            )
            return facts(text, left(now.seconds_left))
        case "grouping":
            return _("Putting together what was found in {done} of {total} photos").format(
                done=count(now.done), total=count(now.total)
            )
        case "paused":
            return _("Paused at {done} of {total} photos").format(
                done=count(now.done), total=count(now.total)
            )
        case "waiting":
            return now.waiting_for
        case "stopped" if now.total > now.done:
            return _("Stopped at {done} of {total} photos").format(
                done=count(now.done), total=count(now.total)
            )
        case "done":
            return _("Up to date")
    return ""


def drawing(share: float) -> str:
    """Return what a picture says that is being drawn, photo by photo."""
    return _("Drawing… {n} %").format(n=round(100 * share)) if share > 0 else _("Drawing…")


def drawn_seconds(lasts_s: float | None) -> str:
    """Return what of a film is drawn."""
    if lasts_s is not None and lasts_s > CLIP_MOST_S:
        said = _("The first {n} seconds are drawn, with their sound. This is one picture of the film.")
        return said.format(n=round(CLIP_MOST_S))
    return _("The film is drawn, with its sound. This is one picture of it.")


def month_of(taken: datetime | None, certainty: Certainty) -> str:
    """Return the heading that a photo stands under: "June 2026", "2026" or "No date"."""
    if taken is None or certainty is Certainty.UNKNOWN:
        return _("No date")
    if certainty is Certainty.YEAR:
        return str(taken.year)
    return month_title(taken.year, taken.month)


def moment(taken: datetime | None, certainty: Certainty) -> str:
    """Return when a photo was taken, as precisely as it is known."""
    if taken is None or certainty is Certainty.UNKNOWN:
        return _("Date not known")
    if certainty is Certainty.EXACT:
        return _("{day}, {time}").format(day=day_text(taken.date()), time=f"{taken:%H:%M}")
    if certainty is Certainty.DAY:
        return day_text(taken.date())
    return month_of(taken, certainty)


def duration(seconds: float | None) -> str:
    """Return a length as players say it: 0:07, 12:30, 1:02:03; "" when nobody knows."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def tile(shown: Tile) -> str:
    """Return what a screen reader says of a tile: its moment, its kind and what belongs to it."""
    said = moment(shown.taken_at, shown.certainty)
    if shown.kind is not Kind.VIDEO:
        kinds = [_("Live Photo")] * shown.film + ["RAW"] * shown.raw
        return facts(*kinds, said)
    return _("Video, {length}, {moment}").format(length=duration(shown.duration_s), moment=said)


def path(place: Path) -> str:
    """Return a path to be read: among words from right to left its parts stay in their order."""
    return f"\u2066{place}\u2069" if right_to_left() else str(place)


def apart(said: str) -> str:
    """Return what somebody wrote, to be read by its own letters' direction: 3 years, also in Arabic."""
    return f"\u2068{said}\u2069" if right_to_left() else said


def files(number: int) -> str:
    return ngettext("{n} file", "{n} files", number).format(n=count(number))


def span(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return days_text(first, last or first)


STILL = timedelta(days=92)  # no photo for so long, and it is over


def since(first: date, last: date, today: date) -> str:
    """Say over which months something goes: since June 2023, or June 2023 to May 2024 when it is over."""
    start, end = (month_text(day.year, day.month) for day in (first, last))
    if today - last < STILL:
        return _("since {month}").format(month=start)
    return start if start == end else _("{first} to {last}").format(first=start, last=end)


def stamp(at: datetime) -> str:
    """Return a moment of the ledger: 14 June 2026, 18:20."""
    local = at.astimezone() if at.tzinfo else at
    return _("{day}, {time}").format(day=day_text(local.date()), time=f"{local:%H:%M}")


def format_name(shape: Format) -> str:
    names = {
        Format.STORY: _("Story"), Format.PORTRAIT: _("Portrait"),
        Format.SQUARE: _("Square"), Format.LANDSCAPE: _("Landscape"),
    }  # fmt: skip
    return names[shape]


def make_name(make: Make) -> str:
    return {Make.COLLAGE: _("Collage"), Make.RECAP: _("Film"), Make.RESTYLE: _("Drawing")}[make]


def made_name(recipe: Recipe) -> str:
    return _("Drawn film") if recipe.clip else make_name(recipe.make)


PAIR = "pair"  # a style of collages of two photos
STYLES: dict[Make, tuple[str, ...]] = {
    Make.COLLAGE: tuple(style for style in COLLAGE_STYLES if style != PAIR),
    Make.RECAP: ("plain",),
    Make.RESTYLE: ("anime", "starlit", "storybook", "watercolour", "oil", "sketch", "manga", "pop"),
}
LEAST_PHOTOS = {Make.COLLAGE: 2, Make.RECAP: 3, Make.RESTYLE: 1}


def styles(recipe: Recipe) -> tuple[str, ...]:
    """Return the styles that suit what is made, its first one first."""
    pair = recipe.make is Make.COLLAGE and len(recipe.photos) == 2
    return (*STYLES[recipe.make], *([PAIR] if pair else ()))


@per_language
def _style_names() -> Mapping[str, str]:
    return {
        "gallery": _("Gallery"), "seamless": _("Seamless"), "plain": _("Plain"),
        "pair": _("Then and now"), "magazine": _("Magazine"), "polaroids": _("Polaroids"),
        "filmstrip": _("Film strip"), "scrapbook": _("Scrapbook"), "circles": _("Circles"),
        "heart": _("Heart"), "year": _("Year"), "map": _("Map"), "anime": _("Anime"),
        "storybook": _("Storybook"), "sketch": _("Sketch"), "manga": _("Manga"),
        "starlit": _("Starlit"), "watercolour": _("Watercolour"), "oil": _("Oil"), "pop": _("Pop"),
    }  # fmt: skip


def style_name(style: str) -> str:
    return _style_names().get(style, style.capitalize())


def sticker_name(kind: str) -> str:
    names = {
        "tape": _("Paper tape"), "star": _("Star"), "heart": _("Heart"), "sun": _("Sun"),
        "pin": _("Place"), "stamp": _("Date stamp"), "sprig": _("Sprig"), "plane": _("Paper plane"),
    }  # fmt: skip
    return names[kind]


def file_name(title: str, suffix: str) -> str:
    """Return a file name that every system takes."""
    kept = "".join(c if c not in '\\/:*?"<>|' and c.isprintable() else " " for c in title)
    return f"{' '.join(kept.split())[:80].strip('. ') or _('Untitled')}{suffix}"
