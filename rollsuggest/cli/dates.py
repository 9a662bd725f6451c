"""The words of `rollsuggest dates`: what is not dated surely, and repairing it by one rule."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rollsuggest.cli.laid_out import print_json
from rollsuggest.i18n import _
from rollsuggest.library.repair import FromFolder, FromName, Rule, SetDay, SetMoment, Shift
from rollsuggest.library.rows import DateChange
from rollsuggest.studio import Studio

Args = argparse.Namespace
RuleOf = Callable[[Args], Rule]


def words(dates: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add what `rollsuggest dates` understands."""
    acts = dates.add_subparsers(dest="dates_act", metavar="set|shift|from-name|from-folder|undo|sidecars")
    texts: dict[str, tuple[str, RuleOf]] = {
        "set": (_("set a day, or a moment"), lambda args: _set(args.when)),
        "shift": (_("add hours, or take them off"), lambda args: Shift(args.hours)),
        "from-name": (_("read dates in names"), lambda args: FromName(args.pattern)),
        "from-folder": (_("read dates in folders"), lambda args: FromFolder()),
    }
    for name, (text, rule) in texts.items():
        made = acts.add_parser(name, parents=[common], help=text, description=text)
        if name == "set":
            made.add_argument("when", type=_when, metavar="YYYY-MM-DD[THH:MM:SS]")
        elif name == "shift":
            made.add_argument("hours", type=float)
        elif name == "from-name":
            made.add_argument("pattern", help="IMG_{year}{month}{day}_{hour}{minute}{second}")
        made.add_argument("photo", type=Path, nargs="+", help=_("photos, or folders of them"))
        made.add_argument("--preview", action="store_true", help=_("change nothing, only show it"))
        made.set_defaults(act=_repair(rule))
    undo = acts.add_parser("undo", parents=[common], help=_("take one repair back"))
    undo.add_argument("batch", type=int)
    undo.set_defaults(act=lambda studio, args: studio.undo_dates(args.batch))
    sidecars = acts.add_parser("sidecars", parents=[common], help=_("write repaired dates as XMP sidecars"))
    sidecars.add_argument("photo", type=Path, nargs="+", help=_("photos, or folders of them"))
    sidecars.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    sidecars.set_defaults(act=_sidecars)


def uncertain(studio: Studio, args: Args) -> None:
    repairs = [
        {"batch": batch.number, "at": _text(batch.decided_at), "photos": batch.photos}
        for batch in studio.date_batches()
    ]
    print_json({"uncertain": [_date(change) for change in studio.uncertain_dates()], "repairs": repairs})


def _repair(rule: RuleOf) -> Callable[[Studio, Args], None]:
    def act(studio: Studio, args: Args) -> None:
        changes = studio.preview_dates(rule(args), studio.assets_at(args.photo))
        changed = [c for c in changes if (c.after, c.after_certainty) != (c.before, c.before_certainty)]
        batch = 0 if args.preview else studio.apply_dates(changed)
        print_json({"batch": batch, "changes": [_date(c) | _after(c) for c in changed]})

    return act


def _sidecars(studio: Studio, args: Args) -> None:
    print_json({"written": studio.export_date_sidecars(args.out, studio.assets_at(args.photo))})


def _date(change: DateChange) -> dict[str, Any]:
    return {"path": change.path, "taken_at": _text(change.before), "certainty": change.before_certainty}


def _after(change: DateChange) -> dict[str, Any]:
    return {"new_taken_at": _text(change.after), "new_certainty": change.after_certainty}


def _text(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _when(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2023-06-17") else datetime.fromisoformat(text)


def _set(when: date | datetime) -> Rule:
    return SetMoment(when) if isinstance(when, datetime) else SetDay(when)
