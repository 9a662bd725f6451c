"""The side panel speaks in words: no tag of a file format, no key of ours, no country's code."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from rollsuggest.analysis.theme_table import TABLE
from rollsuggest.library import dates, name_dates
from rollsuggest.library.rows import PhotoDetail
from rollsuggest.model import AssetId, Certainty, Role
from rollsuggest.ui.facts import date_line, date_teller, facts, seen_in

PHOTO = PhotoDetail(
    AssetId(1), Path("/roll/a.jpg"), 4000, 3000, datetime(2024, 7, 1, 10, 20), Certainty.EXACT,
    "exif:DateTimeOriginal", "Fairphone 5", "Porto", "PT", 41.1, -8.6, Role.PHOTO,
    {"beach_sea": 0.8, "pets_dog": 0.5}, {"dog": 0.9, "cup": 0.7}, (),
)  # fmt: skip
RAW = re.compile(r"[a-z]:[A-Za-z]|_")
SOURCES = [
    *dates.TAGS, dates.MODIFIED, dates.TAKEOUT, dates.GPS, "you", "neighbours", "scan", "folder",
    "film:creationdate", "film:creation_time", "name:utc", "name:date", "name:screenshot", "name:messenger",
    *(f"name:{sender}" for sender in name_dates._SENDERS),
]  # fmt: skip


def test_what_is_known_is_said_in_words() -> None:
    told = dict(facts(PHOTO))
    assert told["Taken"] == "1 July 2024, 10:20"
    assert told["Date from"] == "The camera, to the second"
    assert told["Place"] == "Porto, Portugal"
    assert told["In the picture"] == "a dog, the sea"


def test_the_day_of_a_file_is_told_only_where_no_date_is_known() -> None:
    changed = replace(PHOTO, file_changed=date(2019, 5, 3))
    assert dict(facts(changed))["Taken"] == "1 July 2024, 10:20"
    unknown = replace(changed, taken_at=None, certainty=Certainty.UNKNOWN)
    assert dict(facts(unknown))["Taken"] == "Date not known; a file of 3 May 2019"
    assert dict(facts(replace(unknown, file_changed=None)))["Taken"] == "Date not known"


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_of_a_date_has_words(source: str) -> None:
    said = date_teller(source)
    assert said and not RAW.search(said)


def test_a_date_says_how_exactly_it_is_known() -> None:
    assert date_line("neighbours", Certainty.DAY) == "Photos taken around it, to the day"
    assert date_line("folder", Certainty.MONTH) == "The folder's name, to the month"
    assert date_line("you", Certainty.YEAR) == "You, to the year"
    assert date_line("scan", Certainty.UNKNOWN).startswith("Nothing: it is a scan")
    assert date_line("", Certainty.UNKNOWN) == ""


def test_a_place_that_others_tell_is_marked() -> None:
    inferred = replace(PHOTO, latitude=None, longitude=None, place_inferred=True)
    assert dict(facts(inferred))["Place"] == "Porto, Portugal, as photos taken around it say"
    assert "Place" not in dict(facts(replace(inferred, place="", country="")))
    assert dict(facts(replace(PHOTO, place="")))["Place"] == "Portugal"


def test_every_theme_has_a_noun() -> None:
    for theme in TABLE:
        (said,) = seen_in(replace(PHOTO, themes={theme: 0.9}, objects={}))
        assert not RAW.search(said)
