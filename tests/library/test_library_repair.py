from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.errors import UserError
from rollsuggest.library.repair import FromFolder, FromName, Rule, SetDay, SetMoment, Shift, compiled, preview
from rollsuggest.library.rows import DateChange
from rollsuggest.model import AssetId, Certainty

AT = datetime(2001, 1, 1, 14, 21, 41)


def row(path: str, at: datetime | None = None, certainty: Certainty = Certainty.EXACT) -> DateChange:
    certainty = certainty if at else Certainty.UNKNOWN
    return DateChange(AssetId(1), path, at, certainty, at, certainty)


def after(rule: Rule, one: DateChange) -> tuple[datetime | None, Certainty]:
    (change,) = preview(rule, [one])
    assert (change.asset, change.path, change.before) == (one.asset, one.path, one.before)
    return change.after, change.after_certainty


def test_a_day_keeps_the_time_where_one_is_known() -> None:
    day, noon = date(1987, 6, 5), datetime(1987, 6, 5, 12)
    assert after(SetDay(day), row("a.jpg", AT)) == (datetime(1987, 6, 5, 14, 21, 41), Certainty.EXACT)
    assert after(SetDay(day, keep_time=False), row("a.jpg", AT)) == (noon, Certainty.DAY)
    assert after(SetDay(day), row("a.jpg")) == (noon, Certainty.DAY)
    assert after(SetDay(day), row("a.jpg", AT, Certainty.MONTH)) == (noon, Certainty.DAY)


def test_a_moment_and_a_shift() -> None:
    assert after(SetMoment(AT), row("a.jpg")) == (AT, Certainty.EXACT)
    assert after(Shift(-1.5), row("a.jpg", AT)) == (datetime(2001, 1, 1, 12, 51, 41), Certainty.EXACT)
    assert after(Shift(24), row("a.jpg", AT, Certainty.DAY)) == (AT.replace(day=2), Certainty.DAY)
    assert after(Shift(24), row("a.jpg")) == (None, Certainty.UNKNOWN)
    for hours in (-1e7, 1e300, -1e300, float("inf"), float("nan")):
        with pytest.raises(UserError, match="calendar") as caught:
            after(Shift(hours), row("a.jpg", AT))
        assert caught.value.advice


@pytest.mark.parametrize(
    ("pattern", "path", "at", "certainty"),
    [
        ("IMG_{year}{month}{day}_{hour}{minute}{second}", "x/IMG_20230617_142141~2.jpg",
         datetime(2023, 6, 17, 14, 21, 41), Certainty.EXACT),
        ("{day}.{month}.{year}", "Omas Fest 5.6.1987.jpg", datetime(1987, 6, 5, 12), Certainty.DAY),
        ("{day}.{month}.{year}", "05.06.1987 (2).jpg", datetime(1987, 6, 5, 12), Certainty.DAY),
        ("{month}-{day}-{year} {hour}h{minute}", "04-07-2023 9h05.png", datetime(2023, 4, 7, 9, 5),
         Certainty.EXACT),
        ("{year}-{month}-{day} {hour}h", "2023-04-07 9h.png", datetime(2023, 4, 7, 9), Certainty.DAY),
        ("{year}{month}", "198706 garden.jpg", datetime(1987, 6, 15, 12), Certainty.MONTH),
        ("summer {year}", "Summer 1987.jpg", datetime(1987, 7, 15, 12), Certainty.YEAR),
        ("{year}/{month}/", "1987/06/a.jpg", datetime(1987, 6, 15, 12), Certainty.MONTH),
    ],
)  # fmt: skip
def test_names_tell(pattern: str, path: str, at: datetime, certainty: Certainty) -> None:
    assert after(FromName(pattern), row(path)) == (at, certainty)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{day}.{month}.{year}", "31.02.1987.jpg"),
        ("{day}.{month}.{year}", "5.13.1987.jpg"),
        ("{day}.{month}.{year}", "5.6.19870.jpg"),
        ("{year}{month}{day}", "120230617.jpg"),
        ("{year}", "0999.jpg"),
        ("{year}", "1987/a.jpg"),
        ("IMG_{year}", "DSC_1987.jpg"),
        ("/{year}", ""),
        ("/{year}", "."),
    ],
)
def test_names_that_do_not_fit_change_nothing(pattern: str, path: str) -> None:
    assert after(FromName(pattern), row(path, AT)) == (AT, Certainty.EXACT)


@pytest.mark.parametrize(
    "pattern",
    ["", "IMG", "{month}{day}", "{year}{day}", "{year}{year}", "{year}{month}{days}", "{year", "{}",
     "{year}}", "{{year}"],
)  # fmt: skip
def test_a_pattern_that_is_none_is_told(pattern: str) -> None:
    with pytest.raises(UserError, match="no pattern") as caught:
        preview(FromName(pattern), [])
    assert "{year}" in caught.value.advice


@pytest.mark.parametrize(
    ("path", "at", "certainty"),
    [
        ("1987-06-05 Omas Fest/a.jpg", datetime(1987, 6, 5, 12), Certainty.DAY),
        ("05.06.1987/best/a.jpg", datetime(1987, 6, 5, 12), Certainty.DAY),
        ("1987/06/a.jpg", datetime(1987, 6, 15, 12), Certainty.MONTH),
        ("Summer 1987/scan_2019.jpg", datetime(1987, 7, 1, 12), Certainty.YEAR),
    ],
)
def test_folders_tell(path: str, at: datetime, certainty: Certainty) -> None:
    assert after(FromFolder(), row(path)) == (at, certainty)


@pytest.mark.parametrize("path", ["a.jpg", "party/a.jpg", "Backup 2020-05-01/a.jpg"])
def test_folders_that_say_nothing_change_nothing(path: str) -> None:
    assert after(FromFolder(), row(path, AT)) == (AT, Certainty.EXACT)


PIECES = st.lists(
    st.sampled_from(
        ["{year}", "{month}", "{day}", "{hour}", "{minute}", "{second}", ".", "-", "(", "\\d", "7", "/"]
    )
)  # fmt: skip


@given(PIECES.map("".join) | st.text(max_size=12), st.text(max_size=40))
def test_no_pattern_and_no_name_breaks_it(pattern: str, path: str) -> None:
    try:
        compiled(pattern)
    except UserError:
        return
    after(FromName(pattern), row(path, AT))
    after(FromFolder(), row(path, AT))


@given(st.datetimes(datetime(1826, 1, 1), datetime(2100, 1, 1)))
def test_what_a_pattern_writes_it_reads(at: datetime) -> None:
    pattern = "IMG_{year}{month}{day}_{hour}{minute}{second}"
    at = at.replace(microsecond=0)
    assert after(FromName(pattern), row(f"IMG_{at:%Y%m%d_%H%M%S}.jpg")) == (at, Certainty.EXACT)
