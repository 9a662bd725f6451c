"""The words of `rollsuggest cloud`: what would be sent, sending it, what became of it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from rollsuggest.cli.laid_out import print_json
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.outbox import ACTIVE, Parcel, State, There
from rollsuggest.library.vocabulary import themes
from rollsuggest.model import Format, Make, Meant, Recipe, Service
from rollsuggest.studio import Studio

Args = argparse.Namespace
KEY = "ROLLSUGGEST_CLOUD_KEY"
ASKED_EVERY_S = 0.2


def words(cloud: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    acts = cloud.add_subparsers(dest="cloud_act", metavar="show|prepare|send|work|pause|go-on|delete-all")
    acts.add_parser("show", parents=[common]).set_defaults(act=show)
    prepare = acts.add_parser(
        "prepare", parents=[common], help=_("make what would be sent, and send nothing")
    )
    prepare.add_argument("photo", type=Path, nargs="*", help=_("photos or folders; none: those meant below"))
    prepare.add_argument("--days", type=int, default=30, help=_("taken in so many days before now"))
    prepare.add_argument("--ever", action="store_true", help=_("however old"))
    prepare.add_argument("--place", default="", help=_("a town"))
    prepare.add_argument("--theme", default="", choices=["", *themes()])
    prepare.add_argument("--style", default="anime")
    prepare.add_argument("--format", choices=[f.value for f in Format], default="story")
    prepare.add_argument("--cover-faces", action="store_true")
    prepare.set_defaults(act=_prepare)
    send = acts.add_parser(
        "send", parents=[common], help=_("send what was prepared, and wait for the results")
    )
    send.add_argument("number", type=int, nargs="+")
    send.set_defaults(act=_send)
    work = acts.add_parser("work", parents=[common], help=_("go on with what waits, and wait for it"))
    work.set_defaults(act=_work)
    for made in (send, work):
        made.add_argument("--patience", type=float, default=600.0, metavar="SECONDS")
    for name, act in (
        ("pause", lambda studio, args: studio.cloud_pause(True)),
        ("go-on", lambda studio, args: studio.cloud_pause(False)),
        ("delete-all", _delete_all),
    ):
        acts.add_parser(name, parents=[common]).set_defaults(act=act, patience=60.0)


def allow_words(allow: argparse.ArgumentParser) -> None:
    """Add what turning the cloud on needs."""
    allow.add_argument("--server", default="", help=_("the server for cloud processing"))
    allow.add_argument("--service", choices=list(Service), default=Service.ROLLSUGGEST.value)
    allow.add_argument("--model", default="")
    allow.add_argument("--workflow", default="", metavar="FILE")


def turn_on(studio: Studio, args: Args) -> None:
    """Turn the cloud on. The key is typed or in the environment: words are in the list of processes."""
    key = os.environ.get(KEY, "")
    if not key and args.server and sys.stdin.isatty():
        key = getpass.getpass(_("Key for {server} (nothing is shown): ").format(server=args.server))
    if not studio.turn_on_cloud(args.server, args.service, key, args.model, args.workflow):
        print(
            _("This system has no keyring: give the key in {name} each time.").format(name=KEY),
            file=sys.stderr,
        )


def show(studio: Studio, args: Args) -> None:
    print_json([_told(parcel) for parcel in studio.cloud_parcels()])


def _told(parcel: Parcel) -> dict[str, Any]:
    return {
        "number": parcel.id,
        "photo": parcel.photo,
        "state": parcel.state,
        "at_the_server": parcel.there or "nothing",
        "to": parcel.recipient,
        "bytes": parcel.bytes,
        "sha256": parcel.sha256,
        "faces_covered": parcel.masked,
        "goes_with_it": json.loads(parcel.words),
        "sent_at": parcel.sent_at.isoformat() if parcel.sent_at else None,
        "result": parcel.made,
        "trouble": parcel.trouble,
        "receipts": [
            {"body": each.body, "signature": each.signature, "genuine": each.genuine}
            for each in parcel.receipts
        ],
    }


def _prepare(studio: Studio, args: Args) -> None:
    """Print what would be sent of each photo, and where the very file lies, to be looked at."""
    made = []
    meant = Meant(None if args.ever else args.days, args.place, args.theme)
    for asset in studio.assets_at(args.photo) if args.photo else studio.cloud_choose(meant):
        recipe = Recipe(Make.RESTYLE, (asset,), Format(args.format), style=args.style)
        parcel = studio.cloud_draft(recipe, masked=args.cover_faces)
        made.append(_told(parcel) | {"picture": str(studio.cloud_picture(parcel))})
    print_json(made)


def _send(studio: Studio, args: Args) -> None:
    studio.cloud_send(args.number)
    _wait(studio, args.patience)
    show(studio, args)


def _work(studio: Studio, args: Args) -> None:
    studio.resume_cloud()
    _wait(studio, args.patience)
    show(studio, args)


def _delete_all(studio: Studio, args: Args) -> None:
    studio.cloud_delete_all()
    _wait(studio, args.patience)
    show(studio, args)


def _wait(studio: Studio, patience_s: float) -> None:
    """Wait until all is made and confirmed; UserError when that takes too long."""
    if studio.settings().cloud_unmetered:
        print(_("A terminal cannot tell whether the network is metered: it sends."), file=sys.stderr)
    until = time.monotonic() + patience_s
    while busy := [p for p in studio.cloud_parcels() if p.state in ACTIVE or p.there is There.WANTED]:
        paused = studio.settings().cloud_paused and all(p.state is State.WAITING for p in busy)
        if paused or time.monotonic() > until:
            told = busy[0].trouble or _("It still waits.")
            raise UserError(
                _("{n} photos are not through: {why}").format(n=len(busy), why=told),
                _("Go on later with: rollsuggest cloud work"),
            )
        time.sleep(ASKED_EVERY_S)
