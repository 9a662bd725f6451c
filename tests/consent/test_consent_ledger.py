import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rollsuggest import i18n
from rollsuggest.consent import ledger as module
from rollsuggest.consent import terms
from rollsuggest.consent.ledger import Ledger, _digest
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


@pytest.mark.parametrize("change", ["swap", "drop first", "drop last", "drop last two", "edit"])
def test_a_change_from_outside_is_said(path: Path, change: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    if change == "swap":
        lines[0], lines[1] = lines[1], lines[0]
    elif change == "drop first":
        lines = lines[1:]
    elif change.startswith("drop last"):  # or what was taken back would be allowed again
        lines = lines[: -1 if change == "drop last" else -2]
    else:
        lines[2] = lines[2].replace("withdraw", "allow")
    path.write_text("".join(lines))
    with pytest.raises(UserError, match="changed outside"):
        Ledger(path).entries()


@pytest.mark.parametrize("change", ["gone", "nonsense"])
def test_who_hides_how_it_ended_is_noticed_too(path: Path, change: str) -> None:
    end = path.with_name("consent.jsonl.end")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    end.unlink() if change == "gone" else end.write_text("{}")
    for act in (Ledger(path).entries, lambda: Ledger(path).write("allow", [Purpose.PLACES], NOW)):
        with pytest.raises(UserError, match="changed outside"):
            act()


def test_a_ledger_from_before_goes_on_and_one_that_was_moved_away_begins_anew(path: Path) -> None:
    end, old = path.with_name("consent.jsonl.end"), path.with_name("old.jsonl")
    told = [json.loads(line) for line in path.read_text().splitlines()]
    chain, lines = "", []
    for body in told:  # as they were written before lines had numbers and texts a digest
        older = {k: v for k, v in body.items() if k not in ("line", "language", "sha256", "chain")}
        chain = older["chain"] = _digest(chain, older)
        lines.append(json.dumps(older))
    path.write_text("\n".join(lines) + "\n")
    end.unlink()
    assert next((e.act, e.language, e.sha256) for e in Ledger(path).entries()) == ("allow", "en", "")
    Ledger(path).write("allow", [Purpose.PLACES], NOW)
    assert len(Ledger(path).entries()) == 4 and end.exists()
    path.rename(old)
    assert Ledger(path).entries() == () and not Ledger(path).grants().asked
    Ledger(path).write("allow", [Purpose.ANALYSE], NOW)
    assert len(Ledger(path).entries()) == 1


def test_a_yes_notes_the_text_that_was_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(i18n.CHOSEN, "pt")
    Ledger(path).write("allow", [Purpose.PLACES, Purpose.SUGGESTIONS], NOW)
    Ledger(path).write("withdraw", [Purpose.PLACES], NOW)
    first, switched, gone = Ledger(path).entries()[-3:]
    assert (first.language, first.sha256) == ("pt", hashlib.sha256(terms.text().encode()).hexdigest())
    assert (switched.sha256, gone.sha256) == ("", "")  # a setting, and a no, agree to nothing


def test_two_that_write_at_once_lose_nothing(path: Path) -> None:
    """A window and a terminal: a "withdraw" of one must not be lost to a line of the other."""

    def write(at: int) -> None:
        for n in range(8):
            Ledger(path).write("export", [None], NOW + timedelta(minutes=10 * at + n + 1))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, range(3)))
    assert len({entry.at for entry in Ledger(path).entries()}) == 1 + 24 and len(Ledger(path).entries()) == 27


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
        with pytest.raises(UserError, match="the disk is full") as caught:
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


def test_what_holds_is_read_anew_only_after_a_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    checked = module._checked

    def counted(lines: list[str], path: Path) -> Iterator[module.Body]:
        reads.append(len(lines))
        return checked(lines, path)

    monkeypatch.setattr(module, "_checked", counted)
    ledger = Ledger(path)
    assert not ledger.grants().has(Purpose.PLACES)
    ledger.grants()
    assert len(reads) == 2  # so young that it could change and keep its time
    monkeypatch.setattr(module, "SETTLED_NS", -1)
    ledger.grants()
    ledger.grants()
    assert len(reads) == 3
    Ledger(path).write("allow", [Purpose.PLACES], NOW)  # another window or terminal
    assert ledger.grants().has(Purpose.PLACES)
    other = path.with_name("other")
    other.write_text(path.read_text().replace("withdraw", "allowing"))
    other.replace(path)
    with pytest.raises(UserError, match="changed outside"):
        ledger.grants()
