"""What the installers' scripts name is there; the scripts of Windows and macOS run on no machine of ours."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import rollsuggest
from rollsuggest import paths
from rollsuggest.i18n import LANGUAGES
from rollsuggest.jobs import login

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
ID = login.NAME
SCRIPTS = (
    *PACKAGING.glob("README.md"), *PACKAGING.glob("*.sh"), *PACKAGING.glob("app/*"),
    *PACKAGING.glob("linux/*"), *PACKAGING.glob("windows/*"), *PACKAGING.glob("macos/*"),
    ROOT / ".github/workflows/installers.yml",
)  # fmt: skip


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(PACKAGING / "app")
    return import_module("parts")


@pytest.mark.parametrize("script", [file for file in SCRIPTS if file.is_file()], ids=lambda file: file.name)
def test_the_files_that_a_script_names_are_there(script: Path) -> None:
    text = script.read_text("utf-8").replace("\\", "/").replace("$id", ID)
    for name in re.findall(r"(?<![\w./])(?:\.\./\.\./)?((?:packaging|resources)/[\w./-]*\w)", text):
        assert (ROOT / name).exists(), f"{script.name} names {name}"


def test_one_version_and_one_name_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    about = ElementTree.parse(PACKAGING / "linux" / f"{ID}.metainfo.xml").getroot()
    newest = about.find("releases/release")
    assert newest is not None
    assert {project["version"], newest.get("version")} == {rollsuggest.__version__}
    assert (about.findtext("id"), about.findtext("launchable")) == (ID, f"{ID}.desktop")
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux" / f"{ID}.desktop", "utf-8")
    assert entry["Desktop Entry"]["Icon"] == ID


def test_the_setup_of_windows_takes_away_what_starting_at_login_wrote() -> None:
    setup = (PACKAGING / "windows/rollsuggest.iss").read_text("utf-8")
    assert f'Subkey: "{login.RUN_KEY}"' in setup and f'ValueName: "{ID}"; Flags: uninsdeletevalue' in setup


def test_who_removes_the_package_hears_where_the_library_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING / "linux")
    said = import_module("deb").POSTRM
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    where = paths.default()
    for one in (where.data, where.cache, where.logs.parent, login.entry(Path.home(), "linux", {})):
        assert f" {one.relative_to(Path.home()).as_posix()}" in said
    assert subprocess.run(["sh", "-n"], input=said, text=True, check=False).returncode == 0
    setup = (PACKAGING / "windows/rollsuggest.iss").read_text("utf-8-sig")
    speaks = set(re.findall(r'^Name: "(\w+)"; MessagesFile', setup, re.MULTILINE))
    told = dict(re.findall(r"^(\w+)\.UninstalledAll=(%1 .*)$", setup, re.MULTILINE))
    assert set(told) == speaks and all(r"AppData\Local\rollsuggest" in text for text in told.values())


def test_qt_speaks_every_language_that_we_speak() -> None:
    spec = (PACKAGING / "app/rollsuggest.spec").read_text("utf-8")
    told = re.search(r"^LANGUAGES = \((.*)\)$", spec, re.MULTILINE)
    assert told
    assert set(re.findall(r'"(\w+)"', told[1])) == set(LANGUAGES) - {"en"}


def test_every_part_has_its_licence(parts: Any, tmp_path: Path) -> None:
    libraries = import_module("libraries")
    wheels = list(parts.distributions())
    ours = [Path(str(f.locate())) for wheel in wheels for f in wheel.files or [] if ".so" in f.name]
    found = libraries.explain(ours, wheels)
    assert not found.unknown and not found.system  # a new one gets a line in packaging/app/bundled.tsv
    assert [
        line.text for line in libraries.table() if line.text and not (libraries.TEXTS / line.text).exists()
    ] == []
    assert parts.collect_licences(tmp_path, found) == []
    listed = json.loads(parts.sbom("1", "abc", found))["components"]
    assert {"Python", "numpy", "x264", "Inter"} <= {part["name"] for part in listed}
    assert all(part["licenses"] for part in listed)


def test_the_app_of_macos_asks_for_what_its_wheels_need(parts: Any) -> None:
    class Wheel:
        def __init__(self, *tags: str) -> None:
            self.tags = tags

        def read_text(self, name: str) -> str:
            assert name == "WHEEL"
            return "Wheel-Version: 1.0\n" + "".join(f"Tag: {tag}\n" for tag in self.tags)

    wheels = [
        Wheel("py3-none-any"),
        Wheel("cp311-cp311-macosx_14_0_arm64"),
        Wheel("cp310-abi3-macosx_9_9_x86_64", "cp310-abi3-macosx_15_0_arm64"),
    ]
    assert parts.least_macos(wheels) == "14.0"


def test_what_wheels_compile_in_is_listed_and_has_its_licence(parts: Any, tmp_path: Path) -> None:
    libraries = import_module("libraries")
    found = libraries.explain([], list(parts.distributions()))
    listed = json.loads(parts.sbom("1", "abc", found))["components"]
    inside = {
        (part["name"], part["description"].rpartition(" ")[2]) for part in listed if "description" in part
    }
    assert {("SQLCipher", "sqlcipher3"), ("LibRaw", "rawpy"), ("openssl", "cryptography")} <= inside
    assert any(part.get("purl", "").startswith("pkg:cargo/bitflags@") for part in listed)
    parts.collect_licences(tmp_path, found)
    assert "ZETETIC" in (tmp_path / "SQLCipher.txt").read_text("utf-8")


def test_debians_own_python_does_not_own_the_system(parts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = import_module("libraries")
    monkeypatch.setattr(libraries.sys, "base_prefix", "/usr")
    monkeypatch.setattr(libraries.sysconfig, "get_path", lambda _name: "/usr/lib/python3.11")
    monkeypatch.setattr(libraries, "_dpkg", lambda *_words: "libxcb1: /there")
    own, other = Path("/usr/lib/python3.11/lib-dynload/a.so"), Path("/usr/lib/x86_64-linux-gnu/libxcb.so.1")
    assert len(libraries.explain([own, other], []).system) == 1
    assert not libraries.explain([own], []).system


def test_the_appimage_holds_what_the_system_reads_of_it(
    parts: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(PACKAGING / "linux")
    deb, appimage = import_module("deb"), import_module("appimage")
    for name, content in {"dist/rollsuggest": "#!", "dist/sbom.cdx.json": '{"components": []}',
                          "icons/256.png": "", "runtime/packages.tsv": "liba-dev\t1.2\n",
                          "runtime/system-liba-dev.txt": "BSD"}.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "dist/licences").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "icons").rename(tmp_path / "build/icons")
    monkeypatch.setattr(deb, "BUILT", tmp_path / "dist")
    monkeypatch.setattr(deb, "ROOT", tmp_path)
    monkeypatch.setattr(appimage, "RUNTIME", tmp_path / "runtime")
    tree = tmp_path / "tree"
    appimage.lay_out(tree, "0.1.0")
    assert (tree / "AppRun").read_text("utf-8") == "#!"
    assert (tree / f"{ID}.desktop").read_text("utf-8").endswith("\nX-AppImage-Version=0.1.0\n")
    assert (tree / ".DirIcon").exists() and (tree / f"{ID}.png").exists()
    app = tree / "opt/rollsuggest"
    listed = json.loads((app / "sbom.cdx.json").read_text("utf-8"))["components"]
    assert [part["purl"] for part in listed] == ["pkg:deb/debian/liba-dev@1.2"]
    assert (app / "licences/system-liba-dev.txt").read_text("utf-8") == "BSD"
    assert appimage.marked(b"\x7fELF\x02\x01\x01" + bytes(9)) == b"\x7fELF\x02\x01\x01\x00AI\x02" + bytes(5)
