"""Which part each library of a build belongs to: a wheel, what a wheel carries, Python, or the system."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parent / "licences"
# Folders in which wheels put what they did not build themselves; Qt carries ICU beside its own.
CARRIED = re.compile(r"\.libs/|/\.dylibs/|libicu")

# What wheels carry inside a library of their own, whose name does not tell: as bundled.tsv, by wheel.
COMPILED_IN = {
    "sqlcipher3": (("SQLCipher", "BSD-3-Clause", "SQLCipher.txt"), ("OpenSSL", "Apache-2.0", "")),
    "rawpy": (("LibRaw", "LGPL-2.1-only OR CDDL-1.0", "LGPL-2.1.txt"),),
    "PySide6_Essentials": (("what Qt is built with", "see licences/Qt.txt", "Qt.txt"),),
}


class Bundled(NamedTuple):
    """A line of bundled.tsv."""

    start: str
    name: str
    licence: str
    text: str


@dataclass(slots=True)
class Found:
    """Libraries of others inside a wheel, packages of the system, and what nobody explains."""

    carried: set[tuple[str, str, str, str]] = field(default_factory=set)  # wheel, name, licence, text
    system: dict[str, tuple[str, Path]] = field(default_factory=dict)  # package: version, its copyright file
    unknown: list[str] = field(default_factory=list)


@cache
def table() -> tuple[Bundled, ...]:
    lines = (HERE / "bundled.tsv").read_text("utf-8").splitlines()
    return tuple(Bundled(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def carried(file: str) -> Bundled | None:
    """Return what a library inside a wheel is, by its name: libx264-d6533a8d.so.165 is x264."""
    stem = re.sub(r"^lib", "", file.rpartition("/")[2])
    fits = [line for line in table() if stem.lower().startswith(line.start.lower())]
    return max(fits, key=lambda line: len(line.start), default=None)


def explain(sources: Iterable[Path], wheels: Iterable[metadata.Distribution]) -> Found:
    """Sort the libraries of a build by where PyInstaller took them from."""
    owner = {
        f"{root}/{file}": name
        for wheel in wheels
        for root, name in [(Path(str(wheel.locate_file(""))).resolve(), wheel.metadata["Name"])]
        for file in wheel.files or []
    }
    found = Found()
    found.carried.update((wheel, *one) for wheel in set(owner.values()) for one in COMPILED_IN.get(wheel, ()))
    for source in sorted({source.resolve() for source in sources}):
        wheel = owner.get(str(source))
        if wheel and CARRIED.search(source.as_posix()):
            told = carried(source.name)
            if told is None:
                found.unknown.append(str(source))
            else:
                found.carried.add((wheel, told.name, told.licence, told.text))
        elif not wheel and not source.is_relative_to(_python()):
            _of_system(source, found)
    return found


def _python() -> Path:
    """Return the folder in which all is Python's; of Debian's own, which shares /usr, that of its modules."""
    base = Path(sys.base_prefix).resolve()
    return Path(sysconfig.get_path("stdlib")).resolve() if base == Path("/usr") else base


def _of_system(source: Path, found: Found) -> None:
    """Ask dpkg whose a file is; elsewhere the system's libraries are not packed."""
    package = _dpkg("-S", str(source)).partition(":")[0] or _dpkg("-S", f"*/{source.name}").partition(":")[0]
    if not package:
        found.unknown.append(str(source))
        return
    version = _dpkg("-s", package)
    told = re.search(r"^Version: (.*)$", version, re.MULTILINE)
    found.system[package] = (told[1] if told else "", Path("/usr/share/doc") / package / "copyright")


def _dpkg(*words: str) -> str:
    try:
        return subprocess.run(["dpkg", *words], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
