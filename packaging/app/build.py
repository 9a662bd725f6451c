"""Build the app into dist/rollsuggest: one folder that needs no Python. By an interpreter that has it all:

    python3 -m venv build/venv && build/venv/bin/pip install . pyinstaller packaging
    build/venv/bin/python packaging/app/build.py

The same on Linux, Windows and macOS. Then packaging/linux, windows and macos make installers of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

MOST_MB = 700  # installed


def main() -> int:
    import icons
    import libraries
    import parts

    import rollsuggest

    commit, when = git("rev-parse", "--short", "HEAD"), git("log", "-1", "--format=%ct")
    icons.draw(ROOT / "build" / "icons")
    version = f'#define Version "{rollsuggest.__version__}"\n'
    (ROOT / "build" / "version.iss").write_text(version, "utf-8")  # for the setup of Windows
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": when or "0", "PYTHONHASHSEED": "0",
    }  # fmt: skip
    made = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
            "--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller"),
            str(ROOT / "packaging" / "app" / "rollsuggest.spec")]  # fmt: skip
    subprocess.run(made, check=True, env=environment, cwd=ROOT)
    out = ROOT / "dist" / "rollsuggest"
    sources = json.loads((ROOT / "build" / "libraries.json").read_text("utf-8"))
    found = libraries.explain([Path(source) for source in sources], parts.distributions())
    (out / "licences").mkdir(exist_ok=True)
    missing = parts.collect_licences(out / "licences", found)
    (out / "sbom.cdx.json").write_text(parts.sbom(rollsuggest.__version__, commit, found), "utf-8")
    stamp = {"version": rollsuggest.__version__, "commit": commit, "time": int(when or 0)}
    (out / "build.json").write_text(json.dumps(stamp) + "\n", "utf-8")
    into_bundle(out, ROOT / "dist" / "rollsuggest.app" / "Contents" / "Resources")
    size = (
        sum(file.stat().st_size for file in out.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6
    )
    print(f"dist/rollsuggest: {size:.0f} MB (at most {MOST_MB})")
    for name in missing:
        print(f"no licence text of {name}")
    for name in found.unknown:
        print(f"nobody knows whose this is: {name}")
    # Elsewhere than on Linux the names of what wheels carry were never seen: there it is said, and no more.
    explained = not (missing or found.unknown) or sys.platform != "linux"
    return 0 if size < MOST_MB and explained else 1


def into_bundle(out: Path, resources: Path) -> None:
    """Put beside the app of macOS's bundle what stands beside the program elsewhere."""
    if resources.is_dir():
        shutil.copytree(out / "licences", resources / "licences", dirs_exist_ok=True)
        for name in ("sbom.cdx.json", "build.json"):
            shutil.copy(out / name, resources / name)


def git(*words: str) -> str:
    """Return what git says; "" outside a clone."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
