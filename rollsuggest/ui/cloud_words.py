"""What became of a parcel, in the words of the person. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rollsuggest.consent.grants import Entry
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.ui import wording


def photo(name: str) -> str:
    return name or _("A photo that is not shown")


def state(parcel: Parcel) -> str:
    words = {
        State.DRAFT: _("Prepared, not sent"),
        State.WAITING: _("Waits to be sent"),
        State.SENDING: _("Is being sent"),
        State.SENT: _("Is being made"),
        State.DONE: _("Came back"),
        State.FAILED: _("Nothing came back"),
        State.UNSURE: _("May have arrived"),
        State.CANCELLED: _("Called off"),
    }
    return words[parcel.state]


def there(parcel: Parcel) -> str:
    """Say what the server has of it."""
    if parcel.there is There.NOTHING:
        return _("Nothing was sent")
    words = {
        There.HELD: _("There now"),
        There.WANTED: _("Deletion asked for"),
        There.CONFIRMED: _("Deleted, with receipt"),
        There.UNCONFIRMED: _("Deletion not confirmed"),
    }
    return words[parcel.there]


def summary(parcels: Sequence[Parcel], paused: bool, waits_for: str) -> str:
    """Say in a line or two how all of it stands: what waits and why, what is under way, what is open."""
    waiting = sum(1 for p in parcels if p.state is State.WAITING)
    under_way = sum(1 for p in parcels if p.state in (State.SENDING, State.SENT))
    asked = sum(1 for p in parcels if p.there is There.WANTED)
    unconfirmed = sum(1 for p in parcels if p.there is There.UNCONFIRMED)
    reason = waits_for or (_("Sending is paused.") if paused else "")
    texts = (
        (waiting, ngettext("{n} photo waits to be sent.", "{n} photos wait to be sent.", waiting)),
        (bool(reason), reason),
        (under_way, ngettext("{n} photo is under way.", "{n} photos are under way.", under_way)),
        (asked, ngettext("{n} deletion is asked for.", "{n} deletions are asked for.", asked)),
        (
            unconfirmed,
            ngettext("{n} deletion is not confirmed.", "{n} deletions are not confirmed.", unconfirmed),
        ),
    )
    said = [text.format(n=wording.count(n)) for n, text in texts if n]
    if not (waiting or under_way or asked or unconfirmed):
        said = [_("Everything that was sent is accounted for."), *said]
    return " ".join(said)


def parcel_row(parcel: Parcel) -> tuple[str, ...]:
    when = parcel.sent_at or parcel.created_at
    return (
        photo(parcel.photo),
        wording.style_name(parcel.recipe.style),
        state(parcel),
        there(parcel),
        wording.stamp(when.astimezone()),
    )


def details(parcel: Parcel) -> str:
    """Say all of a parcel that fits into a few lines."""
    lines = [
        _("{n} bytes to {server}, SHA-256 {digest}").format(
            n=wording.count(parcel.bytes), server=parcel.recipient, digest=parcel.sha256
        )
    ]
    if parcel.masked:
        covered = ngettext("{n} face was covered.", "{n} faces were covered.", parcel.masked)
        lines.append(covered.format(n=parcel.masked))
    if parcel.trouble:
        lines.append(parcel.trouble)
    if parcel.there is There.UNCONFIRMED:
        lines.append(_unconfirmed(parcel.retention_hours))
    return "\n".join(lines)


def _unconfirmed(hours: int | None) -> str:
    if hours is None:
        return _("The server did not confirm that it deleted this. Ask whoever runs it.")
    said = ngettext(
        "The server did not confirm that it deleted this. By its own word it keeps nothing for longer than"
        " {n} hour.",
        "The server did not confirm that it deleted this. By its own word it keeps nothing for longer than"
        " {n} hours.",
        hours,
    )
    return said.format(n=hours)


def receipt_text(parcel: Parcel) -> str:
    """Return the receipts to read and to keep, in Markdown."""
    parts = [_("# Receipts of {server}").format(server=parcel.recipient)]
    for each in parcel.receipts:
        what, at = _read(each.body)
        kinds = {
            "media": _("The picture was deleted."),
            "job": _("What was made of it was deleted."),
            "nothing": _("The server held nothing of it."),
        }
        checked = _("Its signature is genuine.") if each.genuine else _("Its signature is NOT genuine.")
        parts.append(f"{kinds.get(what, what)} {at}. {checked}")
        parts.append(f"    {each.body}\n\n    {each.signature}")
    return "\n\n".join(parts)


def _read(body: str) -> tuple[str, str]:
    """Return what was deleted and when; a server may write anything."""
    try:
        said = json.loads(body)
        return str(said["deleted"]), str(said["at"])
    except (ValueError, KeyError, TypeError):
        return _("This is no receipt."), ""


def entry_row(entry: Entry) -> tuple[str, ...]:
    """Return a line of the record: when, what, which photo, how large, to whom."""
    told = entry.sending
    acts = {"send": _("Sent"), "delete": _("Deletion confirmed")}
    if told is None:
        return (wording.stamp(entry.at), acts.get(entry.act, entry.act), "", "", entry.recipient)
    return (
        wording.stamp(entry.at.astimezone()),
        acts.get(entry.act, entry.act),
        photo(told.photo),
        _("{n} bytes").format(n=wording.count(told.bytes)),
        entry.recipient,
    )
