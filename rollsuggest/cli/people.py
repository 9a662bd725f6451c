"""The words of `rollsuggest people`: who was found, what is said of them, names in and out."""

from __future__ import annotations

import argparse
from pathlib import Path

from rollsuggest.cli import results
from rollsuggest.cli.laid_out import print_json
from rollsuggest.i18n import _
from rollsuggest.model import NO_BIRTHDAY, ClusterId
from rollsuggest.studio import Studio

Args = argparse.Namespace


def words(people: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add what `rollsuggest people` understands."""
    names = people.add_mutually_exclusive_group()
    names.add_argument("--import-names", action="store_true",
                       help=_("take over names of people that stand in your files"))  # fmt: skip
    names.add_argument("--export-names", type=Path, metavar="FOLDER",
                       help=_("write the names of people as XMP sidecars into a folder"))  # fmt: skip
    people.add_argument("--preview", action="store_true", help=_("change nothing, only show it"))
    acts = people.add_subparsers(dest="people_act", metavar="set | pet")
    made = acts.add_parser("set", parents=[common], help=_("name, hide or date a person"))
    made.add_argument("cluster", type=int)
    made.add_argument("--name")
    made.add_argument("--birthday", type=_birthday, metavar="DAY",
                      help=_("MM-DD, YYYY-MM-DD, or none to take it back"))  # fmt: skip
    made.add_argument("--relation", help=_("who this is to you, such as: sister"))
    made.add_argument("--favourite", action=argparse.BooleanOptionalAction)
    made.add_argument("--me", action=argparse.BooleanOptionalAction, help=_("this is you"))
    seen = made.add_mutually_exclusive_group()
    seen.add_argument("--hide", action="store_true")
    seen.add_argument("--show", action="store_true")
    made.set_defaults(act=_set)
    pet = acts.add_parser("pet", parents=[common], help=_("name or hide your cat or dog"))
    pet.add_argument("kind", choices=("cat", "dog"))
    pet.add_argument("--name")
    seen = pet.add_mutually_exclusive_group()
    seen.add_argument("--hide", action="store_true")
    seen.add_argument("--show", action="store_true")
    pet.set_defaults(act=_set_pet)


def people(studio: Studio, args: Args) -> None:
    """Print who was found; or take names in, or write them out."""
    if args.import_names:
        found = studio.names_in_files()
        if not args.preview:
            studio.take_names(found)
        print_json(
            {
                "names": [
                    {"name": name.name, "faces": len(name.faces), "guessed": len(name.guessed)}
                    for name in found
                ]
            }
        )
    elif args.export_names:
        print_json({"written": studio.export_names(args.export_names)})
    else:
        print_json(results.people(studio))


def _set(studio: Studio, args: Args) -> None:
    hidden = True if args.hide else False if args.show else None
    birthday, year = args.birthday or (None, None)
    studio.set_person(
        ClusterId(args.cluster), name=args.name, birthday=birthday, birth_year=year, hidden=hidden,
        favourite=args.favourite, me=args.me, relation=args.relation,
    )  # fmt: skip
    print_json(results.people(studio))


def _set_pet(studio: Studio, args: Args) -> None:
    hidden = True if args.hide else False if args.show else None
    studio.set_pet(args.kind, name=args.name, hidden=hidden)
    print_json(results.people(studio))


def _birthday(text: str) -> tuple[tuple[int, int], int | None]:
    """Read a day of the year, with the year of birth where it is given."""
    if text == "none":
        return NO_BIRTHDAY, None
    *year, month, day = text.split("-")
    return (int(month), int(day)), int(*year) if year else None
