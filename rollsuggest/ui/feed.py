"""The parts of the feed: a heading with its cards, and the line that says that more is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import SuggestionKey
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.card_grid import CardGrid
from rollsuggest.ui.cards import MARGIN
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.home import BUSY, Group


class Section(QWidget):
    """A heading with its cards."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.holds: tuple[SuggestionKey, ...] = ()  # folded away ones too
        self.setAccessibleName(title)
        self.cards = CardGrid()
        self.cards.setAccessibleName(title)
        self.all = Button(_("Show all"), kind="quiet")
        self.all.setVisible(False)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 0, MARGIN, 0)
        top.addWidget(label(title, "heading", wrap=False))
        top.addStretch(1)
        top.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, tokens.S)
        layout.setSpacing(tokens.S)
        layout.addLayout(top)
        layout.addWidget(self.cards)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        for card in self.cards.cards:
            card.arrive()

    def remember(self, group: Group, anew: bool) -> None:
        """Remember the order of the cards; what was taken away may come back to its place."""
        keys = tuple(card.suggestion.key for card in group.cards)
        self.holds = keys if anew else (*self.holds, *(key for key in keys if key not in self.holds))

    def in_order(self, keys: Iterable[SuggestionKey]) -> list[SuggestionKey]:
        place = {key: number for number, key in enumerate(self.holds)}
        return sorted(keys, key=lambda key: place.get(key, len(place)))

    def offer(self, held: int, shown: int, unfolded: bool) -> None:
        """Offer all cards where some are folded away, and to fold them away again."""
        self.all.setVisible(unfolded or shown < held)
        text = _("Show fewer") if unfolded else _("Show all {n}").format(n=wording.count(held))
        self.all.setText(text)
        self.all.setAccessibleName(f"{text}: {self.title}")


class Growing(QWidget):
    """Says that photos are still looked at. While somebody aims at the cards below it keeps its height."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label("", "muted")
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.addWidget(self.said, 1)

    def say(self, status: IndexStatus, still: bool) -> None:
        """Say how far it is; where nothing may move a line is neither taken away nor added."""
        text = growing(status)
        if still and self.isHidden():
            return
        self.said.setMinimumHeight(self.said.height() if still else 0)
        self.said.setText(text)
        self.setVisible(still or bool(text))


class NewCards(Button):
    """Offers what was found while somebody looked at the others; it stands where it moves nothing."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__("", pressed, kind="link")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.offer(0)

    def offer(self, waiting: int) -> None:
        text = ngettext("Show {n} new suggestion", "Show {n} new suggestions", waiting)
        self.setText(text.format(n=wording.count(waiting)))
        self.setAccessibleName(self.text())
        self.setVisible(waiting > 0)


def growing(status: IndexStatus) -> str:
    """Say that more is to come while photos are still looked at, or why it does not come."""
    if status.total <= status.done:
        return ""
    if status.state not in BUSY:
        return status.trouble
    return _("{n} photos are still to be looked at. More suggestions come as it goes on.").format(
        n=wording.count(status.total - status.done)
    )
