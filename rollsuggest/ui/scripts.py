"""Letters of languages that no font of the system may have: ours are lent to the window then."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from rollsuggest import paths

_System = QFontDatabase.WritingSystem
OURS = {
    "ar": (_System.Arabic, "NotoNaskhArabic-Medium.ttf"),
    "hi": (_System.Devanagari, "NotoSerifDevanagari-Medium.ttf"),
    "ja": (_System.Japanese, "NotoSerifJP-Medium.ttf"),
}


def lend(app: QApplication, language: str) -> None:
    """Let a language be read on a system without a font for it; does nothing where there is one."""
    if language not in OURS or (family := _lent(language)) == "":
        return
    font = app.font()
    if family not in font.families():
        font.setFamilies([QFontInfo(font).family(), family])  # by its own name: "Sans Serif" is none
        app.setFont(font)


@cache
def _lent(language: str) -> str:
    """Return the family that was loaded for a language; "" where the system has its letters."""
    system, file = OURS[language]
    if QFontDatabase.families(system):
        return ""
    number = QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / file))
    return next(iter(QFontDatabase.applicationFontFamilies(number)), "")
