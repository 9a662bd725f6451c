"""The terms: every version stays readable, and what changed between two is told paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.i18n import _

TERMS = "2"  # the version that stands now


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that is new, gone, or says something else; "" where there is none."""

    before: str
    now: str


def text(version: str = TERMS) -> str:
    """Return a version in Markdown. Raises UserError for one that did not come with this program."""
    path = paths.resources() / "terms" / f"terms-{version}.md"
    if not version.isalnum() or not path.is_file():
        raise UserError(
            _("Version {version} of the terms did not come with this program.").format(version=version),
            _("It came with the version of rollsuggest in which you agreed to it."),
        )
    return path.read_text("utf-8")


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
