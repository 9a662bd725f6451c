"""The vendored files are exactly the listed ones."""

from __future__ import annotations

import hashlib

import pytest

from rollsuggest.analysis import models

_BESIDE = {"manifest.json", "PROVENANCE.md"}


@pytest.mark.parametrize("entry", models.manifest(), ids=lambda entry: entry.file)
def test_a_model_has_the_listed_bytes(entry: models.Entry) -> None:
    content = models.read(entry.file)
    assert len(content) == entry.bytes
    assert hashlib.sha256(content).hexdigest() == entry.sha256


def test_no_file_lies_there_unlisted() -> None:
    there = {path.name for path in models.folder().iterdir() if path.is_file()}
    assert there == {entry.file for entry in models.manifest()} | _BESIDE


def test_every_licence_has_its_text() -> None:
    texts = [path.name for path in (models.folder() / "LICENSES").iterdir()]
    provenance = (models.folder() / "PROVENANCE.md").read_text(encoding="utf-8")
    for entry in models.manifest():
        assert entry.licence == "facts" or any(text.startswith(entry.licence.split("-")[0]) for text in texts)
        assert entry.file in provenance
    assert all(text in provenance for text in texts)


def test_an_unlisted_file_is_not_read() -> None:
    with pytest.raises(KeyError):
        models.read("manifest.json")
