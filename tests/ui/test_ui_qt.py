"""Qt itself: a PySide6 that loses references to None or True ends the window after some minutes."""

import subprocess
import sys

PROBE = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    told = Signal(bool)

app, sender, label = QApplication([]), Sender(), QLabel("a")
sender.told.connect(lambda value: None)
before = sys.getrefcount(None), sys.getrefcount(True)
for _ in range(2000):
    sender.told.emit(True)
    label.setText("b")
    label.parentWidget()
    app.processEvents()
print(min(sys.getrefcount(None) - before[0], sys.getrefcount(True) - before[1]))
"""


def test_no_reference_to_a_constant_is_lost() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > -100
