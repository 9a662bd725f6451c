"""Make dist/rollsuggest-VERSION-MACHINE.AppImage of dist/rollsuggest (packaging/app/build.py), by mksquashfs.

An AppImage of type 2 is a program and, behind it in the same file, a squashfs image with an AppRun in it.
The program is build/runtime/runtime, which packaging/linux/runtime.sh compiles.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import deb

sys.path.append(str(deb.ROOT / "packaging" / "app"))
RUNTIME = deb.ROOT / "build" / "runtime"
MOST_MB = 250
MARK = b"AI\x02"  # in the ELF header, from its byte 8 on: an AppImage, type 2


def main() -> int:
    stamp = json.loads((deb.BUILT / "build.json").read_text("utf-8"))
    made = deb.ROOT / "dist" / f"rollsuggest-{stamp['version']}-{platform.machine()}.AppImage"
    with tempfile.TemporaryDirectory(dir=deb.ROOT / "build") as folder:
        tree, image = Path(folder) / "tree", Path(folder) / "image"
        lay_out(tree, stamp["version"])
        packing = ["mksquashfs", tree, image, "-comp", "zstd", "-Xcompression-level", "15", "-b", "256K",
                   "-all-root", "-no-xattrs", "-no-progress", "-quiet"]  # fmt: skip
        # No file is younger than the commit, so that whoever builds that commit again gets the same image.
        subprocess.run(packing, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": str(stamp["time"])})
        made.write_bytes(marked((RUNTIME / "runtime").read_bytes()) + image.read_bytes())
    made.chmod(0o755)
    packed = made.stat().st_size / 1e6
    print(f"{made.name}: {packed:.0f} MB (at most {MOST_MB})")
    return 0 if packed < MOST_MB else 1


def lay_out(tree: Path, version: str) -> None:
    """Lay out the files of the package, and at the root what the system reads of an AppImage."""
    deb.lay_out(tree)
    (tree / "AppRun").symlink_to("opt/rollsuggest/rollsuggest")
    entry = (deb.HERE / f"{deb.NAME}.desktop").read_text("utf-8")
    (tree / f"{deb.NAME}.desktop").write_text(entry + f"X-AppImage-Version={version}\n", "utf-8")
    shutil.copy(tree / f"usr/share/icons/hicolor/256x256/apps/{deb.NAME}.png", tree / f"{deb.NAME}.png")
    (tree / ".DirIcon").symlink_to(f"{deb.NAME}.png")
    add_runtime(tree / "opt" / "rollsuggest")


def add_runtime(app: Path) -> None:
    """Put the licences of what is linked into the runtime beside the others, and its parts into the SBOM."""
    import parts

    listed = app / "sbom.cdx.json"
    told = json.loads(listed.read_text("utf-8"))
    for line in (RUNTIME / "packages.tsv").read_text("utf-8").splitlines():
        name, version = line.split("\t")
        told["components"].append(parts.of_system(name, version))
        shutil.copy(RUNTIME / f"system-{name}.txt", app / "licences")
    listed.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def marked(program: bytes) -> bytes:
    """Return an ELF program with the mark of an AppImage."""
    return program[:8] + MARK + program[8 + len(MARK) :]


if __name__ == "__main__":
    sys.exit(main())
