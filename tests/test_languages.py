"""Every text in every language: its gaps, its plural forms, and how much of them is translated."""

from __future__ import annotations

import ast
import gettext
import string
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import rollsuggest
from rollsuggest import i18n, paths

TRANSLATED = [name for name in i18n.LANGUAGES if name != "en"]
LEAST = (
    0.95  # of the texts; what is lacking is English meanwhile, and CI lists it (packaging/translations.py)
)
PLURAL_SAMPLES = (0, 1, 2, 3, 5, 10, 11, 25, 100, 101, 1000)


@cache
def texts() -> tuple[tuple[str, ...], ...]:
    """Return the texts of the code: (text,) or (one, many)."""
    found: dict[tuple[str, ...], None] = {}
    for file in sorted(Path(rollsuggest.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                count = {"_": 1, "ngettext": 2}.get(call.func.id, 0)
                said = [a.value for a in call.args[:count] if isinstance(a, ast.Constant)]
                if count and len(said) == count:
                    found[tuple(str(text) for text in said)] = None
    return tuple(found)


def catalogue(language: str) -> gettext.GNUTranslations:
    made = gettext.translation(i18n.DOMAIN, paths.resources() / "locale", languages=[language])
    assert isinstance(made, gettext.GNUTranslations)
    return made


def gaps(text: str) -> set[str]:
    return {f"{name}!{conversion}:{spec}" for _t, name, spec, conversion in string.Formatter().parse(text)
            if name is not None}  # fmt: skip


def forms(language: str, text: tuple[str, ...]) -> Iterator[str]:
    """Yield each form that a person can be told; the text itself where it is not translated."""
    known = catalogue(language)
    if len(text) == 1:
        yield known.gettext(text[0])
    else:
        yield from {known.ngettext(text[0], text[1], count) for count in PLURAL_SAMPLES}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_has_its_gaps(language: str) -> None:
    wrong = []
    for text in texts():
        for said in forms(language, text):
            have, may = gaps(said), gaps(text[-1])
            lacking = may - have - ({"n!None:", "counted!None:"} if len(text) == 2 else set())
            if not have <= may or lacking or not said.strip():
                wrong.append((text, said))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_most_texts_are_translated(language: str) -> None:
    known = catalogue(language)
    lacking = [text for text in texts() if known.gettext(text[0]) == text[0] and not _held(known, text)]
    print(f"{language}: {len(lacking)} of {len(texts())} texts are not translated: {lacking}")
    assert 1 - len(lacking) / len(texts()) >= LEAST


def _held(known: gettext.GNUTranslations, text: tuple[str, ...]) -> bool:
    """Tell whether the catalogue has an entry, be it the same word ("Anime")."""
    none = "\0"
    known.add_fallback(_Nothing())
    said = known.gettext(text[0]) if len(text) == 1 else known.ngettext(text[0], text[1], 1)
    return said != none


class _Nothing(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return "\0"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "\0"


@pytest.mark.parametrize("language", TRANSLATED)
def test_space_at_the_ends_is_kept(language: str) -> None:
    known = catalogue(language)
    for text in texts():
        if len(text) == 1:
            said = known.gettext(text[0])
            assert said.startswith(" ") == text[0].startswith(" "), text
            assert said.endswith(" ") == text[0].endswith(" "), text


@pytest.mark.parametrize(
    ("language", "day", "span", "month", "listed", "number"),
    [
        ("en", "14 June 2026", "5 to 9 August 2023", "June 2026", "Ana, Rui and Eva", "1,234,567.5"),
        ("pt", "14 de junho de 2026", "5 – 9 de agosto de 2023", "junho de 2026", "Ana, Rui e Eva",
         "1.234.567,5"),
        ("es", "14 de junio de 2026", "5–9 de agosto de 2023", "junio de 2026", "Ana, Rui y Eva",
         "1.234.567,5"),
        ("de", "14. Juni 2026", "5.–9. August 2023", "Juni 2026", "Ana, Rui und Eva", "1.234.567,5"),
        ("fr", "14 juin 2026", "5–9 août 2023", "juin 2026", "Ana, Rui et Eva", "1\u202f234\u202f567,5"),
        ("ja", "2026年6月14日", "2023年8月5日～9日", "2026年6月", "Ana、Rui、Eva", "1,234,567.5"),
        ("hi", "14 जून 2026", "5–9 अगस्त 2023", "जून 2026", "Ana, Rui और Eva", "12,34,567.5"),
        ("ar", "14 يونيو 2026", "5–9 أغسطس 2023", "يونيو 2026", "Ana وRui وEva", "1,234,567.5"),
    ],
)  # fmt: skip
def test_dates_lists_and_numbers_follow_cldr(
    monkeypatch: pytest.MonkeyPatch, language: str, day: str, span: str, month: str, listed: str, number: str
) -> None:
    monkeypatch.setenv(i18n.CHOSEN, language)
    assert i18n.day_text(date(2026, 6, 14)) == day
    assert i18n.days_text(date(2023, 8, 5), date(2023, 8, 9)).replace("\u2009", " ") == span
    assert i18n.month_text(2026, 6) == month
    assert i18n.month_title(2026, 6) == month[0].upper() + month[1:]  # as a heading begins
    assert i18n.listed(["Ana", "Rui", "Eva"]) == listed
    assert i18n.number_text(1234567.5, 1) == number
    assert i18n.month_name(6)
    assert str(2023) in i18n.days_text(date(2022, 12, 30), date(2023, 1, 2))


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("", ["pt-BR", "en-US"], "pt_BR"),
        ("", ["it-IT", "de-CH"], "de_CH"),
        ("", ["it-IT"], "en"),
        ("ar", ["pt-PT"], "ar"),
        ("pt", ["en-US", "pt-PT"], "pt_PT"),
        ("klingon", ["fr"], "fr"),
    ],
)
def test_a_language_is_chosen(
    monkeypatch: pytest.MonkeyPatch, chosen: str, system: list[str], spoken: str
) -> None:
    monkeypatch.setenv(i18n.CHOSEN, "en")
    i18n.use(chosen, system)
    assert i18n.language() == spoken
    assert i18n.right_to_left() == (spoken == "ar")


def test_arabic_counts_in_six_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(i18n.CHOSEN, "ar")
    said = {i18n.ngettext("{n} photo", "{n} photos", n) for n in (0, 1, 2, 3, 11, 100)}
    assert len(said) >= 4


def test_names_with_braces_are_listed_as_they_are() -> None:
    assert i18n.listed(["{0}", "{x}", "}", "b"]) == "{0}, {x}, } and b"
