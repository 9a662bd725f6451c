"""The terms to read, each version that was agreed to, and what changed between two."""

from __future__ import annotations

import hashlib

from PySide6.QtWidgets import QWidget

from rollsuggest.consent.grants import Agreed
from rollsuggest.consent.terms import TERMS, changes, text
from rollsuggest.errors import UserError
from rollsuggest.i18n import LANGUAGES, _, spoken
from rollsuggest.ui.dialogs import TextDialog


def show_terms(parent: QWidget | None) -> None:
    TextDialog(parent, _("The full terms"), text()).open()


def show_agreed(parent: QWidget | None, agreed: Agreed) -> None:
    """Show a version as it was agreed to: in the language of that day."""
    TextDialog(parent, _("Terms, version {n}").format(n=agreed.version), agreed_text(agreed)).open()


def agreed_text(agreed: Agreed) -> str:
    try:
        found = text(agreed.version, agreed.language)
    except UserError as error:
        return str(error)
    if agreed.sha256 not in ("", hashlib.sha256(found.encode()).hexdigest()):
        said = _("This is not, letter by letter, the text that you agreed to: the record has another digest.")
        return f"**{said}**\n\n{found}"
    return found


def show_changes(parent: QWidget | None, since: Agreed) -> None:
    TextDialog(parent, _("What changed in the terms"), changes_text(since)).open()


def changes_text(since: Agreed, now: str = TERMS) -> str:
    """Say in Markdown, paragraph by paragraph, what differs, in the language of what was agreed to."""
    parts = [_("From version {old} to version {new}.").format(old=since.version, new=now)]
    if since.language != spoken():
        parts.append(
            _("You agreed to version {n} in {language}, so both are compared in it.").format(
                n=since.version, language=LANGUAGES[since.language]
            )
        )
    try:
        found = changes(text(since.version, since.language), text(now, since.language))
    except UserError as error:
        return "\n\n".join([*parts, str(error)])
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
