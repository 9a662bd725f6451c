"""The house rules that a machine can read."""

import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

from rollsuggest import paths

ROOT = Path(__file__).resolve().parent.parent


def test_the_rooms_import_only_what_lies_below_them() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_layout_is_asked_for_its_items() -> None:
    """See Note: Items of layouts, in `card_feed`."""
    for file in (ROOT / "rollsuggest" / "ui").glob("*.py"):
        assert not re.search(r"\.itemAt(Position)?\(", file.read_text("utf-8")), file


def test_the_terminal_loads_no_toolkit_and_no_detector() -> None:
    heavy = ("cv2", "onnxruntime", "PySide6", "av")
    code = f"import sys, rollsuggest.cli.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_library_we_load_can_report_usage() -> None:
    """It came in by an ordinary update twice: MediaPipe 0.10.35 to Google, onnxruntime 1.29 to Microsoft."""
    collectors = (b"events.data.microsoft.com", b"clearcut", b"google-analytics.com", b"sentry.io")
    read = 0
    for name in required("rollsuggest"):
        for file in distribution(name).files or ():
            if file.suffix in (".so", ".pyd", ".dll", ".dylib") or ".so." in file.name:
                body = Path(str(distribution(name).locate_file(file))).read_bytes()
                assert not [host for host in collectors if host in body], file
                read += 1
    assert read > 50


def required(name: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the names of the distributions that one needs here, without its extras, itself left out."""
    for line in distribution(name).requires or ():
        need = Requirement(line)
        if need.name not in known and (need.marker is None or need.marker.evaluate({"extra": ""})):
            known = required(need.name, known | {need.name})
    return known


def test_resources_are_found() -> None:
    assert (paths.resources() / "models" / "manifest.json").is_file()
    assert (paths.resources() / "pictures" / "astronaut.jpg").is_file()


def test_no_host_of_a_registry_is_named() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    hosts = [b"pypi." + b"org", b"files.python" + b"hosted", b"registry.npm" + b"js", b"deb.deb" + b"ian"]
    for name in filter(None, listed.stdout.split("\0")):
        file = ROOT / name
        if file.is_file():
            body = file.read_bytes()
            assert not any(host in body for host in hosts), name
