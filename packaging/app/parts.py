"""What the build is made of: the licences of all parts in one folder, and an SBOM (CycloneDX 1.6)."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from libraries import TEXTS, Found

ROOT = Path(__file__).resolve().parent.parent.parent
LICENCE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors|third.?party)[^/]*$", re.IGNORECASE)
# Data and weights that come with us, with the file that says where they are from.
CARRIED = (
    ("Lucide icons", "ISC", "resources/icons/LICENSE"),
    ("EB Garamond", "OFL-1.1", "resources/fonts/EBGaramond-OFL.txt"),
    ("Inter", "OFL-1.1", "resources/fonts/Inter-OFL.txt"),
    ("Noto Serif JP, SC, KR", "OFL-1.1", "resources/fonts/NotoSerifCJK-OFL.txt"),
    ("Noto Serif Devanagari", "OFL-1.1", "resources/fonts/NotoSerifDevanagari-OFL.txt"),
    ("Noto Naskh Arabic", "OFL-1.1", "resources/fonts/NotoNaskhArabic-OFL.txt"),
    ("Model weights", "MIT AND Apache-2.0 AND BSD-3-Clause", "resources/models/PROVENANCE.md"),
    ("Sample photos", "Apache-2.0 AND CC0-1.0", "resources/sample/CREDITS.md"),
    ("Picture for the self-test", "LicenseRef-public-domain", "resources/pictures/CREDITS.md"),
    ("GeoNames places, Natural Earth outlines", "CC-BY-4.0", "resources/places/README.md"),
    ("CLDR patterns of dates and lists", "Unicode-3.0", "packaging/licences/CLDR.txt"),
)
# Wheels that say their licence and bring no text of it: files in packaging/licences, or of the models.
WITHOUT_TEXT = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "flatbuffers": ("Apache-2.0.txt",),
}
ABOUT = """rollsuggest is made of the parts that sbom.cdx.json lists, and their licences lie in this folder.

Our own code is under the Apache License 2.0 (rollsuggest-LICENSE). Some parts are under the GPL (x264, x265,
FFmpeg as built for PyAV), so this program, packed as one, is passed on under the GNU General Public License,
version 3 (GPL-3.0.txt).

You may ask for the source of all of it, and may pass the program on under the same terms. The source of our
own code is where you have this program from, at the commit that build.json names. The source of every part is
published under the name and the version that sbom.cdx.json gives. The libraries under the LGPL, as Qt's, are
files of their own in this program: you may put your own builds in their place.
"""


def distributions(roots: tuple[str, ...] = ("rollsuggest",)) -> Iterator[metadata.Distribution]:
    """Yield what is installed of our dependencies and theirs, by name; not the tools that build."""
    from packaging.requirements import Requirement

    seen: dict[str, metadata.Distribution] = {}
    waiting = [_own_requirements()] if roots == ("rollsuggest",) else []
    names = [name for wanted in waiting for name in wanted]
    while names:
        name = re.sub(r"[-_.]+", "-", names.pop()).lower()
        if name in seen:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        seen[name] = found
        for line in found.requires or []:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                names.append(wanted.name)
    yield from (seen[name] for name in sorted(seen))


def _own_requirements() -> list[str]:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line).name for line in project["dependencies"]]


def least_macos(wheels: Iterable[metadata.Distribution]) -> str:
    """Return the oldest macOS on which all of these wheels run, as "14.0": what their tags say."""
    said = [re.findall(r"-macosx_(\d+)_(\d+)_", wheel.read_text("WHEEL") or "") for wheel in wheels]
    major, minor = max(min((int(major), int(minor)) for major, minor in one) for one in said if one)
    return f"{major}.{minor}"


def licence_of(found: metadata.Distribution) -> str:
    told = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    if told and "\n" not in told and len(told) < 120:
        return told
    classes = [
        c.rsplit(" :: ", 1)[1] for c in found.metadata.get_all("Classifier") or [] if c.startswith("License")
    ]
    return ", ".join(classes) or "see its licence file"


def collect_licences(out: Path, found: Found) -> list[str]:
    """Copy the licences of all parts into a folder; returns the parts that have none."""
    wheels = [*distributions(), *_starter()]
    missing = [wheel.metadata["Name"] for wheel in wheels if not _of_wheel(wheel, out)]
    (out / "README.txt").write_text(ABOUT, "utf-8")
    shutil.copy(ROOT / "LICENSE", out / "rollsuggest-LICENSE")
    for name, _licence, file in CARRIED:
        shutil.copy(ROOT / file, out / f"{name.replace(' ', '-')}{Path(file).suffix or '.txt'}")
    shutil.copytree(ROOT / "resources" / "models" / "LICENSES", out / "models", dirs_exist_ok=True)
    for text in {"GPL-3.0.txt", *(text for _wheel, _name, _licence, text in found.carried if text)}:
        shutil.copy(TEXTS / text, out / text)
    for package, (_version, file) in found.system.items():
        if file.is_file():
            shutil.copy(file, out / f"system-{package}.txt")
        else:
            missing.append(package)
    python = [file for file in _python_licences() if file.is_file()]
    for file in python[:1]:
        shutil.copy(file, out / "Python.txt")
    return [*missing, *([] if python else ["Python"])]


def _starter() -> list[metadata.Distribution]:
    """Return PyInstaller, a part of whose own starts what it builds; nothing where it is not installed."""
    return list(metadata.distributions(name="pyinstaller"))


def _of_wheel(wheel: metadata.Distribution, out: Path) -> int:
    """Copy the licence files of one wheel, below each other as they lie in it; returns how many."""
    name = wheel.metadata["Name"]
    ours = [TEXTS / text for text in WITHOUT_TEXT.get(re.sub(r"[-_.]+", "-", name).lower(), ())]
    files = [file if file.exists() else ROOT / "resources/models/LICENSES" / file.name for file in ours]
    folder = out / f"{name}-{wheel.version}"
    for number, file in enumerate([*_licence_files(wheel), *files]):
        folder.mkdir(parents=True, exist_ok=True)
        at = folder / file.name
        shutil.copy(file, at if not at.exists() else folder / f"{file.stem}-{number}{file.suffix}")
    return len(list(folder.glob("*")))


def _licence_files(wheel: metadata.Distribution) -> list[Path]:
    told = [file for file in wheel.files or [] if LICENCE.search(str(file)) and file.suffix != ".pyc"]
    return [Path(str(file.locate())) for file in told if Path(str(file.locate())).is_file()]


def _python_licences() -> tuple[Path, ...]:
    """Return where Python's licence lies: as built from source, on Windows, on Debian."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_prefix)
    return (
        base / "lib" / version / "LICENSE.txt", base / "LICENSE.txt", base / "LICENSE",
        Path("/usr/share/doc") / version / "copyright",
    )  # fmt: skip


