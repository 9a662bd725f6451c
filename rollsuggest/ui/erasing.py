"""Erasing: each question says what goes and what stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.erasing import Kept
from rollsuggest.library.rows import Erased
from rollsuggest.model import Purpose
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Question, TextDialog


def ask_erase_faces(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Erase face measurements?"),
        kinds()[Kept.FACES][1] + " " + _("This cannot be undone."),
        _("Erase faces"),
        lambda: desk.bridge.change(
            lambda studio: studio.withdraw(Purpose.FACES), lambda _a: desk.notice(_("Faces are erased."))
        ),
    )
    question.open()
    return question


def ask_erase_all(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Erase everything rollsuggest stored?"),
        _(
            "What was found in your photos, face measurements, names, small copies, the list of folders, "
            "your settings and the record of your choices are erased, as on the first day. Your photos and "
            "the pictures and films you saved stay where they are. This cannot be undone."
        )
        + " "
        + _(
            "What came back from a server goes too, unless you copied it elsewhere; the server is asked to "
            "delete all that it has."
        ),
        _("Erase everything"),
        lambda: desk.bridge.change(
            lambda studio: studio.erase_all(),
            lambda erased: TextDialog(parent, _("Everything is erased."), proof(erased)).open(),
        ),
    )
    question.open()
    return question


def kinds() -> dict[Kept, tuple[str, str]]:
    """Return what each kind is called, and what erasing it means."""
    return {
        Kept.COPIES: (
            _("Small copies of photos"),
            _(
                "The small copies and the drafts of suggestions are erased. Those of photos you look at are"
                " made anew."
            ),
        ),
        Kept.FACES: (
            _("Face measurements"),
            _(
                "All face measurements, the groups made of them, and the names and birthdays you gave are "
                "erased, and people are no longer recognised. Your photos and what you saved stay as they "
                "are."
            ),
        ),
        Kept.PLACES: (
            _("Places"),
            _(
                "Coordinates and names of places are erased, and where photos were taken is not read any"
                " more. You can allow it again."
            ),
        ),
        Kept.NAMES: (
            _("Names and birthdays"),
            _("The names, birthdays and words you gave people and pets are erased. Who is hidden stays so."),
        ),
        Kept.LOOKS: (
            _("What was seen in photos"),
            _("Things, themes and quality are erased. They are found anew when photos are looked at again."),
        ),
        Kept.SUGGESTIONS: (
            _("Suggestions"),
            _("All suggestions are erased, with what you did with them: what you dismissed can come back."),
        ),
        Kept.CREATIONS: (
            _("List of what was saved"),
            _("The list on the page Saved is erased. The files stay where they are."),
        ),
    }


def ask_erase_kind(parent: QWidget, desk: Desk, kind: Kept) -> Question:
    name, text = kinds()[kind]
    question = Question(
        parent,
        _("Erase “{kind}”?").format(kind=name),
        text + " " + _("This cannot be undone."),
        _("Erase"),
        lambda: desk.bridge.change(
            lambda studio: studio.erase_kind(kind),
            lambda found: TextDialog(
                parent, _("“{kind}”: erased").format(kind=name), kind_proof(*found)
            ).open(),
        ),
    )
    question.open()
    return question


def kind_proof(before: int, after: int) -> str:
    """Say what was removed, and what a look afterwards found."""
    removed = ngettext("Removed: {n} entry.", "Removed: {n} entries.", before).format(n=wording.count(before))
    if after:
        return f"{removed}\n\n" + _("Looked afterwards: not all could be removed.")
    looked = _(
        "Looked afterwards: none is left. The library was written anew, so that none of it is in"
        " rollsuggest's files. What a drive or a backup keeps of old files, no program can tell."
    )
    return f"{removed}\n\n{looked}"


def ask_withdraw_all(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Stop looking at photos?"),
        _(
            "Looking at photos stops at once, places and face measurements are "
            "erased. The rest that was found stays on this computer until you erase it. Your photos are not "
            "touched."
        ),
        _("Stop"),
        lambda: desk.bridge.change(
            lambda studio: studio.withdraw(Purpose.CLOUD, Purpose.FACES, Purpose.PLACES, Purpose.ANALYSE)
        ),
    )
    question.open()
    return question


def proof(erased: Erased) -> str:
    """Say what was removed, and what a look afterwards found, in Markdown."""
    before, after = erased.before, erased.after
    removed = _(
        "Removed: {files}, {size}. In them: {photos}; face measurements: {faces}; names: {names};"
        " photos with a place: {places}."
    ).format(
        files=wording.files(erased.files),
        size=wording.size(before.database_bytes + before.thumbnail_bytes),
        photos=wording.photos(before.photos), faces=wording.count(before.faces),
        names=wording.count(before.persons), places=wording.count(before.places),
    )  # fmt: skip
    if erased.left or after.photos + after.faces + after.persons + after.places:
        listed = "".join(f"\n- `{file}`" for file in erased.left)
        return f"{removed}\n\n" + _("Looked afterwards: not all could be removed.") + f"\n{listed}"
    looked = _("Looked afterwards: none of these files is there, and the new library is empty.")
    return f"{removed}\n\n{looked}"
