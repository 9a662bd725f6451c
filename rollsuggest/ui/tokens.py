"""The one place for colours and sizes: light, dark and high contrast, as palette and as style sheet."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from rollsuggest import paths

# Spacing on a 4 px grid.
XS, S, M, L, XL = 4, 8, 12, 16, 24
XXL = 32
RADIUS_CARD, RADIUS_CONTROL = 10, 6
TEXT_SMALL, TEXT_BODY, TEXT_HEADING, TEXT_TITLE, TEXT_DISPLAY = 12, 13, 15, 20, 28

WINDOW_SIZE, WINDOW_LEAST = (1180, 760), (900, 600)
RAIL_PX, STATUS_PX, PANEL_PX = 184, 40, 268
COVER_PX = 300  # height of a card's cover; its width follows the format
ROW_PX = 196  # height that rows of photos aim at
STRIP_PX = 72  # photos below the stage
FACE_PX = 112  # round covers of people
ICON_PX = 18
READING_PX = 680  # no line of running text is longer

# What grows with the person's text size. Photos keep their sizes: it is words that are to be read.
TEXT_SIZES = (100, 115, 130, 150)  # per cent
_GROWN = {
    name: globals()[name]
    for name in (
        "XS", "S", "M", "L", "XL", "XXL", "TEXT_SMALL", "TEXT_BODY", "TEXT_HEADING", "TEXT_TITLE",
        "TEXT_DISPLAY", "RAIL_PX", "STATUS_PX", "PANEL_PX", "ICON_PX", "READING_PX",
    )
}  # fmt: skip
_per_cent = 100


def scale(per_cent: int) -> None:
    """Make words and the room around them larger; a window that is made from now on has these sizes."""
    global _per_cent
    _per_cent = per_cent if per_cent in TEXT_SIZES else 100
    globals().update({name: px(at_100) for name, at_100 in _GROWN.items()})


def px(at_100: float) -> int:
    """Return a length that belongs to words, at the text size in use."""
    return round(at_100 * _per_cent / 100)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning. `*_text` colours and `on_*` colours hold AA (4.5:1) where they are used."""

    name: str
    window: str
    surface: str  # panels, cards, fields
    rail: str
    line: str  # hairlines between things
    edge: str  # the outline of a control, 3:1
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_text: str  # accent as text or icon
    accent_soft: str  # selection behind text
    hover: str
    pressed: str
    placeholder: str  # where a photo will be
    danger_text: str
    scrim: str  # behind things that lie on photos
    on_scrim: str
    focus: str
    disabled: str  # words and icons of what cannot be used now
    sea: str  # of maps, as the cards of trips have them
    land: str
    border: str


LIGHT = Tokens(
    name="light", window="#FAF8F7", surface="#FFFFFF", rail="#F3F0EE", line="#E4DFDC", edge="#8C8581",
    text="#231F1D", muted="#68605C", accent="#E4572E", on_accent="#1D0C06", accent_text="#B03A15",
    accent_soft="#FBE4DC", hover="#ECE7E4", pressed="#E0DAD6", placeholder="#E9E5E2",
    danger_text="#A8201A", scrim="#D9171311", on_scrim="#FFFFFF", focus="#B03A15", disabled="#8C8581",
    sea="#C9DAE2", land="#ECE7D8", border="#BCB4A2",
)  # fmt: skip

DARK = Tokens(
    name="dark", window="#1A1817", surface="#242120", rail="#151312", line="#383432", edge="#857D79",
    text="#F2EEEC", muted="#ABA29D", accent="#FF7A54", on_accent="#1D0C06", accent_text="#FF9A7B",
    accent_soft="#4A2A20", hover="#2E2A29", pressed="#3A3533", placeholder="#2C2927",
    danger_text="#FF9C94", scrim="#D9171311", on_scrim="#FFFFFF", focus="#FF9A7B", disabled="#857D79",
    sea="#202830", land="#3A4246", border="#5C666A",
)  # fmt: skip

CONTRAST = Tokens(
    name="contrast", window="#000000", surface="#000000", rail="#000000", line="#FFFFFF", edge="#FFFFFF",
    text="#FFFFFF", muted="#FFFFFF", accent="#FFB59E", on_accent="#000000", accent_text="#FFB59E",
    accent_soft="#5A2410", hover="#333333", pressed="#4D4D4D", placeholder="#333333",
    danger_text="#FFC2BD", scrim="#FF000000", on_scrim="#FFFFFF", focus="#FFF27A", disabled="#8A8A8A",
    sea="#000000", land="#333333", border="#FFFFFF",
)  # fmt: skip

