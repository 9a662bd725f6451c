"""Every version of the terms stays, and what changed between two is told whole."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest import i18n, paths
from rollsuggest.consent.grants import Agreed, Entry, grants_of
from rollsuggest.consent.terms import TERMS, changes, shown, text
from rollsuggest.errors import UserError
from rollsuggest.i18n import LANGUAGES
from rollsuggest.model import Purpose

AT = datetime(2026, 6, 14, tzinfo=UTC)
PARAGRAPHS = st.lists(st.text("abc", min_size=1, max_size=3), max_size=8)


def entry(act: str, purpose: Purpose, terms: str) -> Entry:
    return Entry(AT, act, purpose, terms, language="en")


def test_every_version_up_to_this_one_is_here_and_says_which_it_is() -> None:
    for number in range(1, int(TERMS) + 1):
        assert f"Version {number}." in text(str(number), "en")
    for wrong in (str(int(TERMS) + 1), "../guide/guide", ""):
        with pytest.raises(UserError):
            text(wrong)


def test_each_language_says_as_much_and_names_the_switches_as_the_window_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    english = text(TERMS, "en")
    for language in LANGUAGES:
        monkeypatch.setenv(i18n.CHOSEN, language)
        here = text()
        assert (language == "en") == (here == english)
        assert shape(here) == shape(english)
        for named in ("Recognise people", "Use places", "Erase everything", "Privacy"):
            assert i18n._(named) in here, (language, named)
        assert shown() == (language, hashlib.sha256(here.encode()).hexdigest())


def shape(markdown: str) -> list[str]:
    """Return what kind of paragraph follows which: a heading, a point of a list, or a text."""
    return [line[:2] if line[0] in "#-" else "" for line in markdown.splitlines() if line]


def test_no_text_that_was_ever_shown_is_changed() -> None:
    """Whoever agreed to one has its digest in their record. A change needs a version of its own."""
    folder = paths.resources() / "terms"
    held = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    assert held == {
        file.name: hashlib.sha256(file.read_text("utf-8").encode()).hexdigest()
        for file in folder.glob("*.md")
    }
    assert held["terms-1.en.md"].startswith("24defbb650c234b5") and held["terms-2.en.md"].startswith(
        "9b6433b389d40813"
    )


@given(PARAGRAPHS, PARAGRAPHS)
def test_changes_are_all_there_is_between_two(before: list[str], now: list[str]) -> None:
    found = changes("\n\n".join(before), "\n\n".join(now))
    assert (found == ()) == (before == now)
    gone, come = [c.before for c in found if c.before], [c.now for c in found if c.now]
    assert sorted(before + come) == sorted(now + gone)


def test_a_yes_to_older_terms_holds_no_more_and_is_remembered() -> None:
    told = [entry("allow", Purpose.ANALYSE, "1"), entry("allow", Purpose.FACES, "1")]
    old = grants_of(told, "2")
    assert not old.has(Purpose.ANALYSE) and not old.asked
    assert (old.renewing, old.agreed) == ("1", (Agreed("1", AT, "en"),))
    assert old.said == {Purpose.ANALYSE, Purpose.FACES}
    told.append(Entry(AT, "decline", None, "2"))
    assert grants_of(told, "2").renewing == "1" and grants_of(told, "2").asked
    told.append(entry("allow", Purpose.ANALYSE, "2"))
    new = grants_of(told, "2")
    assert new.has(Purpose.ANALYSE) and not new.has(Purpose.FACES) and new.renewing == ""
    assert [agreed.version for agreed in new.agreed] == ["1", "2"]
