"""The pages of the window: their names, icons and classes. The module of a page has its name."""

from __future__ import annotations

from importlib import import_module

from rollsuggest.i18n import _
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.page import Page

# Pages of the rail: name, icon, class.
PAGES = (
    ("suggestions", "lightbulb", "SuggestionsPage"),
    ("library", "images", "LibraryPage"),
    ("people", "users", "PeoplePage"),
    ("places", "map-pin", "PlacesPage"),
    ("saved", "bookmark", "SavedPage"),
    ("privacy", "lock", "PrivacyPage"),
    ("settings", "settings", "SettingsPage"),
)

# Pages below a page of the rail, and full-size looks at one thing.
BELOW = (
    ("quiet", "QuietPage"),
    ("sorted_out", "SortedOutPage"),
    ("unread", "UnreadPage"),
    ("dates", "DatesPage"),
    ("outbox", "OutboxPage"),
    ("record", "RecordPage"),
)
LOOKS = (("stage", "StagePage"), ("viewer", "ViewerPage"), ("came", "CamePage"))


def read_ahead() -> None:
    """Import the code of all pages, which costs the first look at one 15 to 60 ms. Any thread may."""
    for name in (*(page for page, _icon, _class in PAGES), *dict(LOOKS + BELOW)):
        import_module(f"rollsuggest.ui.{name}")


def page_title(name: str) -> str:
    titles = {
        "suggestions": _("Suggestions"), "library": _("Library"), "people": _("People"),
        "places": _("Places"), "saved": _("Saved"), "privacy": _("Privacy"), "settings": _("Settings"),
    }  # fmt: skip
    return titles[name]


def made(name: str, desk: Desk) -> Page:
    """Return a new page; its code is only loaded now."""
    classes = {page: made for page, _icon, made in PAGES} | dict(BELOW + LOOKS)
    page = getattr(import_module(f"rollsuggest.ui.{name}"), classes[name])(desk)
    if not isinstance(page, Page):
        raise TypeError(name)
    return page
