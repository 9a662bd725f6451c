"""Dates that stand in the names of files and folders: pure, no clock, no file.

What phones, cameras, messengers and screenshot tools write was collected from their own output; a name whose
digits are a counter or the time of an upload (`DSC_2019`, `FB_IMG_1688459624123`) says nothing here.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import PurePosixPath

from rollsuggest.model import Certainty, Taken

# Where only a day, month or year is known, the time stands in its middle: no zone moves it to the next one.
OLDEST_YEAR = 1826  # the first photo
NOON = 12

_YMD_COMPACT = r"(?<!\d)(?P<year>(?:199|20\d)\d)(?P<month>\d\d)(?P<day>\d\d)"
_YMD = r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)(?P<sep>[-_. ])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)"
_DMY = r"(?<!\d)(?P<day>\d\d)(?P<sep>[-.])(?P<month>\d\d)(?P=sep)(?P<year>(?:1[89]|20)\d\d)"
_GAP = r"(?:[-_.T,]?\s?(?:(?:at|um|om|kl\.?|klo|o|à|às|a las|a les|alle|ore|alle ore|в)\s)?)"
_HMS_COMPACT = r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)"
_HMS = r"(?P<hour>\d\d?)(?P<tsep>[-_. :])(?P<minute>\d\d)(?P=tsep)(?P<second>\d\d)"
_REST = r"(?:[-_. ]?(?P<milli>\d{3}))?(?!\d)(?:\s?(?P<half>[AaPp])\.?[Mm]\b)?"


@cache  # compiled for the first file: every start of ours would wait for it
def _moments() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(date + _GAP + time + _REST)
        for date in (_YMD_COMPACT, _YMD, _DMY)
        for time in (_HMS_COMPACT, _HMS)
    )


_SHORT_YEAR = re.compile(  # Nextcloud: 23-06-17 14-21-41 0123
    r"^(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d) (?P<hour>\d\d)-(?P<minute>\d\d)-(?P<second>\d\d)(?!\d)"
)
_DAYS = (  # eight digits within letters are more likely a part of some hash
    re.compile(r"(?<![0-9A-Za-z])" + _YMD_COMPACT + r"(?![0-9A-Za-z])"),
    re.compile(_YMD + r"(?!\d)"),
    re.compile(_DMY + r"(?!\d)"),
)

# Pixel phones and OneDrive's camera upload write UTC into the name.
_UTC = re.compile(r"^PXL_\d{8}_\d{6}|^\d{8}_\d{9}_iOS")
# A messenger's name has the time of sending: a good word for the day, none for the minute.
_SENT = re.compile(
    r"whatsapp|telegram|signal|viber|wechat|messenger|-WA\d+|(?:^|/)(?:photo_\d|line_)", re.IGNORECASE
)
_SENDERS = ("whatsapp", "telegram", "signal", "viber")

_COUNTER = re.compile(r"^[A-Za-z]{0,5}[-_ ]?\d+$")  # IMG_2019, P1990001, 2019
_COPY = re.compile(
    r"back.?up|export|import|cop(?:y|ie|ia)|kopie|sicherung|sauvegarde|respaldo|takeout-", re.IGNORECASE
)
_MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero janeiro gennaio januari jan",
            "february februar février fevrier febrero fevereiro febbraio februari feb",
            "march märz maerz mars marzo março marco maart",
            "april avril abril aprile apr",
            "may mai mayo maio maggio mei maj",
            "june juni juin junio junho giugno jun",
            "july juli juillet julio julho luglio jul",
            "august août aout agosto augustus augusti aug",
            "september septembre septiembre setembro settembre sept sep",
            "october oktober octobre octubre outubro ottobre oct okt",
            "november novembre noviembre novembro nov",
            "december dezember décembre decembre diciembre dezembro dicembre dec dez",
        ),
        1,
    )
    for name in names.split()
}
_WORD = re.compile(r"[^\W\d_]+")
# Words before a counter: "Photo 2019" is the photo after "Photo 2018".
_NO_WORD = re.compile(
    r"img|dsc|dscn|dscf|dscpdc|pict|sam|mvi|cimg|imgp|gopr|pano|pxl|mvimg|burst|win|images?|photo|foto|picture"
    r"|pic|file|bild|imagem|imagen|immagine|scan|page|untitled",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9A-Za-z])(1[89]\d\d|20\d\d)(?![0-9A-Za-z])")
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
_YEAR_OVER_MONTH = re.compile(r"(?:^|/)((?:19|20)\d\d)/(0[1-9]|1[0-2])(?!\d)")


def in_name(path: str) -> Taken | None:
    """Return the moment or day in the name of a file (`path` relative to the roll), None when there is none.

    A moment in UTC has offset 0 and the source `name:utc`; the caller knows where the photo was taken.
    """
    stem = PurePosixPath(path).stem
    sent = _SENT.search(path) is not None
    source = _source(path, stem, sent)
    for pattern in (*_moments(), _SHORT_YEAR):
        if (match := pattern.search(stem)) and (at := _moment(match)):
            if _UTC.search(stem):
                return Taken(at, Certainty.EXACT, "name:utc", 0)
            return Taken(at, Certainty.DAY if sent else Certainty.EXACT, source)
    for pattern in _DAYS:
        if (match := pattern.search(stem)) and (at := _moment(match)):
            return Taken(at, Certainty.DAY, source)
    return None


def _source(path: str, stem: str, sent: bool) -> str:
    if re.search(r"-WA\d+", stem):
        return "name:whatsapp"
    if sent:
        return next((f"name:{who}" for who in _SENDERS if who in path.lower()), "name:messenger")
    return (
        "name:screenshot"
        if re.match(r"screen.?shot|bildschirm|captura|capture", stem.lower())
        else "name:date"
    )


def _moment(match: re.Match[str]) -> datetime | None:
    """Return what a match says, at noon without a time; None for a day that is none."""
    part = match.groupdict()
    if not _day_first(match, part):
        return None
    year = int(part["year"]) + (2000 if len(part["year"]) == 2 else 0)
    hour, half = int(part.get("hour") or NOON), (part.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int(part.get("milli") or 0) * 1000
    try:
        return datetime(
            year, int(part["month"]), int(part["day"]), hour,
            int(part.get("minute") or 0), int(part.get("second") or 0), micro,
        )  # fmt: skip
    except ValueError:
        return None


def _day_first(match: re.Match[str], part: dict[str, str]) -> bool:
    """Return whether the order of day and month is certain: 04-07-2023 is July here and April there."""
    if match.start("day") > match.start("month"):
        return True
    return part["sep"] == "." or int(part["day"]) > 12 or "@" in match.string  # @: Telegram's export


def in_folders(path: str, *, scan: bool = False) -> Taken | None:
    """Return the month or year that the folders, or words in the file's name, tell; the nearest one wins.

    A full day in a folder's name counts as its month: such folders hold more than that one day. Folders of
    backups and exports are dated by the copy and do not count.
    """
    inner = PurePosixPath(path)
    if in_name(path) is None and _telling(inner.stem, scan) and (taken := _in_words(inner.stem)):
        return taken
    folders = inner.parent.parts
    for depth in reversed(range(len(folders))):
        if _COPY.search(folders[depth]) or not (taken := _in_words(folders[depth])):
            continue
        below = "/".join(folders[depth:])  # 2023/06 and 2023/June
        if match := _YEAR_OVER_MONTH.search(below):
            return _month(match)
        return _in_words(below) or taken
    return None


def _telling(stem: str, scan: bool) -> bool:
    """Return whether a number in a file's name can be a year and not a counter."""
    if _COUNTER.match(stem):
        return False
    return scan or any(len(word) >= 3 and not _NO_WORD.fullmatch(word) for word in _WORD.findall(stem))


def _in_words(text: str) -> Taken | None:
    for pattern in _DAYS:
        if (match := pattern.search(text)) and (at := _moment(match)):
            return Taken(at, Certainty.MONTH, "folder")
    if match := _YEAR_MONTH.search(text):
        return _month(match)
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        return None
    year = int(years.pop())
    months = {_MONTH_NUMBERS[word.lower()] for word in _WORD.findall(text) if word.lower() in _MONTH_NUMBERS}
    if len(months) == 1:
        return Taken(datetime(year, months.pop(), 15, NOON), Certainty.MONTH, "folder")
    return Taken(datetime(year, 7, 1, NOON), Certainty.YEAR, "folder")


def _month(match: re.Match[str]) -> Taken:
    return Taken(datetime(int(match[1]), int(match[2]), 15, NOON), Certainty.MONTH, "folder")
