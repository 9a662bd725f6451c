import hashlib
from pathlib import Path

import pytest

from rollsuggest.library import content


def test_a_small_file_is_hashed_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc" * 1000)
    assert content.content_hash(path) == hashlib.blake2b(b"abc" * 1000, digest_size=16).digest()


@pytest.mark.parametrize("change", [0, 500, 999])
def test_a_long_film_is_told_by_its_size_and_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: int
) -> None:
    monkeypatch.setattr(content, "WHOLE", 100)
    monkeypatch.setattr(content, "PIECE", 20)
    path = tmp_path / "a"
    data = bytearray(range(250)) * 4
    path.write_bytes(data)
    before = content.content_hash(path)
    assert content.content_hash(path) == before
    data[change] ^= 1
    path.write_bytes(data)
    assert content.content_hash(path) != before
    path.write_bytes(data + b"x")
    assert content.content_hash(path) != before
