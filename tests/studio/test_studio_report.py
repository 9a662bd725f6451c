"""The report of a problem holds nothing of whose library it is."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.paths import under
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.studio.report import redacted, settings_told, written

TRACE = """Traceback (most recent call last):
  File "/home/ana/src/rollsuggest/library/scan.py", line 12, in walk
FileNotFoundError: [Errno 2] No such file or directory: '/home/ana/Fotos/Férias 2023/IMG_0012.HEIC'
OSError: C:\\Users\\Ana Sousa\\Pictures\\a b.jpg is gone
OSError: \\\\nas\\photos\\Rui
UserError: Rui at 38.72234, -9.13921 sent to https://cloud.example.org/v1 by ana@example.org from 192.168.1.7
"""


def test_a_log_keeps_our_code_and_loses_the_rest() -> None:
    told = redacted(TRACE, ["Ana", "Rui", "Lisboa"])
    for lost in (
        "ana",
        "Ana",
        "Rui",
        "Fotos",
        "Férias",
        "IMG_0012",
        "38.72",
        "example.org",
        "192.168",
        "nas",
    ):
        assert lost not in told, told
    for kept in ("rollsuggest/library/scan.py", "line 12", "FileNotFoundError: [Errno 2] No such file"):
        assert kept in told, told


@given(st.text("abcdefgäöüßñ 'é日", min_size=2, max_size=12).map(str.strip).filter(lambda n: len(n) > 1))
def test_no_name_stays(name: str) -> None:
    assert f"«{name}»" not in redacted(f"asked about «{name}» twice: «{name.upper()}»", [name])


def test_settings_tell_no_text_that_somebody_typed() -> None:
    told = settings_told(Settings(cloud_server="https://home.example", cloud_workflow="/home/ana/w.json"))
    assert told["cloud_server"] is True and told["cloud_workflow"] is True and told["language"] == ""
    assert "example" not in written(Settings(cloud_server="https://home.example"), {"photos": 3}, "", [])


def test_of_a_library(tmp_path: Path) -> None:
    studio = Studio(under(tmp_path / "data"))
    (tmp_path / "Geheim").mkdir()
    studio.add_roll(tmp_path / "Geheim")
    studio.paths.logs.joinpath("crashes.log").write_text(
        f"ValueError: {tmp_path}/Geheim and Geheim\n" + TRACE
    )
    told = studio.report()
    studio.close()
    assert "photos: 0" in told and "ValueError" in told
    assert "Geheim" not in told and str(tmp_path) not in told
