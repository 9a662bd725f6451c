import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rollsuggest.consent.ledger import Ledger
from rollsuggest.errors import UserError
from rollsuggest.model import Purpose

NOW = datetime(2026, 6, 14, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "data" / "consent.jsonl")
    ledger.write("allow", [Purpose.ANALYSE, Purpose.FACES], NOW)
    ledger.write("withdraw", [Purpose.FACES], NOW)
    return tmp_path / "data" / "consent.jsonl"


def test_it_is_read_back_as_it_was_written(path: Path) -> None:
    acts = [(entry.act, entry.purpose) for entry in Ledger(path).entries()]
    assert acts == [("allow", Purpose.ANALYSE), ("allow", Purpose.FACES), ("withdraw", Purpose.FACES)]
    assert Ledger(path).grants().has(Purpose.ANALYSE)
    assert not Ledger(path).grants().has(Purpose.FACES)


def test_it_only_ever_grows(path: Path) -> None:
    before = path.read_bytes()
    Ledger(path).write("allow", [Purpose.PLACES], NOW)
    assert path.read_bytes().startswith(before)


@pytest.mark.parametrize("change", ["swap", "drop first", "edit"])
def test_a_change_from_outside_is_said(path: Path, change: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    if change == "swap":
        lines[0], lines[1] = lines[1], lines[0]
    elif change == "drop first":
        lines = lines[1:]
    else:
        lines[2] = lines[2].replace("withdraw", "allow")
    path.write_text("".join(lines))
    with pytest.raises(UserError, match="changed outside"):
        Ledger(path).entries()


def test_half_a_line_of_a_crash_is_no_entry_and_the_next_one_is_whole(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"at": "2026-06-14T12:00:00+00:00", "act": "all')
    assert len(Ledger(path).entries()) == 3
    Ledger(path).write("allow", [Purpose.PLACES], NOW)
    assert [entry.purpose for entry in Ledger(path).entries()][-1] is Purpose.PLACES
    assert path.read_bytes().startswith(whole)


@pytest.mark.parametrize("written", [0, 30, 250])
def test_a_full_disk_is_said_and_what_was_allowed_before_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    before = path.read_bytes()

    def full(handle: int) -> None:
        os.truncate(path, len(before) + written)  # so much of it had come to lie on the disk
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(UserError, match="No space left") as caught:
            Ledger(path).write("withdraw", [Purpose.ANALYSE, Purpose.PLACES], NOW)
    assert caught.value.advice
    assert path.read_bytes() == before
    Ledger(path).write("allow", [Purpose.PLACES], NOW)
    assert Ledger(path).grants().has(Purpose.PLACES) and Ledger(path).grants().has(Purpose.ANALYSE)


def test_nothing_is_added_to_a_file_that_is_no_ledger(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00 no ledger\n")
    with pytest.raises(UserError, match="outside rollsuggest"):
        Ledger(path).write("allow", [Purpose.PLACES], NOW)
    assert path.read_bytes() == b"\xff\xfe\x00 no ledger\n"
