"""Repairs the dates of many photos by one rule: pure. What changes is shown first; nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.name_dates import NOON, OLDEST_YEAR, in_folders, in_name
from rollsuggest.library.rows import DateChange
from rollsuggest.model import Certainty

_FIELD = re.compile(r"\{([^{}]*)\}")
_FIELDS = ("year", "month", "day", "hour", "minute", "second")  # each needs all before it
_MIDDLES = {"month": 7, "day": 15, "hour": NOON, "minute": 0, "second": 0}  # where a name is silent


@dataclass(frozen=True, slots=True)
class SetDay:
    """Taken on this day. `keep_time` keeps the time of day, where one is known."""

    day: date
    keep_time: bool = True


@dataclass(frozen=True, slots=True)
class SetMoment:
    """Taken at this moment, local time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """The camera's clock was wrong by this much: add these hours (or take them off)."""

    hours: float


@dataclass(frozen=True, slots=True)
class FromName:
    """The name says it: `IMG_{year}{month}{day}_{hour}{minute}{second}`, `{day}.{month}.{year}`.

    A pattern with a `/` is looked for in the whole path, others in the name without its suffix.
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class FromFolder:
    """The folder says it: its day, month or year."""


Rule = SetDay | SetMoment | Shift | FromName | FromFolder
_Date = tuple[datetime | None, Certainty]


def preview(rule: Rule, rows: Iterable[DateChange]) -> tuple[DateChange, ...]:
    """Return what the rule makes of these dates; `after` equals `before` where it changes nothing.

    Only what stands before is read of `rows`. Raises UserError for a rule that makes no sense.
    """
    pattern = compiled(rule.pattern) if isinstance(rule, FromName) else None
    changes = []
    for row in rows:
        at, certainty = _after(rule, row, pattern) or (row.before, row.before_certainty)
        changes.append(replace(row, after=at, after_certainty=certainty))
    return tuple(changes)


def _after(rule: Rule, row: DateChange, pattern: re.Pattern[str] | None) -> _Date | None:
    match rule:
        case SetDay():
            return _on_day(rule, row)
        case SetMoment():
            return rule.at.replace(tzinfo=None), Certainty.EXACT
        case Shift():
            return _shifted(rule.hours, row)
        case FromName():
            return _named(pattern, row.path) if pattern else None
        case FromFolder():
            return _foldered(row.path)


def _on_day(rule: SetDay, row: DateChange) -> _Date:
    if rule.keep_time and row.before and row.before_certainty is Certainty.EXACT:
        return datetime.combine(rule.day, row.before.time()), Certainty.EXACT
    return datetime.combine(rule.day, time(NOON)), Certainty.DAY


def _shifted(hours: float, row: DateChange) -> _Date | None:
    if row.before is None:
        return None
    try:
        at = row.before + timedelta(hours=hours)
    except (OverflowError, ValueError):
        at = datetime.min
    if at.year < OLDEST_YEAR:
        raise UserError(_("That would move dates out of the calendar."), _("Shift by fewer hours."))
    return at, row.before_certainty


# --- names and folders -----------------------------------------------------------------------------------


def compiled(pattern: str) -> re.Pattern[str]:
    """Turn a friendly pattern into a regular expression. Raises UserError when it is none."""
    parts = _FIELD.split(pattern)  # text, field, text, field, …, text
    fields = parts[1::2]
    wanted = [name for name in _FIELDS if name in fields]
    whole = wanted == list(_FIELDS[: len(wanted)]) and sorted(wanted) == sorted(fields)
    if not fields or not whole or any("{" in text or "}" in text for text in parts[::2]):
        raise UserError(
            _("{pattern} is no pattern for dates.").format(pattern=pattern or _("Nothing")),
            _(
                "Write {year}, then {month}, {day}, {hour}, {minute} and {second} as far as the name has"
                " them, each once. Example: IMG_{year}{month}{day}"
            ),
        )
    regex = r"(?<!\d)" if not parts[0] else ""
    for index, part in enumerate(parts):
        regex += re.escape(part) if index % 2 == 0 else f"(?P<{part}>{_digits(part, index, parts)})"
    return re.compile(regex + (r"(?!\d)" if not parts[-1] else ""), re.IGNORECASE)


def _digits(field: str, index: int, parts: list[str]) -> str:
    """Between other characters `5` may stand for `05`; where digits follow on digits it may not."""
    if field == "year":
        return "[0-9]{4}"
    last = len(parts) - 2
    apart = (index == 1 or _separates(parts[index - 1][-1:])) and (
        index == last or _separates(parts[index + 1][:1])
    )
    return "[0-9]{1,2}" if apart else "[0-9]{2}"


def _separates(character: str) -> bool:
    return bool(character) and not character.isdigit()


def _named(pattern: re.Pattern[str], path: str) -> _Date | None:
    inner = PurePosixPath(path)
    text = str(inner.parent / inner.stem) if "/" in pattern.pattern else inner.stem
    match = pattern.search(text)
    if not match:
        return None
    part = {name: int(number) for name, number in match.groupdict().items()}
    whole = _MIDDLES | part
    try:
        at = datetime(
            whole["year"], whole["month"], whole["day"], whole["hour"], whole["minute"], whole["second"]
        )
    except ValueError:
        return None
    return None if at.year < OLDEST_YEAR else (at, _certainty(part))


def _certainty(part: dict[str, int]) -> Certainty:
    if "minute" in part:
        return Certainty.EXACT
    if "day" in part:
        return Certainty.DAY
    return Certainty.MONTH if "month" in part else Certainty.YEAR


def _foldered(path: str) -> _Date | None:
    """Return what the nearest telling folder says: here, where the person asks for it, its day counts."""
    folder = PurePosixPath(path).parent
    for name in reversed(folder.parts):
        if in_folders(f"{name}/x") and (day := in_name(f"{name}.x")) and day.at:
            return datetime.combine(day.at, time(NOON)), Certainty.DAY
    told = in_folders(str(folder / "x"))
    return (told.at, told.certainty) if told else None
