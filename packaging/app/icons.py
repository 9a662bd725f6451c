"""Draw the app's icon of rollsuggest.svg into build/icons: .png for Linux, .ico (Windows), .icns (macOS)."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def draw(out: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication([])
    out.mkdir(parents=True, exist_ok=True)
    drawn = QSvgRenderer(str(HERE / "rollsuggest.svg"))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawn.render(painter)
        painter.end()
        image.save(str(out / f"{size}.png"))
    del app
    large = Image.open(out / "512.png")
    large.save(out / "rollsuggest.ico", sizes=[(n, n) for n in SIZES if n <= 256])
    large.save(out / "rollsuggest.icns")
