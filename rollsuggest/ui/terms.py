"""The terms to read, each version that was agreed to, and what changed between two."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rollsuggest.consent.terms import TERMS, changes, text
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.ui.dialogs import TextDialog


def show_terms(parent: QWidget | None, version: str = TERMS) -> None:
    title = _("The full terms") if version == TERMS else _("Terms, version {n}").format(n=version)
    TextDialog(parent, title, _readable(version)).open()


def show_changes(parent: QWidget | None, since: str) -> None:
    TextDialog(parent, _("What changed in the terms"), changes_text(since)).open()


def changes_text(since: str, now: str = TERMS) -> str:
    """Say in Markdown, paragraph by paragraph, what differs."""
    head = _("From version {old} to version {new}.").format(old=since, new=now)
    try:
        found = changes(text(since), text(now))
    except UserError as error:
        return f"{head}\n\n{error}"
    parts = [head]
    for change in found:
        if change.before:
            parts.append(_("Before:") + f" *{_plain(change.before)}*")
        if change.now:
            parts.append(_("Now:") + f" **{_plain(change.now)}**")
        parts.append("---")
    return "\n\n".join(parts)


def _plain(paragraph: str) -> str:
    """Return a paragraph without its own marks, so that ours can be put around it."""
    return paragraph.lstrip("#- ").replace("*", "")


def _readable(version: str) -> str:
    try:
        return text(version)
    except UserError as error:
        return str(error)
