"""Meets the running app as a screen reader does, over AT-SPI; .ci/screen_reader runs it.

Goes to each page by the action of its button in the rail, and looks at every name and role on the bus.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402

WAIT_S = 20
# Each page of the rail, and what a reader has to find on it once its photos are known: (role, name).
PAGES = {
    "Library": [("list", "Photos by month"), ("text", "Search your photos")],
    "People": [],
    "Places": [],
    "Saved": [],
    "Privacy": [("check box", "Recognise people"), ("push button", "Erase everything")],
    "Settings": [
        ("check box", "Suggestions"), ("check box", "Cloud processing"), ("combo box", "100 %"),
        ("push button", "Keyboard shortcuts"),
    ],
    "Suggestions": [("push button", "Quiet list"), ("push button", "On this computer")],
}  # fmt: skip
ACTED_ON = {
    "push button", "check box", "toggle button", "radio button", "combo box", "text", "slider", "spin button",
    "list", "list item", "table", "progress bar", "link",
}  # fmt: skip


def main() -> int:
    app = until(lambda: named(Atspi.get_desktop(0), "rollsuggest"), "the app on the bus")
    window = until(lambda: next((c for c in children(app) if c.get_role_name() == "frame"), None), "a window")
    wrong: list[str] = []
    for page, wanted in PAGES.items():
        button = until(partial(find, window, "", page), f"{page} in the rail")  # it comes before its page
        button.do_action(0)
        for role, name in wanted:
            try:
                until(partial(find, window, role, name), f"{role} “{name}”")
            except TimeoutError as error:
                wrong.append(f"{page}: {error}")
        time.sleep(0.3)
        if page == "Library":
            wrong += unlisted(find(window, "list", "Photos by month"))
        met = list(below(window))
        wrong += [
            f"{page}: a {part.get_role_name()} has no name" for part in met
            if part.get_role_name() in ACTED_ON and not part.get_name().strip()
            and not inside(part, ("combo box", "spin button"))
        ]  # fmt: skip
        print(f"{page}: {len(met)} things, {len({p.get_role_name() for p in met})} roles", flush=True)
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


def unlisted(photos: Any) -> list[str]:
    """Return what is wrong with the list of photos: each is an item that says when it was taken."""
    items = children(photos)[:5]
    odd = [item for item in items if item.get_role_name() != "list item" or not item.get_name().strip()]
    return ["Library: no photo is in the list"] * (not items) + [
        f"Library: a photo is a {item.get_role_name()} named “{item.get_name()}”" for item in odd
    ]


def until(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            found = look()
        except GLib.Error:  # it went away while we looked
            found = None
        if found is not None:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"there is no {what}")


def children(part: Any) -> list[Any]:
    return [c for n in range(part.get_child_count()) if (c := part.get_child_at_index(n)) is not None]


def named(part: Any, name: str) -> Any:
    return next((child for child in children(part) if child.get_name() == name), None)


def below(part: Any) -> Iterator[Any]:
    """Yield what is shown below a part; a list's photos are many, the first are enough."""
    many = part.get_role_name() in ("list", "table")
    for child in children(part)[: 5 if many else None]:
        if child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield child
            yield from below(child)


def find(window: Any, role: str, name: str) -> Any:
    return next((p for p in below(window) if p.get_name() == name and role in (p.get_role_name(), "")), None)


def inside(part: Any, roles: tuple[str, ...]) -> bool:
    parent = part.get_parent()
    return parent is not None and parent.get_role_name() in roles


if __name__ == "__main__":
    sys.exit(main())