_in_use = LIGHT


def current() -> Tokens:
    """Return the tokens in use; widgets that paint themselves read them while painting."""
    return _in_use


def tokens_of(appearance: str, system: Qt.ColorScheme) -> Tokens:
    """Return the tokens for a setting (system, light, dark, contrast)."""
    if appearance == "contrast":
        return CONTRAST
    if appearance == "system":
        return DARK if system == Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance == "dark" else LIGHT


def apply(app: QApplication, appearance: str) -> None:
    """Dress the application; does nothing when it already looks like this."""
    global _in_use
    chosen = tokens_of(appearance, QGuiApplication.styleHints().colorScheme())
    worn = f"{chosen.name} {_per_cent}"
    if chosen is _in_use and app.property("tokens") == worn:
        return
    _in_use = chosen
    app.setProperty("tokens", worn)
    app.setPalette(palette(chosen))
    app.setStyleSheet(style_sheet(chosen))


def font(px: int, bold: bool = False) -> QFont:
    """Return the system's font in one of our sizes."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for which, colour in {
        role.WindowText: t.text, role.Text: t.text, role.BrightText: t.text, role.Base: t.surface,
        role.AlternateBase: t.window, role.Window: t.window, role.Button: t.surface, role.Light: t.line,
        role.Midlight: t.line, role.Mid: t.edge, role.Dark: t.edge, role.Shadow: t.edge,
        role.Highlight: t.accent, role.HighlightedText: t.on_accent, role.PlaceholderText: t.muted,
        role.Link: t.accent_text, role.LinkVisited: t.accent_text, role.ToolTipBase: t.text,
        role.ToolTipText: t.window, role.Accent: t.accent, role.ButtonText: t.text,
    }.items():  # fmt: skip
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.disabled))
    return made


_SHEET = """
* { font-size: ${body}px; }
QWidget { color: $text; }
QMainWindow, QDialog, QStackedWidget, #page { background: $window; }
QToolTip { background: $text; color: $window; border: 0; padding: 4px 8px; font-size: ${small}px; }
QLabel { background: transparent; }
QLabel[role="display"] { font-size: ${display}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="small"] { font-size: ${small}px; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="error"] { color: $danger_text; }

#rail { background: $rail; border-right: 1px solid $line; }
#banner { background: $surface; border-bottom: 1px solid $line; }
#status { background: $rail; border-top: 1px solid $line; }
#panel { background: $surface; border-left: 1px solid $line; }
#line { background: $line; border: 0; }
#block, #notice { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
#notice { border-color: $edge; }
#canvas { background: $hover; border: 0; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QAbstractScrollArea { border: 0; }
QScrollArea#read { border: 2px solid transparent; border-radius: ${control}px; }
QScrollArea#read:focus { border-color: $focus; }
QAbstractScrollArea#grid { background: $window; border: 0; }

QPushButton { background: $surface; border: 1px solid $edge; border-radius: ${control}px;
  padding: 7px 14px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $disabled; border-color: $disabled; }
QPushButton[kind="icon"]:disabled, QPushButton[kind="quiet"]:disabled { border-color: transparent; }
QPushButton:checked { background: $accent_soft; border-color: $accent_text; }
QPushButton:focus { border: 2px solid $focus; padding: 6px 13px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled { background: $pressed; border-color: $pressed; color: $muted; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="danger"]:enabled { color: $danger_text; }
QPushButton[kind="quiet"], QPushButton[kind="icon"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"] { padding: 7px; }
QPushButton[kind="icon"]:checked { background: $accent_soft; border-color: $accent_text; }
QPushButton[kind="icon"]:focus { padding: 6px; border: 2px solid $focus; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; color: $accent_text;
  padding: 2px 0; text-align: left; }
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 2px 0; }
QPushButton[kind="scrim"] { background: $scrim_css; border: 2px solid transparent;
  border-radius: ${control}px; padding: 6px; color: $on_scrim; }
QPushButton[kind="scrim"]:hover { border-color: $on_scrim; }
QPushButton[kind="scrim"]:focus { border-color: $accent; }
QPushButton, QCheckBox { outline: 0; }
QPushButton[kind="nav"] { background: transparent; border: 2px solid transparent; text-align: left;
  padding: 7px 10px; font-size: ${body}px; }
QPushButton[kind="nav"]:hover { background: $hover; }
QPushButton[kind="nav"]:checked { background: $accent_soft; font-weight: 600; }
QPushButton[kind="nav"]:focus { border: 2px solid $focus; }
QPushButton[kind="row"] { background: transparent; border: 2px solid transparent; text-align: left;
  padding: 6px; }
QPushButton[kind="row"]:hover { background: $hover; }
QPushButton[kind="row"]:focus { border: 2px solid $focus; }
QPushButton::menu-indicator { width: 0; }

QLineEdit, QComboBox, QAbstractSpinBox { background: $surface; border: 1px solid $edge;
  border-radius: ${control}px; padding: 6px 8px; min-height: 20px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $focus; padding: 5px 7px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $disabled;
  border-color: $disabled; background: transparent; }
QCheckBox:disabled { color: $disabled; }
QCheckBox::indicator, QListWidget::indicator { width: 16px; height: 16px; background: $surface;
  border: 1px solid $edge; border-radius: 4px; }
QCheckBox::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
  image: url("$check"); }
