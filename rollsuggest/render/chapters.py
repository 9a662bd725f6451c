"""What a film says between and below its photos: chapters by month or place, then days and places. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from rollsuggest.i18n import _, day_of_month, day_text, days_text, listed, month_name
from rollsuggest.model import Source

FEWEST_MONTHS = 3  # fewer are told by the days below the photos
LEAST = 3  # photos in a chapter
MOST_NAMED = 2
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    subtitle: str = ""
    place: str = ""  # the one town that the chapter is of
    people: str = ""  # who is seen most
    at: tuple[float, float] | None = None  # latitude and longitude of the town that it begins in


NO_CHAPTERS: Mapping[int, Chapter] = MappingProxyType({})


def chapters(sources: Sequence[Source]) -> Mapping[int, Chapter]:
    """Return the chapters of photos in time, by the index of their first one; none where there is but one."""
    months = [(s.taken_at.year, s.taken_at.month) if s.taken_at else None for s in sources]
    if len(set(months) - {None}) >= FEWEST_MONTHS:
        found = {
            at: _of_months([m for m in label if isinstance(m, tuple)], sources[at:until])
            for at, until, label in _runs(months)
        }
        found = {at: c if c.subtitle else replace(c, place="", at=None) for at, c in _news(found).items()}
    else:
        found = {
            at: _of_places([str(p) for p in label], sources[at:until])
            for at, until, label in _runs([s.place or None for s in sources])
        }
        found = dict(_news(found))
    return found if len(found) > 1 else NO_CHAPTERS


def _news(found: Mapping[int, Chapter]) -> Mapping[int, Chapter]:
    """Return the chapters without words that all of them share, or that the one before has said."""
    told = dict(found)
    places, people = ([c.subtitle for c in found.values()], [c.people for c in found.values()])
    for at, place, who in zip(found, _new(places), _new(people), strict=True):
        told[at] = replace(found[at], subtitle=place, people=who)
    return told


def _new(said: Sequence[str]) -> list[str]:
    alike = len(set(said)) == 1
    return ["" if alike or now == before else now for now, before in zip(said, ["", *said], strict=False)]


def _runs(labels: Sequence[object]) -> list[tuple[int, int, list[object]]]:
    """Return where runs of a label begin and end, short ones joined with the next; with their labels.

    Photos without a label belong to the run that they stand in.
    """
    runs: list[tuple[int, int, list[object]]] = []
    for at, label in enumerate(labels):
        if runs:
            begun, _until, said = runs[-1]
            same = label is None or label in said[-1:] or not said
            if same or at - begun < LEAST:
                new = [] if label is None or label in said else [label]
                runs[-1] = (begun, at + 1, [*said, *new])
                continue
        runs.append((at, at + 1, [] if label is None else [label]))
    if len(runs) > 1 and runs[-1][1] - runs[-1][0] < LEAST:
        begun, _at, said = runs[-2]
        runs[-2:] = [(begun, runs[-1][1], [*said, *(x for x in runs[-1][2] if x not in said)])]
    return runs


def _of_months(months: Sequence[Month], sources: Sequence[Source]) -> Chapter:
    first, last = min(months), max(months)
    title = month_name(first[1])
    if first != last:
        title = _("{first} to {last}").format(first=title, last=month_name(last[1]))
    towns = _often([s.place for s in sources])
    here = [s.position for s in sources if s.position and towns == [s.place]]
    town = towns[0] if here and all(s.place in ("", towns[0]) for s in sources) else ""
    return Chapter(title, " · ".join(towns), town, _people(sources), here[0] if town else None)


def _of_places(places: Sequence[str], sources: Sequence[Source]) -> Chapter:
    days = [s.taken_at.date() for s in sources if s.taken_at]
    said = days_text(min(days), max(days)) if days else ""
    town = places[0] if len(places) == 1 else ""
    at = next((s.position for s in sources if s.position), None)
    return Chapter(" · ".join(places[:MOST_NAMED]), said, town, _people(sources), at)


def _people(sources: Sequence[Source]) -> str:
    """Return who is on two photos or more."""
    names = [name for source in sources for name in source.people]
    often = _often([name for name in names if names.count(name) > 1])
    return _("with {names}").format(names=listed(often)) if often else ""


def _often(words: Sequence[str]) -> list[str]:
    """Return the words that are said most often, in the order of first mention."""
    often = [word for word, _n in Counter(filter(None, words)).most_common(MOST_NAMED)]
    return sorted(often, key=list(words).index)


def below(chapter: Chapter) -> str:
    """Return what is written below a chapter's title."""
    return " · ".join(filter(None, (chapter.subtitle, chapter.people)))


def captions(scenes: Sequence[Sequence[Source]], begun: Mapping[int, Chapter]) -> list[str]:
    """Return for each scene its day and place, as far as all its photos share them and they are news.

    `begun` are the chapters by scene: a town that stands on a card is no news below it.
    """
    years = {s.taken_at.year for scene in scenes for s in scene if s.taken_at}
    before = ("", "")
    said: list[str] = []
    for number, scene in enumerate(scenes):
        if number in begun and begun[number].place:
            before = before[0], begun[number].place
        now = _shared([_day(s.taken_at, len(years) > 1) for s in scene]), _shared([s.place for s in scene])
        news = [word for word, last in zip(now, before, strict=True) if word and word != last]
        said.append(" · ".join(news))
        before = now[0] or before[0], now[1] or before[1]
    return said


def _shared(words: Sequence[str]) -> str:
    return words[0] if len(set(words)) == 1 else ""


def _day(at: datetime | None, with_year: bool) -> str:
    if at is None:
        return ""
    if with_year:
        return day_text(at.date())
    return day_of_month(at.month, at.day)
