"""The settings file: what is damaged is set aside and kept, what cannot be stored is said."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from rollsuggest import settings
from rollsuggest.cli.main import run
from rollsuggest.errors import UserError
from rollsuggest.paths import under
from rollsuggest.settings import DamagedError, Settings
from rollsuggest.studio import Studio

DAMAGED = ["", "{", "[]", '"text"', "[" * 100_000, '{"suggestions": tru']


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_is_set_aside_and_the_person_hears_of_it_once(tmp_path: Path, text: str) -> None:
    file = under(tmp_path).settings
    file.write_text(text, "utf-8")
    with pytest.raises(DamagedError):
        settings.load(file)
    with closing(Studio(under(tmp_path))) as studio:
        assert studio.settings() == Settings()
        (told,) = studio.unheard()
        aside = tmp_path / "settings.damaged-1.json"
        assert str(aside) in told and aside.read_text("utf-8") == text
        assert studio.unheard() == ()
        studio.change_settings(Settings(workers=3))
        assert studio.settings() == Settings(workers=3)
        assert studio.unheard() == ()


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for text in ("first", "second"):
        file.write_text(text)
        settings.set_aside(file)
    assert settings.set_aside(file) is None
    kept = sorted(path.read_text() for path in tmp_path.iterdir())
    assert kept == ["first", "second"]


def test_bytes_that_are_no_text_are_damage_too(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DamagedError):
        settings.load(file)


def test_the_terminal_says_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    under(tmp_path).settings.write_text("{", "utf-8")
    assert run(["--data-dir", str(tmp_path), "consent", "show"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "settings.damaged-1.json" in line


def test_settings_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"of_tomorrow": 7, "workers": "many"}')
    assert settings.load(file) == Settings()
    settings.save(file, Settings(workers=2))
    assert json.loads(file.read_text())["of_tomorrow"] == 7


def test_what_cannot_be_stored_is_said_with_advice_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.json"
    settings.save(file, Settings(workers=2))

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        with pytest.raises(UserError, match="the disk is full") as caught:
            settings.save(file, Settings(workers=5))
    assert "room on the disk" in caught.value.advice
    assert settings.load(file) == Settings(workers=2)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        settings.save(tmp_path / "file" / "settings.json", Settings())
    assert caught.value.advice
