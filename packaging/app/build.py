"""Build the app into dist/rollsuggest: one folder that needs no Python. By an interpreter that has it all:

    python3 -m venv build/venv && build/venv/bin/pip install . pyinstaller packaging
    build/venv/bin/python packaging/app/build.py

The same on Linux, Windows and macOS. Then packaging/linux, windows and macos make installers of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

MOST_MB = 700  # installed


def main() -> int:
    import icons
    import parts

    import rollsuggest

    commit, when = git("rev-parse", "--short", "HEAD"), git("log", "-1", "--format=%ct")
    icons.draw(ROOT / "build" / "icons")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": when or "0", "PYTHONHASHSEED": "0",
    }  # fmt: skip
    made = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
            "--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller"),
            str(ROOT / "packaging" / "app" / "rollsuggest.spec")]  # fmt: skip
    subprocess.run(made, check=True, env=environment, cwd=ROOT)
    out = ROOT / "dist" / "rollsuggest"
    (out / "licences").mkdir(exist_ok=True)
    count = parts.collect_licences(out / "licences")
    (out / "sbom.cdx.json").write_text(parts.sbom(rollsuggest.__version__, commit), "utf-8")
    stamp = {"version": rollsuggest.__version__, "commit": commit, "time": int(when or 0)}
    (out / "build.json").write_text(json.dumps(stamp) + "\n", "utf-8")
    size = (
        sum(file.stat().st_size for file in out.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6
    )
    print(f"dist/rollsuggest: {size:.0f} MB (at most {MOST_MB}), {count} licence files")
    return 0 if size < MOST_MB else 1


def git(*words: str) -> str:
    """Return what git says; "" outside a clone."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
