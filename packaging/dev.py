"""Set up a virtual environment beside the code, then start the app or the server, or run the tests.

    python3 packaging/dev.py app     [arguments for rollsuggest]
    python3 packaging/dev.py server  [arguments for rollsuggest.server]
    python3 packaging/dev.py test    [arguments for pytest]

Any Python 3.11 to 3.14.

On Debian and Ubuntu it also installs the few system libraries that Qt needs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("ROLLSUGGEST_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

EXTRAS = {"app": "", "server": "server", "test": "dev"}
# What the wheels of PySide6 load from the system.
SYSTEM = [
    *("libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "fonts-dejavu-core"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"),
    *("libxcb-shape0", "libxcb-image0", "libxcb-render-util0", "libxcb-xinerama0"),
]


def main(argv: list[str]) -> int:
    if len(argv) < 1 or argv[0] not in EXTRAS:
        print(__doc__)
        return 2
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        print(f"rollsuggest needs Python 3.11 to 3.14; this is {sys.version.split()[0]}.")
        return 1
    system_libraries()
    environment(EXTRAS[argv[0]])
    if argv[0] == "test":
        return tests(argv[1:])
    program = "rollsuggest" if argv[0] == "app" else "rollsuggest.server"
    return subprocess.call([PYTHON, "-m", program, *argv[1:]], cwd=Path.cwd())


def system_libraries() -> None:
    """Install what is missing on Debian and its kin; elsewhere the wheels bring all they need."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query"):
        return
    missing = [name for name in [*SYSTEM, *venv_package()] if not installed(name)]
    if not missing:
        return
    root = [] if os.geteuid() == 0 else ["sudo"]
    if root and not shutil.which("sudo"):
        print("Please install these first, as root: apt-get install " + " ".join(missing))
        sys.exit(1)
    print("Installing system libraries:", " ".join(missing), flush=True)
    subprocess.check_call([*root, "apt-get", "update", "-qq"])
    subprocess.check_call([*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing])


def venv_package() -> list[str]:
    """Debian's own Python comes without venv; others have it."""
    if Path(sysconfig.get_path("stdlib")).is_relative_to("/usr/lib"):
        return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]
    return []


def installed(package: str) -> bool:
    query = ["dpkg-query", "-W", "-f=${Status}", package]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    if "ok installed" in found.stdout:
        return True
    # Newer releases renamed some (libglib2.0-0t64): what provides the name counts too.
    query = ["dpkg-query", "-W", "-f=${Status} ${Provides}\n", f"{package}*"]
    provided = subprocess.run(query, capture_output=True, text=True, check=False)
    return any("ok installed" in line and f" {package} " in line for line in provided.stdout.splitlines())


def environment(extra: str) -> None:
    """Make the virtual environment once, and again when what it must hold has changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    stamp = VENV / f"rollsuggest-{extra or 'app'}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if stamp.exists() or not PYTHON.exists():
        # Anew, not on top: what we no longer depend on must go; two packages of OpenCV share one folder.
        print(f"Making a virtual environment in {VENV}", flush=True)
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])
    print("Installing rollsuggest and what it needs (about 400 MB, a few minutes the first time)", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    subprocess.check_call([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", target])
    stamp.write_text(wanted)


def tests(arguments: list[str]) -> int:
    """Run the style, the types, the import contracts and the tests; the first failure ends it.

    The tests of a file share what they set up, so a file stays together.
    """
    checks = (
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "mypy"],
        [BIN / "lint-imports"],
    )
    for check in checks:
        if code := run(check):
            return code
    return run([PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments])


def run(command: list[object]) -> int:
    print("+", " ".join(str(part) for part in command), flush=True)
    return subprocess.call([str(part) for part in command], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
