"""A table to read: rows of texts, of which only the visible ones cost anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from rollsuggest.ui import tokens

Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, ...]
Elide = Qt.TextElideMode
ROW_PX = 34
NO_INDEX = QModelIndex()
MEASURED = 60  # rows whose texts say how wide columns would like to be


def fitted(wishes: Sequence[int], shares: Sequence[int], width: int) -> list[int]:
    """Return how wide columns are: as they wish, and what is over by their shares.

    Where it does not fit, those that wish for less than their share leave the rest to the others.
    """
    made, left, cut = list(wishes), width - sum(wishes), set(range(len(wishes)))
    if left >= 0:
        return [wish + left * share // sum(shares) for wish, share in zip(wishes, shares, strict=True)]
    while True:
        left = width - sum(made[column] for column in range(len(made)) if column not in cut)
        whole = sum(shares[column] for column in cut)
        modest = {column for column in cut if wishes[column] * whole <= left * shares[column]}
        if not modest:
            break
        cut -= modest
    for column in cut:
        made[column] = left * shares[column] // whole
    return made


class TextRows(QAbstractTableModel):
    """Rows of texts under headings; a text is also its own tooltip, for columns that cut it."""

    def __init__(self, headings: Row) -> None:
        super().__init__()
        self._headings = headings
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None


class Table(QTableView):
    """Whole rows are chosen; Tab leaves the table, the arrows move in it."""

    def __init__(
        self, name: str, headings: Row, shares: tuple[int, ...], elide: Elide = Elide.ElideRight
    ) -> None:
        super().__init__()
        self._rows = TextRows(headings)
        self._headings, self._shares = headings, shares
        self._wishes = [0] * len(shares)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(elide)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        for part in (rows, columns):
            part.setAccessibleName(name)
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(tokens.px(ROW_PX))
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setFixedHeight(tokens.XXL)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._rows.show_rows(rows)
        self._wish()
        self.updateGeometries()

    def _wish(self) -> None:
        """Measure how wide the columns would like to be."""
        measure, room = self.fontMetrics(), 2 * tokens.M
        for column, heading in enumerate(self._headings):
            texts = [heading, *(row[column] for row in self.rows[:MEASURED])]
            self._wishes[column] = room + max(measure.horizontalAdvance(text) for text in texts)

    def selectRow(self, row: int) -> None:
        """Choose a row; Qt's own chooses none where columns run from the right."""
        self.setCurrentIndex(self._rows.index(row, 0))

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows.rows

    @property
    def at(self) -> int | None:
        """Return which row is chosen."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else None

    def updateGeometries(self) -> None:
        for column, width in enumerate(fitted(self._wishes, self._shares, self.viewport().width())):
            self.setColumnWidth(column, width)
        super().updateGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at is not None:
            self.activated.emit(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)
