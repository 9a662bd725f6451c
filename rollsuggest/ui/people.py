"""The people that were recognised: round covers, and each one's page with name, birthday and photos."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PersonRow
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, EmptyState, Switch, label
from rollsuggest.ui.covers import EDGE, CoverGrid, FaceCover
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.person import PersonView

FIRST = 120  # covers built at first; the rest on request, as thousands of clusters would freeze the page


class PeoplePage(Page):
    topics = frozenset({"consent", "people"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[PersonRow, ...] = ()
        self._shown = FIRST
        self.hidden = Switch(_("Show hidden people"))
        self.hidden.toggled.connect(lambda _on: self._show_rows())
        self.grid = CoverGrid()
        self.more = Button(_("Show more"), self._show_more)
        self._person = PersonView(desk, self.leave_person)
        self._list = QWidget()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL - EDGE, 0, tokens.XXL - EDGE, tokens.XL)
        column.addWidget(self.grid)
        column.addWidget(self.more)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        area.setAccessibleName(_("People"))
        area.setWidget(inside)
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(0, 0, 0, 0)
        self._hidden_label = label(_("Show hidden"), "muted", wrap=False)
        layout.addLayout(header(_("People"), self._hidden_label, self.hidden))
        layout.addWidget(area, 1)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout(self)
        for widget in (self._list, self._person, self._empty):
            self._stack.addWidget(widget)

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[PersonRow, ...] | str:
            grants = studio.grants()
            if not grants.has(Purpose.ANALYSE):
                return "not allowed"
            return studio.people() if grants.has(Purpose.FACES) else "no faces"

        self.desk.bridge.read("people", read, self._show)

    def _show(self, found: tuple[PersonRow, ...] | str) -> None:
        if isinstance(found, str) or not found:
            self._rows = ()
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = self._empty_state(found)
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
            return
        self._rows = found
        self.desk.thumbs.try_again()
        self._show_rows()
        if self._stack.currentWidget() is self._person and self._person.row is not None:
            now = next((r for r in found if r.cluster == self._person.row.cluster), None)
            if now is not None:
                self._person.show_row(now)
                return
        self._stack.setCurrentWidget(self._list)

    def _show_rows(self) -> None:
        visible = [row for row in self._rows if self.hidden.isChecked() or not row.hidden]
        some_hidden = any(row.hidden for row in self._rows)
        self.hidden.setVisible(some_hidden)
        self._hidden_label.setVisible(some_hidden)
        self.more.setVisible(len(visible) > self._shown)
        self.grid.show_covers(
            visible[: self._shown],
            lambda row: FaceCover(self.desk, row, self.open_person),
            lambda cover, row: cover.show_row(row) if isinstance(cover, FaceCover) else None,
        )

    def _show_more(self) -> None:
        self._shown += FIRST
        self._show_rows()

    def open_person(self, row: PersonRow) -> None:
        self._person.show_row(row)
        self._stack.setCurrentWidget(self._person)
        self._person.name.setFocus()

    def leave_person(self) -> None:
        cluster = self._person.row.cluster if self._person.row else None
        self._stack.setCurrentWidget(self._list)
        self.grid.focus_on(cluster)

    def _empty_state(self, why: tuple[PersonRow, ...] | str) -> EmptyState:
        if why == "not allowed":
            return self.not_allowed()
        if why == "no faces":
            return EmptyState(
                "users", _("People are not recognised"),
                _("If you allow it, faces are measured so that photos of the same person can be grouped. "
                  "The measurements stay on this computer and can be erased at any time."),
                _("Open Privacy"), lambda: self.desk.go.emit("privacy"),
            )  # fmt: skip
        return EmptyState(
            "users", _("Nobody yet"), _("People appear here once they have been seen in several photos.")
        )
