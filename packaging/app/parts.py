"""What the build is made of: the licences of all parts in one folder, and an SBOM (CycloneDX 1.6)."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

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
    ("GeoNames places", "CC-BY-4.0", "resources/places/README.md"),
)


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


def licence_of(found: metadata.Distribution) -> str:
    told = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    if told and "\n" not in told and len(told) < 120:
        return told
    classes = [
        c.rsplit(" :: ", 1)[1] for c in found.metadata.get_all("Classifier") or [] if c.startswith("License")
    ]
    return ", ".join(classes) or "see its licence file"


def collect_licences(out: Path) -> int:
    """Copy the licence files of all parts; returns how many there are."""
    count = 0
    for found in distributions():
        folder = out / f"{found.metadata['Name']}-{found.version}"
        for file in found.files or []:
            if LICENCE.search(str(file)) and file.locate().is_file():
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), folder / file.name)
                count += 1
    shutil.copy(ROOT / "LICENSE", out / "rollsuggest-LICENSE")
    for name, _licence, file in CARRIED:
        shutil.copy(ROOT / file, out / f"{name.replace(' ', '-')}{Path(file).suffix or '.txt'}")
        count += 1
    shutil.copytree(ROOT / "resources" / "models" / "LICENSES", out / "models", dirs_exist_ok=True)
    return count


def sbom(version: str, commit: str) -> str:
    """Return the SBOM as JSON: what Python packages are inside, and what we carry besides."""
    parts = [
        {
            "type": "library", "name": found.metadata["Name"], "version": found.version,
            "purl": f"pkg:pypi/{found.metadata['Name'].lower()}@{found.version}",
            "licenses": [{"license": {"name": licence_of(found)}}],
        }
        for found in distributions()
    ]  # fmt: skip
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
