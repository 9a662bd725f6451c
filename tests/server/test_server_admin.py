"""The admin's page, clicked through in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from server_home import Home, send

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(not shutil.which("chromedriver"), reason="needs Chromium and its driver"),
]

ALONE = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--window-size=1100,800",
)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in (*ALONE, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def text(browser: Chrome, name: str) -> str:
    return browser.find_element(By.ID, name).text


def until(browser: Chrome, name: str, holds: str) -> None:
    WebDriverWait(browser, 20).until(lambda b: holds in text(b, name), f"{name} never says {holds}")


def test_an_admin_sees_accounts_and_makes_one(served: Home, boss: str, browser: Chrome) -> None:
    friend = served.account("friend")
    with served.client(friend) as client:
        send(client)
    browser.get(f"{served.url}/admin")
    door = browser.find_element(By.ID, "token")
    door.send_keys("rs_wrong\n")
    until(browser, "trouble", "opens no account")
    door.send_keys(friend + "\n")
    until(browser, "trouble", "There is no such page")
    assert not browser.find_element(By.ID, "inside").is_displayed()
    door.send_keys(boss + "\n")
    until(browser, "accounts", "friend")
    assert not browser.find_element(By.ID, "door").is_displayed()
    assert "boss (admin)" in text(browser, "accounts") and not text(browser, "trouble")
    browser.find_element(By.ID, "name").send_keys("Aunt May\n")
    until(browser, "accounts", "Aunt May")
    token = browser.find_element(By.CSS_SELECTOR, "#shown code").text
    with served.client(token) as aunt:
        assert aunt.get("/account").json()["name"] == "Aunt May"
    row = next(r for r in browser.find_elements(By.CSS_SELECTOR, "#accounts tr") if "friend" in r.text)
    row.find_element(By.XPATH, ".//button[text()='Close']").click()
    browser.switch_to.alert.accept()
    WebDriverWait(browser, 20).until(lambda b: "friend" not in text(b, "accounts"))
    with served.client(friend) as client:
        assert client.get("/account").status_code == 401
    browser.save_screenshot(str(served.data.parent / "admin.png"))
    broken = [each["message"] for each in browser.get_log("browser") if "status of 40" not in each["message"]]  # type: ignore[no-untyped-call]
    assert broken == [], "the page complains"