QCheckBox::indicator:unchecked:disabled { background: transparent; border-color: $disabled; }
QCheckBox::indicator:focus { border: 2px solid $focus; width: 14px; height: 14px; }
QListWidget { background: $surface; border: 1px solid $line; border-radius: ${control}px; outline: 0;
  padding: 4px; selection-background-color: $accent_soft; selection-color: $text; }
QListWidget:focus { border: 2px solid $focus; padding: 3px; }
QListWidget::item { padding: 6px 4px; border-radius: 4px; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QTableView { background: $surface; border: 1px solid $line; border-radius: ${control}px; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QTableView:focus { border: 2px solid $focus; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid $line; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $edge;
  padding: 0 11px; font-size: ${small}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; height: 0; border: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0; min-height: 0;
  background: transparent; }
QComboBox { combobox-popup: 0; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QComboBox::drop-down { border: 0; width: ${arrow}px; }
QComboBox QAbstractItemView, QListView#completions, QMenu { background: $surface; padding: 4px;
  border: 1px solid $edge; selection-background-color: $accent_soft; selection-color: $text; outline: 0; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected, QListView#completions::item:selected { background: $accent_soft; color: $text; }
QComboBox QAbstractItemView::item, QListView#completions::item { padding: 6px 8px; border-radius: 4px; }
QTextBrowser, QPlainTextEdit { background: $surface; border: 1px solid $line;
  border-radius: ${control}px; padding: 8px; }
QTextBrowser:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 7px; }
QSlider:horizontal { min-height: 18px; }
QSlider::groove:horizontal { background: $pressed; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider[mirrored="true"]::sub-page:horizontal { background: $pressed; }
QSlider[mirrored="true"]::add-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $edge; width: 12px; margin: -6px 0;
  border-radius: 8px; }
QSlider::handle:horizontal:focus { border-color: $focus; background: $focus; }
QProgressBar { background: $pressed; border: 0; border-radius: 3px;
  max-height: ${bar}px; min-height: ${bar}px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
_ROOM = re.compile(r"(?<=[ ;])(padding|min-height): [^;}]+")
_LENGTH = re.compile(r"\b(\d+)px")


def _wider(length: re.Match[str]) -> str:
    """Return a length around words; those of about one size grow alike, or a focus ring would move them."""
    at_100 = int(length[1])
    about = 0 if at_100 < 4 else 7 if at_100 < 10 else 14
    return f"{at_100 + px(about) - about}px"


def style_sheet(t: Tokens) -> str:
    scrim = QColor(t.scrim)
    sheet = Template(_ROOM.sub(lambda room: _LENGTH.sub(_wider, room[0]), _SHEET))
    return sheet.substitute(
        asdict(t),
        small=TEXT_SMALL, body=TEXT_BODY, heading=TEXT_HEADING, title=TEXT_TITLE, display=TEXT_DISPLAY,
        check=(paths.resources() / "icons" / "check.svg").as_posix(),
        card=RADIUS_CARD, control=RADIUS_CONTROL, bar=6, arrow=px(24),
        accent_hover=QColor(t.accent).lighter(108).name(),
        scrim_css=f"rgba({scrim.red()},{scrim.green()},{scrim.blue()},{scrim.alpha()})",
    )  # fmt: skip
