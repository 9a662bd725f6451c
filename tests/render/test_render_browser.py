"""A browser plays what we make, from beginning to end, without an error: Chromium, where it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from drawn import by_asset, photo
from made_music import music
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from rollsuggest.model import Make, Recipe
from rollsuggest.render.engine import render_film

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(not shutil.which("chromedriver"), reason="needs Chromium and its driver"),
]

ALONE = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--autoplay-policy=no-user-gesture-required",
)
# Plays the film four times as fast and tells of it when it has ended, or why it does not.
WATCH = """
const tell = arguments[arguments.length - 1], film = document.querySelector("video");
const about = why => tell({why, lasts: film.duration, at: film.currentTime,
    size: [film.videoWidth, film.videoHeight], sound: film.webkitAudioDecodedByteCount > 0});
film.onended = () => about(""); film.onerror = () => about("" + film.error.message);
film.playbackRate = 4; film.play().catch(e => about("" + e));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in (*ALONE, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(word)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.mark.parametrize(("name", "coding"), [("a.mp4", ""), ("b.mp4", "av1"), ("c.webm", "")])
def test_a_browser_plays_a_film_to_its_end(browser: Chrome, tmp_path: Path, name: str, coding: str) -> None:
    (tmp_path / "roll").mkdir()
    sources = [photo(tmp_path / "roll", number, (480, 640)) for number in range(3)]
    music(tmp_path / "song.m4a", 110, 12.0)
    recipe = Recipe(
        Make.RECAP, tuple(s.asset for s in sources), title="May", seed=1, music=str(tmp_path / "song.m4a")
    )
    out = tmp_path / name
    render_film(recipe, by_asset(sources), out, (180, 320), lambda _p: None, lambda: False, coding=coding)
    with av.open(str(out)) as film:
        expected = (film.duration or 0) / av.time_base
    page = tmp_path / "page.html"
    page.write_text(f"<video src={name}></video>")
    browser.get(page.as_uri())
    seen: dict[str, Any] = browser.execute_async_script(WATCH)
    assert not seen["why"] and seen["size"] == [180, 320] and seen["sound"]
    assert abs(seen["lasts"] - expected) < 0.1 and seen["at"] >= expected - 0.2
