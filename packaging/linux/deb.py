"""Make dist/rollsuggest_VERSION_ARCH.deb of dist/rollsuggest (packaging/app/build.py), by dpkg-deb alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILT = ROOT / "dist" / "rollsuggest"
NAME = "io.github.rollsuggest"
MOST_MB = 250

CONTROL = """Package: rollsuggest
Version: {version}
Architecture: {arch}
Maintainer: The rollsuggest project <rollsuggest@example.org>
Installed-Size: {size_kb}
Depends: libc6 (>= {glibc}), libgl1, libegl1, libfontconfig1, libdbus-1-3, fonts-dejavu-core, tzdata
Recommends: fonts-noto-core, fonts-noto-cjk, xdg-utils, libcups2
Section: graphics
Priority: optional
Description: finds the good moments in your photos
 Suggests collages, recap films, trips, people and memories from the photos
 in a folder of yours. All of it happens on this computer, and it asks first.
"""

# Libraries belong to the people, not to the package: they stay, also when it is purged, and it says where.
POSTRM = """#!/bin/sh
set -e
mkdir -p /opt  # dpkg takes it away when nothing else lies in it; it is the system's
if [ "$1" = remove ]; then
    echo "rollsuggest is removed. What it learned of photos stays with each person, in their home:"
    echo "  .local/share/rollsuggest  .cache/rollsuggest  .local/state/rollsuggest"
    echo "  .config/autostart/io.github.rollsuggest.desktop, where it started with the computer"
fi
"""


def main() -> int:
    stamp = json.loads((BUILT / "build.json").read_text("utf-8"))
    version = stamp["version"]
    arch = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        lay_out(tree)
        (tree / "usr" / "bin").mkdir()
        (tree / "usr" / "bin" / "rollsuggest").symlink_to("/opt/rollsuggest/rollsuggest")
        size = sum(file.lstat().st_size for file in tree.rglob("*") if file.is_file())
        glibc = os.confstr("CS_GNU_LIBC_VERSION").split()[-1]  # of the system that it was built on
        (tree / "DEBIAN").mkdir()
        control = CONTROL.format(version=version, arch=arch, size_kb=size // 1024, glibc=glibc)
        (tree / "DEBIAN" / "control").write_text(control, "utf-8")
        (tree / "DEBIAN" / "postrm").write_text(POSTRM, "utf-8")
        (tree / "DEBIAN" / "postrm").chmod(0o755)
        made = ROOT / "dist" / f"rollsuggest_{version}_{arch}.deb"
        packing = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", tree, made]
        # No file is younger than the commit, so that whoever builds that commit again gets the same package.
        subprocess.run(packing, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": str(stamp["time"])})
    packed = made.stat().st_size / 1e6
    print(f"{made.name}: {packed:.0f} MB (at most {MOST_MB}), {size / 1e6:.0f} MB installed")
    return 0 if packed < MOST_MB else 1


def lay_out(tree: Path) -> None:
    """Lay the files out as they lie below / of a system, or of an AppImage."""
    share = tree / "usr" / "share"
    shutil.copytree(BUILT, tree / "opt" / "rollsuggest", symlinks=True)
    for file, folder in ((f"{NAME}.desktop", "applications"), (f"{NAME}.metainfo.xml", "metainfo")):
        (share / folder).mkdir(parents=True)
        shutil.copy(HERE / file, share / folder / file)
    for icon in (ROOT / "build" / "icons").glob("*.png"):
        at = share / "icons" / "hicolor" / f"{icon.stem}x{icon.stem}" / "apps"
        at.mkdir(parents=True)
        shutil.copy(icon, at / f"{NAME}.png")
    (share / "doc" / "rollsuggest").mkdir(parents=True)
    (share / "doc" / "rollsuggest" / "copyright").write_text(
        "As a whole under the GPL, version 3 or later, for the parts in /opt/rollsuggest/licences\n"
        "(README.txt there says how to come by their source); our own code under the Apache License 2.0.\n"
        "What is inside: /opt/rollsuggest/sbom.cdx.json\n",
        "utf-8",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