def sbom(version: str, commit: str, libraries: Found) -> str:
    """Return the SBOM as JSON: Python, its packages, what these and the system bring, what we carry."""
    parts: list[dict[str, Any]] = [
        {
            "type": "library", "name": found.metadata["Name"], "version": found.version,
            "purl": f"pkg:pypi/{found.metadata['Name'].lower()}@{found.version}",
            "licenses": [{"license": {"name": licence_of(found)}}],
        }
        for found in distributions()
    ]  # fmt: skip
    parts.append(_library("Python", platform.python_version(), "PSF-2.0"))
    parts += [_library("PyInstaller bootloader", tool.version, licence_of(tool)) for tool in _starter()]
    parts += [
        _library(name, "", licence) | {"description": f"inside the wheel of {wheel}"}
        for wheel, name, licence, _text in sorted(libraries.carried)
    ]
    parts += [told for found in distributions() for told in _told_by_wheel(found)]
    parts += [of_system(name, told) for name, (told, _file) in sorted(libraries.system.items())]
    for name, licence, file in CARRIED:
        digest = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
        parts.append({"type": "data", "name": name, "licenses": [{"license": {"name": licence}}],
                      "hashes": [{"alg": "SHA-256", "content": digest}]})  # fmt: skip
    body = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'rollsuggest-{version}-{commit}')}",
        "metadata": {"component": {"type": "application", "name": "rollsuggest", "version": version}},
        "components": parts,
    }  # fmt: skip
    return json.dumps(body, indent=1) + "\n"


def _told_by_wheel(wheel: metadata.Distribution) -> Iterator[dict[str, Any]]:
    """Yield what a wheel's own SBOM (PEP 770) says was compiled into it: crates of Rust, and sources."""
    for file in wheel.files or []:
        if "/sboms/" not in str(file) or file.suffix != ".json":
            continue
        for part in json.loads(file.read_text("utf-8")).get("components", []):
            purl = part.get("purl", "").partition("?")[0]
            if purl.startswith(("pkg:cargo/", "pkg:generic/")):
                licences = part.get("licenses") or [{"license": {"name": "see its licence file"}}]
                inside = {"purl": purl, "description": f"inside the wheel of {wheel.metadata['Name']}"}
                yield _library(part["name"], part.get("version", ""), "") | {"licenses": licences} | inside


def of_system(name: str, version: str) -> dict[str, Any]:
    """Return the component for a package of Debian, whose licence lies beside the others."""
    told = _library(name, version, f"see licences/system-{name}.txt")
    return told | {"purl": f"pkg:deb/debian/{name}@{version}"}


def _library(name: str, version: str, licence: str) -> dict[str, Any]:
    told = {"version": version} if version else {}
    return {"type": "library", "name": name, **told, "licenses": [{"license": {"name": licence}}]}
