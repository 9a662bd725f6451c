"""Every key that does something, by where it works: what Help lists and what shortcuts are made of."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _, per_language, right_to_left

Standard = QKeySequence.StandardKey
Keys = tuple[str | QKeySequence.StandardKey, ...]  # any of them; a text is in Qt's portable form

# What windows and pages listen to. Widgets listen to their keys themselves; tests press each of them.
PAGE = "Ctrl+{n}"
LOOK_NOW: Keys = ("F5",)
SHORTCUTS: Keys = ("F1", "Ctrl+/")
FIND: Keys = (Standard.Find,)
UNDO: Keys = (Standard.Undo,)
REDO: Keys = (Standard.Redo,)
SAVE: Keys = (Standard.Save,)
ALL: Keys = (Standard.SelectAll,)
COPY: Keys = (Standard.Copy,)
PRINT: Keys = (Standard.Print,)
QUIT: Keys = ("Ctrl+Q",)  # which Windows has no word for


@dataclass(frozen=True, slots=True)
class Line:
    keys: Keys
    does: str


@dataclass(frozen=True, slots=True)
class Place:
    name: str  # never shown
    title: str
    lines: tuple[Line, ...]


def listen(
    widget: QWidget,
    keys: Keys,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Do something when one of these keys is pressed."""
    for key in keys:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(context)
        shortcut.activated.connect(act)


def places(pages: tuple[str, ...]) -> tuple[Place, ...]:
    """Return all places; `pages` are the titles of the rail."""
    return (
        Place("window", _("Everywhere"), (*_pages(pages), *_everywhere())),
        Place("card", _("A suggestion"), _card()),
        Place("photos", _("Photos"), _photos()),
        Place("viewer", _("One photo"), _viewer()),
        Place("stage", _("An open suggestion"), _stage()),
        Place("slots", _("Photos of a collage"), _slots()),
        Place("map", _("Map of your places"), _map()),
        Place("faces", _("People"), _faces()),
        Place("review", _("Is this the same person?"), _review()),
    )


def spoken(keys: Keys) -> str:
    """Return the keys as this system writes them; among words from right to left each stays in its order."""
    each = dict.fromkeys(_written(QKeySequence(key)) for key in keys)
    return "   ".join(f"\u2068{key}\u2069" if right_to_left() else key for key in each)


def _written(key: QKeySequence) -> str:
    """Return a key in the person's language; Qt lacks some words, in Hindi all."""
    if sys.platform == "darwin":  # Qt writes signs there, which need no language
        return key.toString(QKeySequence.SequenceFormat.NativeText)
    names = _names()
    return re.sub(r"[A-Z][a-z]+", lambda word: names.get(word[0], word[0]), key.toString())


@per_language
def _names() -> dict[str, str]:
    """Return what is written on a keyboard, by Qt's portable names."""
    return {
        "Left": _("Left"), "Right": _("Right"), "Up": _("Up"), "Down": _("Down"), "Home": _("Home"),
        "End": _("End"), "Return": _("Return"), "Space": _("Space"), "Backspace": _("Backspace"),
        "Del": _("Del"), "Esc": _("Esc"), "Ctrl": _("Ctrl"), "Shift": _("Shift"),
    }  # fmt: skip


def _pages(pages: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line((PAGE.format(n=n),), title) for n, title in enumerate(pages, 1))


def _everywhere() -> tuple[Line, ...]:
    return (
        Line(FIND, _("Search your photos")),
        Line(LOOK_NOW, _("Look for new photos now")),
        Line(SHORTCUTS, _("Show this list")),
        Line(QUIT, _("Quit")),
    )


def _card() -> tuple[Line, ...]:
    return (
        Line(("Left", "Right", "Up", "Down"), _("Go to another suggestion")),
        Line(("Return",), _("Open")),
        Line(SAVE, _("Save")),
        Line(("K",), _("Keep for later")),
        Line(("Del",), _("Not for me")),
    )


def _photos() -> tuple[Line, ...]:
    return (
        Line(("Left", "Right", "Up", "Down"), _("Go to another photo")),
        Line(("Home", "End"), _("First photo, last photo")),
        Line(("Return",), _("Open")),
        Line(("Space",), _("Select")),
        Line(ALL, _("Select all")),
        Line(COPY, _("Copy the files")),
        Line(("Esc",), _("Select nothing")),
    )


def _viewer() -> tuple[Line, ...]:
    return (
        Line(("Right", "Space"), _("Next photo")),
        Line(("Left", "Backspace"), _("Previous photo")),
        Line(("Up", "Down"), _("Photos alike")),
        Line(("F",), _("Show who is where, or no more")),
        Line(COPY, _("Copy the file")),
        Line(PRINT, _("Print")),
        Line(("Esc",), _("Back")),
    )


def _stage() -> tuple[Line, ...]:
    return (
        Line(SAVE, _("Save")),
        Line(PRINT, _("Print")),
        Line(UNDO, _("Undo")),
        Line(REDO, _("Redo")),
        Line(("Space",), _("Play or pause the film")),
        Line(("Esc",), _("Back")),
    )


def _slots() -> tuple[Line, ...]:
    return (
        Line(("Left", "Right", "Up", "Down"), _("Go to another photo")),
        Line(
            ("Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down"), _("Change places with the photo beside it")
        ),
        Line(("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"), _("Move the photo in its place")),
        Line(("+", "-"), _("Nearer, farther away")),
        Line(("0",), _("As it was")),
        Line(("L",), _("Lock or unlock")),
        Line(("Return",), _("Choose another photo")),
        Line(("Del",), _("Take this photo out")),
    )


def _map() -> tuple[Line, ...]:
    return (
        Line(("Left", "Right", "Up", "Down"), _("Go to another place")),
        Line(("Return",), _("Open")),
        Line(("+", "-"), _("Nearer, farther away")),
        Line(("0",), _("Show all places")),
    )


def _faces() -> tuple[Line, ...]:
    return (
        Line(("Left", "Right", "Up", "Down"), _("Go to another person")),
        Line(("Return",), _("Open, or give a name")),
        Line(("F2",), _("Give a name")),
        Line(("Space",), _("Select")),
        Line(ALL, _("Select all")),
        Line(("S",), _("The people selected are the same person")),
        Line(("H",), _("Hide the people selected")),
        Line(("X",), _("The people selected are nobody")),
        Line(("Esc",), _("Select nothing")),
    )


def _review() -> tuple[Line, ...]:
    return (
        Line(("Y", "Left"), _("The same person")),
        Line(("N", "Right"), _("Another person")),
        Line(("Space", "Down"), _("Not sure")),
        Line(("Backspace", *UNDO), _("Undo")),
        Line(("Esc",), _("Back")),
    )
