"""Words, exit codes and refusals of the command line."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_films import film

from rollsuggest import paths
from rollsuggest.cli import main
from rollsuggest.cli.main import run
from rollsuggest.cli.results import time_left

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data-dir", str(tmp_path / "data")]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "photo.jpg"
    Image.new("RGB", (400, 300), "teal").save(path)
    return path


def test_nothing_is_read_without_consent(
    data: list[str], photo: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = str(tmp_path / "out.jpg")
    for words in (
        ["index", str(tmp_path)],
        ["suggest", "--today", "2026-06-14"],
        ["search", "beach"],
        ["collage", str(photo), "--out", out],
        ["recap", str(photo), "--out", out],
        ["restyle", str(photo), "--out", out],
    ):
        assert run([*data, *words]) == 3
        told = capsys.readouterr()
        assert "rollsuggest consent allow analyse" in told.err
        assert not told.out
    assert not Path(out).exists()


def test_what_a_saved_file_shows_is_said_and_strangers_are_blurred(
    data: list[str], tmp_path: Path, capsys: Capture
) -> None:
    from PIL import Image

    person, out = paths.resources() / "pictures" / "astronaut.jpg", tmp_path / "out.jpg"
    words = [*data, "restyle", str(person), "--style", "sketch", "--blur-strangers", "--out", str(out)]
    assert run([*data, "consent", "allow", "analyse"]) == 0
    assert run(words) == 1 and "Recognising people is off" in capsys.readouterr().err and not out.exists()
    assert run([*data, "consent", "allow", "faces"]) == 0
    assert run(words) == 0
    told = capsys.readouterr()
    assert "1 face without a name is blurred." in told.err and "Not in the file: coordinates" in told.err
    assert told.out.splitlines()[-1] == str(out)
    with Image.open(out) as image:
        assert image.getexif().get_ifd(0x8825) == {}  # no place
    assert run([*data, "consent", "record"]) == 0
    assert [line["act"] for line in json.loads(capsys.readouterr().out)] == ["export", "allow", "allow"]


def test_the_country_of_holidays_is_kept_and_nonsense_refused(data: list[str], capsys: Capture) -> None:
    assert run([*data, "consent", "allow", "analyse"]) == 0
    for said, kept in (("pt", "PT"), ("auto", "")):
        assert run([*data, "suggest", "--today", "2026-06-14", "--country", said]) == 0
        assert json.loads(next(Path(data[1]).rglob("settings.json")).read_text())["holidays_of"] == kept
    capsys.readouterr()
    assert run([*data, "suggest", "--country", "XX"]) == 1
    assert "XX" in capsys.readouterr().err


def test_consent_is_given_shown_and_taken_back(data: list[str], capsys: Capture) -> None:
    assert run([*data, "consent", "allow", "analyse", "faces"]) == 0
    capsys.readouterr()
    assert run(["consent", "show", "--json", *data]) == 0
    held = json.loads(capsys.readouterr().out)["purposes"]
    assert held["analyse"] and held["faces"] and not held["places"] and not held["cloud"]
    assert run([*data, "consent", "withdraw", "faces"]) == 0
    capsys.readouterr()
    run([*data, "consent", "show", "--json"])
    assert not json.loads(capsys.readouterr().out)["purposes"]["faces"]


def test_the_record_is_printed(data: list[str], capsys: Capture) -> None:
    assert run([*data, "consent", "allow", "analyse"]) == 0
    capsys.readouterr()
    assert run([*data, "consent", "record"]) == 0
    assert [line["act"] for line in json.loads(capsys.readouterr().out)] == ["allow"]
    assert run([*data, "consent", "record", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("at,act,purpose")


def test_cloud_without_a_server_stays_off_and_says_so(data: list[str], capsys: Capture) -> None:
    run([*data, "consent", "allow", "analyse"])
    assert run([*data, "consent", "allow", "cloud"]) == 1
    assert "server" in capsys.readouterr().err
    run([*data, "consent", "show", "--json"])
    assert not json.loads(capsys.readouterr().out)["purposes"]["cloud"]


def test_what_was_found_is_locked_and_unlocked(
    data: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        set_password=lambda service, name, key: held.update({(service, name): key}),
        get_password=lambda service, name: held.get((service, name)),
        delete_password=lambda service, name: held.pop((service, name)),
    )
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: None)
    assert run([*data, "lock", "on"]) == 1 and "keyring" in capsys.readouterr().err
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: ring)
    assert run([*data, "lock", "on"]) == 0
    assert len(capsys.readouterr().out.strip().replace("-", "")) == 52
    assert run([*data, "lock"]) == 0 and capsys.readouterr().out.strip() == "Locked"
    assert run([*data, "lock", "off"]) == 0 and not held


def test_a_missing_folder_is_told_with_advice(data: list[str], tmp_path: Path, capsys: Capture) -> None:
    run([*data, "consent", "allow", "analyse"])
    assert run([*data, "index", str(tmp_path / "nowhere")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_an_unknown_suggestion_and_person_are_told(data: list[str], tmp_path: Path, capsys: Capture) -> None:
    run([*data, "consent", "allow", "analyse"])
    assert run([*data, "people", "set", "7", "--name", "Ana"]) == 1
    assert "There is no person 7" in capsys.readouterr().err


def test_a_wrong_word_is_a_usage_error(data: list[str]) -> None:
    for words in (["consent", "allow", "everything"], ["erase"], ["dance"]):
        with pytest.raises(SystemExit) as caught:
            run([*data, *words])
        assert caught.value.code == 2


def test_erase_all_leaves_a_first_day(data: list[str], tmp_path: Path, capsys: Capture) -> None:
    run([*data, "consent", "allow", "analyse", "faces"])
    assert run([*data, "erase", "--all"]) == 0
    capsys.readouterr()
    run([*data, "consent", "show", "--json"])
    assert json.loads(capsys.readouterr().out)["asked"] is False


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(10, "less than a minute left"), (290, "5 min left"), (3600, "1 hour left"), (7300, "2 hours left")],
)
def test_times_are_said_as_people_do(seconds: float, said: str) -> None:
    assert time_left(seconds) == said


def test_a_video_is_redrawn_and_what_is_left_out_is_said(
    data: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([*data, "consent", "allow", "analyse"])
    monkeypatch.setattr(
        main, "CLIP_MOST_S", 0.2
    )  # what the words say; where films are cut is of another room
    video, out = film(tmp_path / "sea.mp4", size=(64, 36), seconds=0.4), tmp_path / "out.mp4"
    capsys.readouterr()
    assert run([*data, "restyle", str(video), "--style", "sketch", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(out) and "first" in told.err and "seconds are drawn" in told.err
    assert b"algorithmicallyEnhanced" in out.read_bytes()
    assert run([*data, "restyle", str(video), "--style", "sketch", "--out", str(tmp_path / "one.jpg")]) == 0


def test_a_collage_is_redrawn_and_an_unknown_style_is_told(
    data: list[str], photo: Path, tmp_path: Path, capsys: Capture
) -> None:
    run([*data, "consent", "allow", "analyse"])
    out = tmp_path / "out.jpg"
    words = [*data, "collage", str(photo), str(photo), "--out", str(out), "--drawn"]
    assert run([*words, "cubism"]) == 1
    assert "There is no style “cubism”" in capsys.readouterr().err and not out.exists()
    assert run([*words, "sketch"]) == 0
    assert b"algorithmicallyEnhanced" in out.read_bytes()
    assert (
        run(
            [
                *data,
                "recap",
                *[str(photo)] * 3,
                "--drawn",
                "sketch",
                "--mark",
                "--out",
                str(tmp_path / "r.jpg"),
            ]
        )
        == 0
    )
