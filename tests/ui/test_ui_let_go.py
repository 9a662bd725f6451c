"""What a layout held goes when it is cleared or goes itself: Qt deletes no item that it has given away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from shiboken6 import isValid

from rollsuggest.ui.controls import clear, row
from rollsuggest.ui.flow import KEPT, Flow


def _fill(layout: QLayout) -> list[QLayoutItem]:
    """Add a widget and a space with items of Python's own, the only ones whose end Python is told of."""
    label = QLabel("one")
    layout.addChildWidget(label)
    items = [QWidgetItem(label), QSpacerItem(4, 4)]
    for item in items:
        layout.addItem(item)
    return items


def _let_go() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_flow_that_goes_takes_its_items_along(qapp: QApplication) -> None:
    host, flow = QWidget(), Flow()
    host.setLayout(flow)
    inner = row(QLabel("two"))
    flow.addLayout(inner)
    items = _fill(flow)
    assert all(map(isValid, items))
    host.deleteLater()
    _let_go()
    assert not any(map(isValid, [*items, inner, flow]))


def test_a_flow_outlives_a_part_of_it_that_goes(qapp: QApplication) -> None:
    host, flow, part = QWidget(), Flow(), QLabel("one")
    host.setLayout(flow)
    flow.addWidget(part)
    flow.addWidget(QLabel("two"))
    wide = flow.sizeHint().width()
    part.deleteLater()
    _let_go()
    assert flow.count() == 1 and flow.sizeHint().width() < wide
    host.deleteLater()
    _let_go()
    assert not isValid(flow)


def test_what_is_cleared_is_deleted_rows_within_it_too(qapp: QApplication) -> None:
    host = QWidget()
    layout = QVBoxLayout(host)
    items = _fill(layout)
    for inner in (QHBoxLayout(), Flow()):
        items += _fill(inner)
        items.append(inner)
        layout.addLayout(inner)
    labels = host.findChildren(QLabel)
    clear(layout)
    _let_go()
    assert layout.count() == 0 and not any(map(isValid, [*items, *labels]))
    layout.addWidget(QLabel("three"))
    assert layout.count() == 1
    host.deleteLater()
    _let_go()


def test_a_flow_keeps_few_heights(qapp: QApplication) -> None:
    host, flow = QWidget(), Flow()
    host.setLayout(flow)
    for _part in range(3):
        flow.addWidget(QLabel("a few words"))
    heights = [flow.heightForWidth(width) for width in range(40, 400)]
    assert heights[0] > heights[-1]
    assert len(flow._heights) <= KEPT
    assert [flow.heightForWidth(width) for width in range(40, 400)] == heights
    host.deleteLater()
    _let_go()
