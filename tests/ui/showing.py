"""Pages of a window in tests."""

from typing import TypeVar

from rollsuggest.ui.page import Page
from rollsuggest.ui.window import MainWindow

P = TypeVar("P", bound=Page)


def show(window: MainWindow, name: str, kind: type[P]) -> P:
    """Show a page and return it."""
    window.show_page(name)
    page = window.pages[name]
    assert isinstance(page, kind)
    return page
