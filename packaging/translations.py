"""Keep the catalogues in step with the code; needs Babel (in the extra `dev`).

    python packaging/translations.py extract    texts of the code -> resources/locale/*.pot, and into each .po
    python packaging/translations.py compile    .po -> .mo, which the app loads
    python packaging/translations.py cldr       patterns of dates, lists and numbers -> cldr.json
    python packaging/translations.py status     what is untranslated; fails where a .mo is not of its .po

A new text in the code is shown in English until somebody translates it; nothing breaks meanwhile.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
POT = LOCALE / "rollsuggest.pot"
# How forms are counted (CLDR, integers only), as gettext writes it.
PLURALS = {
    "pt": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "hi": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2"
    " : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
KEYWORDS = {"_": None, "ngettext": (1, 2)}
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts give the same files


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "rollsuggest.po"


def catalogue(language: str) -> Catalog:
    """Return what is translated; nothing for a new language. Its header says how forms are counted."""
    text = po(language).read_bytes() if po(language).exists() else header(language)
    return read_po(io.BytesIO(text), locale=language)


def from_code() -> Catalog:
    """Return all texts of the code, by the files that say them; lines would change with each edit."""
    found = Catalog(project="rollsuggest", creation_date=NO_TIME, charset="utf-8", fuzzy=False)
    texts = extract_from_dir(ROOT / "rollsuggest", [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in sorted(texts, key=lambda text: (text[0], text[1])):
        found.add(message, locations=[(f"rollsuggest/{Path(file).as_posix()}", None)])
    return found


def as_pot(found: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, found, width=100, omit_header=True)
    return out.getvalue()


def write_catalogue(language: str, made: Catalog) -> None:
    """Write a .po without what the code says no more."""
    out = io.BytesIO()
    write_po(out, made, width=100, omit_header=True, ignore_obsolete=True)
    po(language).parent.mkdir(parents=True, exist_ok=True)
    po(language).write_bytes(header(language) + out.getvalue())


def header(language: str) -> bytes:
    lines = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), "", ""]).encode()


def extract() -> None:
    found = from_code()
    LOCALE.mkdir(parents=True, exist_ok=True)
    POT.write_bytes(as_pot(found))
    for language in PLURALS:
        made = catalogue(language)
        made.update(found, no_fuzzy_matching=True, update_header_comment=False)
        write_catalogue(language, made)


def compiled(language: str) -> bytes:
    made = catalogue(language)
    out = io.BytesIO()
    made.creation_date = made.revision_date = NO_TIME
    write_mo(out, made)
    return out.getvalue()


def texts_of(mo: bytes) -> dict[object, str]:
    """Return what a .mo says; its header names the Babel that wrote it."""
    said = dict(GNUTranslations(io.BytesIO(mo))._catalog)
    said.pop("", None)
    return said


def compile_all() -> None:
    for language in PLURALS:
        po(language).with_suffix(".mo").write_bytes(compiled(language))


def status() -> int:
    """List what is untranslated; new texts are none of whoever wrote them, so they fail nothing."""
    old = []
    if POT.read_bytes() != as_pot(from_code()):
        print("The code says other texts than rollsuggest.pot: run extract, translate, compile")
    for language in PLURALS:
        found = from_code()
        have = catalogue(language)
        lacking = [m for m in found if m.id and not _said(have.get(m.id))]
        share = 1 - len(lacking) / max(1, len(found))
        print(f"{language}: {share:.1%} translated, {len(lacking)} of {len(found)} texts are not")
        for message in lacking:
            print(f"    {message.id if isinstance(message.id, str) else message.id[0]!r}")
        if texts_of(po(language).with_suffix(".mo").read_bytes()) != texts_of(compiled(language)):
            old.append(f"{language}.mo")
    if old:
        print("Older than their .po:", ", ".join(old), "- run compile")
    return 1 if old else 0


def _said(message) -> bool:
    if message is None:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def cldr() -> None:
    """Write what CLDR knows of dates, lists and numbers in our languages; digits are Latin everywhere."""
    known = {code: _of(Locale.parse("en_GB" if code == "en" else code)) for code in ("en", *PLURALS)}
    for parts in [known["en"]["span"][part] for part in "dMy"]:  # our English says "5 to 9 August 2023"
        parts[0] = parts[0].partition("–")[0].strip() + " to "
    text = json.dumps(known, ensure_ascii=False, indent=0)
    (LOCALE / "cldr.json").write_text(text + "\n", "utf-8")


def _of(locale: Locale) -> dict[str, object]:
    months = locale.months
    spans = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    pattern = locale.decimal_formats[None]
    return {
        "months": [months["stand-alone"]["wide"][n] for n in range(1, 13)],
        "months_in_dates": [months["format"]["wide"][n] for n in range(1, 13)],
        "day": locale.date_formats["long"].pattern,
        "month": str(locale.datetime_skeletons["yMMMM"]),
        "day_of_month": str(locale.datetime_skeletons["MMMMd"]),
        "span": {part: [_long(piece) for piece in spans[part]] for part in "dMy"},
        "list": dict(locale.list_patterns["standard"]),
        "countries": {} if locale.language == "en" else {c: str(locale.territories[c]) for c in codes()},
        "group": locale.number_symbols["latn"]["group"],
        "decimal": locale.number_symbols["latn"]["decimal"],
        "groups": list(pattern.grouping),
        "least_grouping": 2 if locale.language == "es" else 1,  # 4812, but 48.120
    }  # fmt: skip


def codes() -> list[str]:
    """Return the codes of the countries that our towns lie in and that CLDR names."""
    lines = (ROOT / "resources" / "places" / "countries.tsv").read_text("utf-8").splitlines()
    return [line.partition("\t")[0] for line in lines if line.partition("\t")[0] in Locale("en").territories]


def _long(pattern: str) -> str:
    return pattern.replace("MMMM", "MMM").replace("MMM", "MMMM")


def main(argv: list[str]) -> int:
    acts = {"extract": extract, "compile": compile_all, "cldr": cldr, "status": status}
    if len(argv) != 1 or argv[0] not in acts:
        print(__doc__)
        return 2
    return acts[argv[0]]() or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
