"""The terms: every version stays readable, and what changed between two is told paragraph by paragraph.

What a person agrees to is the text in the language they see it in. So no text that was ever shown is changed:
the record keeps its digest, and a test holds all of them to resources/terms/SHA256SUMS.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.i18n import LANGUAGES, _, spoken

TERMS = "3"  # the version that stands now


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that is new, gone, or says something else; "" where there is none."""

    before: str
    now: str


class Shown(NamedTuple):
    """The text that a person sees: its language, and its digest, hexadecimal."""

    language: str
    sha256: str


def text(version: str = TERMS, language: str = "") -> str:
    """Return a version in Markdown, in the person's language where none is asked for.

    The first two versions were in English alone, and in English they are returned. Raises UserError for a
    version that did not come with this program.
    """
    name = f"terms-{version}.{language or spoken()}.md"
    folder = paths.resources() / "terms"
    path = folder / name if (folder / name).is_file() else folder / f"terms-{version}.en.md"
    if not version.isalnum() or language not in ("", *LANGUAGES) or not path.is_file():
        raise UserError(
            _("Version {version} of the terms did not come with this program.").format(version=version),
            _("It came with the version of rollsuggest in which you agreed to it."),
        )
    return path.read_text("utf-8")


def shown() -> Shown:
    """Return which text of the terms that stand now this person sees."""
    return Shown(spoken(), hashlib.sha256(text().encode()).hexdigest())


def changes(before: str, now: str) -> tuple[Change, ...]:
    """Return what differs, in reading order."""
    old, new = _paragraphs(before), _paragraphs(now)
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        longest = max(len(gone), len(come))
        padded = (part + [""] * (longest - len(part)) for part in (gone, come))
        found += [Change(one, other) for one, other in zip(*padded, strict=True)]
    return tuple(found)


def _paragraphs(markdown: str) -> list[str]:
    return [part for line in markdown.splitlines() if (part := line.strip())]
