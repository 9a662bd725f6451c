"""The same Studio from a terminal. Exit codes are stable: 0 done, 1 cannot, 2 usage, 3 not allowed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rollsuggest import __version__
from rollsuggest.cli import cloud, dates, door, film, guard, people, restyle, results
from rollsuggest.cli.laid_out import print_json
from rollsuggest.consent.grants import suggesting
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs.starting import one_thread
from rollsuggest.library.countries import country_codes
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import CLIP_MOST_S, COLLAGE_STYLES, Format, Make, Purpose, Recipe, SuggestionKey
from rollsuggest.studio import Studio, record

DONE, CANNOT, NOT_ALLOWED = 0, 1, 3

Args = argparse.Namespace


def run(argv: Sequence[str]) -> int:
    args = parser().parse_args(argv)
    where = door.folders(args)
    try:
        if args.command == "self-test":
            from rollsuggest.cli.selftest import self_test

            return self_test(_say)
        with closing(Studio(where)) as studio:
            studio.rules_here = True
            one_thread()
            studio.settings()
            for text in studio.unheard():
                _say(text)
            return int(args.act(studio, args) or DONE)
    except ConsentError as error:
        _say(str(error))
        return NOT_ALLOWED
    except UserError as error:
        _say(str(error))
        return CANNOT
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 (flushed at exit)
        return DONE
    except KeyboardInterrupt:
        _say(_("Stopped. What was learned so far is kept."))
        return 130


def _say(text: str) -> None:
    """Talk to the person on stderr: stdout belongs to results."""
    print(text, file=sys.stderr, flush=True)


# --- acts ------------------------------------------------------------------------------------------------


def _consent_show(studio: Studio, args: Args) -> None:
    grants = studio.grants()
    since = {p: grants.when(p) for p in Purpose}
    on = studio.settings().suggestions
    since[Purpose.SUGGESTIONS] = suggesting(grants, on) if on else None
    held = {p.value: when.isoformat() if when else None for p, when in since.items()}
    if "json" in args:
        return print_json({"asked": grants.asked, "purposes": held})
    for purpose, when in held.items():
        print(f"{purpose:11}  " + (_("allowed since {when}").format(when=when) if when else _("not allowed")))
    return None


def _consent_record(studio: Studio, args: Args) -> None:
    """Print the whole record: JSON, or CSV where that is asked for."""
    entries = studio.record()
    print(record.as_csv(entries) if args.csv else record.as_json(entries), end="")


def _consent_allow(studio: Studio, args: Args) -> None:
    purposes = [Purpose(name) for name in args.purpose]
    if Purpose.CLOUD in purposes:
        cloud.turn_on(studio, args)
        purposes.remove(Purpose.CLOUD)
    if purposes:
        studio.allow(*purposes)
    _consent_show(studio, args)


def _consent_withdraw(studio: Studio, args: Args) -> None:
    studio.withdraw(*(Purpose(name) for name in args.purpose))
    _consent_show(studio, args)


def _lock(studio: Studio, args: Args) -> None:
    """Lock the library, which prints the recovery key; unlock it; or say whether it is locked."""
    if args.lock_act == "on":
        print(studio.lock_library())
        _say(_("Write it down and keep it away from this computer. It is shown only now."))
    elif args.lock_act == "off":
        studio.unlock_library()
    else:
        print(_("Locked") if studio.is_locked() else _("Not locked"))


def _index(studio: Studio, args: Args) -> None:
    results.require_consent(studio)
    studio.add_roll(args.folder)
    status = studio.index(Progress(sys.stderr.isatty()), max(0, args.workers))
    studio.suggestions(date.today())  # so that the cards are there when they are asked for
    unreadable = studio.unreadable()
    if "json" in args:
        return print_json(results.index_report(status, unreadable))
    print(
        _("{n} photos looked at, {bad} unreadable.").format(
            n=status.done - len(unreadable), bad=len(unreadable)
        )
    )
    for file in unreadable:
        print(f"{file.path}: {file.reason}")
    return None


class Progress:
    """Tells on stderr how far it is: one line that changes on a terminal, a line every 5 % elsewhere."""

    def __init__(self, terminal: bool) -> None:
        self._terminal, self._told = terminal, -1

    def __call__(self, status: IndexStatus) -> None:
        share = 100 * status.done // status.total if status.total else 0
        if status.state not in ("looking", "done") or (not self._terminal and share // 5 == self._told):
            return
        self._told = share // 5
        text = _("Looked at {done} of {total}").format(done=status.done, total=status.total)
        if status.seconds_left is not None:
            text += ", " + results.time_left(status.seconds_left)
        if self._terminal:
            print(
                f"\r\033[K{text}", end="" if status.state == "looking" else "\n", file=sys.stderr, flush=True
            )
        else:
            _say(text)


def _exclude(studio: Studio, args: Args) -> None:
    studio.exclude(args.folder)
    _say(_("Left out. The photos in it are not touched."))


def _include(studio: Studio, args: Args) -> None:
    studio.include(args.folder)
    _say(_("Taken back in. Its photos are there again after the next `rollsuggest index`."))


def _export_index(studio: Studio, args: Args) -> None:
    print_json(results.export_index(studio))


def _keep_holidays_of(studio: Studio, code: str) -> None:
    if code and code not in country_codes():
        raise UserError(
            _("There is no country {code}.").format(code=code),
            _("Give its code of two letters, such as PT or US, or auto."),
        )
    studio.change_settings(replace(studio.settings(), holidays_of=code))


def _suggest(studio: Studio, args: Args) -> None:
    results.require_consent(studio)
    if args.country is not None:
        _keep_holidays_of(studio, "" if args.country == "auto" else args.country.upper())
    print_json(results.suggestions(studio, args.today))


def _search(studio: Studio, args: Args) -> None:
    results.require_consent(studio)
    found = results.found(studio, args.words, args.today)
    if "json" in args:
        return print_json(found)
    for photo in found["photos"]:
        print(f"{photo['path']}\t{photo['caption']}")
    if not found["photos"]:
        _say(_("Nothing found. Try a person, a place or a month."))
    return None


def _make(studio: Studio, args: Args) -> None:
    card = studio.card(SuggestionKey(args.key), args.today)
    recipe = film.chosen(results.shaped(card.recipe, args.format), args)
    recipe = guard.blurred(recipe, args)
    tell = _percent(film.moves(args) or bool(recipe.drawn))
    studio.make(recipe, args.out, key=card.suggestion.key, progress=tell, coding=args.coding)
    guard.tell(_say, studio.reveals(recipe), recipe)
    print(args.out)


def _make_of(make: Make) -> Callable[[Studio, Args], None]:
    def act(studio: Studio, args: Args) -> None:
        recipe = Recipe(
            make=make,
            photos=(),
            format=Format(getattr(args, "format", Format.STORY)),
            style=getattr(args, "style", ""),
            seed=args.seed,
            title=getattr(args, "title", ""),
            **restyle.chosen(args),
        )
        if make is Make.RECAP:
            recipe = film.chosen(recipe, args)
        recipe = guard.blurred(recipe, args)
        moves = film.moves(args)
        if make is Make.RESTYLE and moves and (studio.film_lasts_s(args.photo[0]) or 0) > CLIP_MOST_S:
            _say(_("Its first {n} seconds are drawn.").format(n=round(CLIP_MOST_S)))
        if recipe.light == "stars" and not studio.file_under_stars(args.photo[0]):
            _say(_("No open sky is seen here, so no stars are drawn."))
        tell = _percent(moves or bool(recipe.drawn))
        coding = getattr(args, "coding", "")
        found = studio.make_of_files(args.photo, recipe, args.out, progress=tell, coding=coding)
        guard.tell(_say, found, recipe)
        print(args.out)

    return act


def _percent(takes_long: bool) -> Callable[[float], None]:
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if takes_long and int(share * 10) > told:
            told = int(share * 10)
            _say(f"{told * 10} %")

    return tell


def _erase(studio: Studio, args: Args) -> int:
    if args.all:
        if left := studio.erase_all().left:
            _say(_("Looked afterwards: not all could be removed."))
            for file in left:
                _say(str(file))
            return CANNOT
        print(
            _("Everything rollsuggest stored is erased. Your photos and what you saved are where they were.")
        )
    else:
        studio.erase_faces()
        print(_("Faces, names and birthdays are erased, and recognising people is off."))
    return DONE


# --- the words -------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    door.where(common)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS,
                        help=_("print the result as JSON, where there is a choice"))  # fmt: skip
    top = argparse.ArgumentParser(
        "rollsuggest", parents=[common], description=_("Without a command, the window opens.")
    )
    door.behind(top)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, act: Callable[[Studio, Args], Any] | None, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=text, description=text)
        made.set_defaults(act=act)
        return made

    lock = command("lock", _lock, _("encrypt what was found, or take that back"))
    lock.add_argument("lock_act", metavar="show|on|off", choices=["show", "on", "off"], nargs="?")
    _consent_words(
        command("consent", _consent_show, _("show, allow or take back what rollsuggest may do")), common
    )
    index = command("index", _index, _("look at the photos of a folder; resumes where it was"))
    index.add_argument("folder", type=Path)
    index.add_argument(
        "--workers", type=int, default=0, help=_("how many processes look; all cores if not said")
    )
    for name, act, text in (
        ("exclude", _exclude, _("leave out a folder inside one whose photos are looked at")),
        ("include", _include, _("take a folder back in that was left out")),
    ):
        command(name, act, text).add_argument("folder", type=Path)
    command("export-index", _export_index, _("print all that was found, as JSON"))
    search = command("search", _search, _("print the photos that words stand for"))
    search.add_argument("words", nargs="+", metavar="WORD")
    _today(search)
    suggest = command("suggest", _suggest, _("print the suggestions of a day, as JSON"))
    _today(suggest)
    suggest.add_argument(
        "--country",
        metavar="XX",
        help=_("whose public holidays to look for from now on, such as PT; auto: home's"),
    )
    make = command("make", _make, _("make a suggestion into a file (.mp4 is a film)"))
    make.add_argument("key")
    make.add_argument("--format", choices=[f.value for f in Format])
    film.words(make)
    guard.words(make)
    _today(make)
    _out(make)
    _creation_words(command)
    cloud.words(command("cloud", cloud.show, _("print what was sent to a server, as JSON")), common)
    people.words(command("people", people.people, _("print who was found, as JSON")), common)
    dates.words(
        command("dates", dates.uncertain, _("print the photos whose day is not known, as JSON")), common
    )
    erase = command("erase", _erase, _("erase what rollsuggest stored"))
    what = erase.add_mutually_exclusive_group(required=True)
    what.add_argument("--faces", action="store_true")
    what.add_argument("--all", action="store_true")
    command("self-test", None, _("check that everything this app needs is there and works"))
    return top


def _consent_words(consent: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    acts = consent.add_subparsers(dest="consent_act", metavar="show|allow|withdraw|record")
    acts.add_parser("show", parents=[common]).set_defaults(act=_consent_show)
    whole = acts.add_parser("record", parents=[common], help=_("print all that was allowed, sent and saved"))
    whole.add_argument("--csv", action="store_true")
    whole.set_defaults(act=_consent_record)
    for name, act in (("allow", _consent_allow), ("withdraw", _consent_withdraw)):
        made = acts.add_parser(name, parents=[common])
        made.add_argument("purpose", nargs="+", choices=[p.value for p in Purpose])
        if name == "allow":
            cloud.allow_words(made)
        made.set_defaults(act=act)


def _creation_words(command: Callable[..., argparse.ArgumentParser]) -> None:
    texts = {
        Make.COLLAGE: _("make a collage of photos"),
        Make.RECAP: _("make a film of photos (.mp4, .webm, .gif), or its card (.png, .jpg)"),
        Make.RESTYLE: _("redraw one photo, or a video (.mp4)"),
    }
    for make, text in texts.items():
        made = command(make.value, _make_of(make), text)
        made.add_argument("photo", type=Path, nargs=1 if make is Make.RESTYLE else "+")
        made.add_argument("--seed", type=int, default=0)
        guard.words(made)
        if make is Make.RESTYLE:
            restyle.words(made)
        else:
            made.add_argument("--format", choices=[f.value for f in Format], default="story")
            made.add_argument("--title", default="")
            restyle.drawn_words(made)
        if make is Make.RECAP:
            film.words(made)
        if make is Make.COLLAGE:
            made.add_argument("--style", default="", choices=["", *COLLAGE_STYLES])
        _out(made)


def _today(command: argparse.ArgumentParser) -> None:
    command.add_argument("--today", type=date.fromisoformat, default=date.today(), metavar="YYYY-MM-DD")


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, required=True, metavar="FILE")
