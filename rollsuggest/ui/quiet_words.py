"""How lines of the Quiet list are said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rollsuggest.i18n import _, day_of_month, days_text, ngettext
from rollsuggest.library.rows import QuietEffect
from rollsuggest.model import QuietKind, QuietRule
from rollsuggest.ui import wording

NAMED = 3  # cards that are named; of others only how many


def card_kinds() -> dict[str, str]:
    """Return every kind of card with its name, in the order of the alphabet."""
    names = {
        "anniversary": _("Anniversaries"), "best_shots": _("Best shots"), "birthday": _("Birthdays"),
        "colour": _("A year in one colour"), "first_school_day": _("First days of school"),
        "found_occasion": _("Questions about a day"), "full_day": _("A day of many photos"),
        "graduation": _("Graduations"), "group": _("Groups of people"), "holiday": _("Holidays"),
        "last_time": _("The last time with somebody"), "month_recap": _("A month"),
        "on_this_day": _("This day in earlier years"), "person_spotlight": _("One person"),
        "pets": _("Pets"), "place_then_and_now": _("A place then and now"),
        "restyle": _("Drawings of a photo"), "season_recap": _("A season"), "theme": _("Themes"),
        "then_and_now": _("A person then and now"), "through_the_years": _("A person through the years"),
        "together": _("Two people"), "trip": _("Trips"), "wedding": _("Weddings"),
        "video_highlights": _("Your videos"), "week_recap": _("A week"), "year_recap": _("A year"),
    }  # fmt: skip
    return dict(sorted(names.items(), key=lambda item: item[1]))


def line(rule: QuietRule) -> tuple[str, str]:
    """Return what a line of the list is about, and what it does."""
    match rule.kind:
        case QuietKind.PERSON:
            return rule.name or _("Somebody without a name"), _("No photo with this person is suggested.")
        case QuietKind.FEWER_PERSON:
            return rule.name or _("Somebody without a name"), _("At most one suggestion about this person.")
        case QuietKind.MISSED:
            return rule.name or _("Somebody without a name"), _(
                "No photo with this person is suggested until there are newer ones."
            )
        case QuietKind.PLACE:
            return rule.name, _("No photo of this place is suggested.")
        case QuietKind.YEAR:
            return str(rule.first.year if rule.first else ""), _("No photo of this year is suggested.")
        case QuietKind.DAYS:
            return days(rule), _("No photo of these days is suggested.")
    return kind_name(rule.name), _("No suggestion of this kind.")


def lever(rule: QuietRule) -> str:
    """Return what a part of a card is refused with."""
    name = rule.name or _("this person")
    match rule.kind:
        case QuietKind.PERSON:
            return _("Never with {name}").format(name=name)
        case QuietKind.FEWER_PERSON:
            return _("Fewer with {name}").format(name=name)
        case QuietKind.PLACE:
            return _("Not this place: {name}").format(name=name)
        case QuietKind.YEAR:
            return _year(rule)
        case QuietKind.DAYS:
            return _("Not these days")
    return _("Never this kind: {kind}").format(kind=kind_name(rule.name))


def kind_name(kind: str) -> str:
    return card_kinds().get(kind, kind.replace("_", " ").capitalize())


def days(rule: QuietRule) -> str:
    if rule.first is None:
        return ""
    last = rule.last or rule.first
    if not rule.yearly:
        return days_text(rule.first, last)
    first, end = _of_a_year(rule.first), _of_a_year(last)
    if first == end:
        return _("{day} of every year").format(day=first)
    return _("{first} to {last} of every year").format(first=first, last=end)


def short_lever(rule: QuietRule) -> str:
    """Return the same where what is refused stands beside it."""
    if rule.kind is QuietKind.YEAR:
        return _year(rule)
    return {
        QuietKind.PERSON: _("Never"), QuietKind.FEWER_PERSON: _("Fewer"),
        QuietKind.PLACE: _("Not this place"), QuietKind.CARD_KIND: _("Never this kind"),
    }.get(rule.kind, _("Not these days"))  # fmt: skip


def _year(rule: QuietRule) -> str:
    return _("Nothing of {year}").format(year=rule.first.year if rule.first else "")


def effect(does: QuietEffect) -> str:
    """Say what a line would do to the suggestions there are now."""
    return " ".join([part for part in (_gone(does.gone), _changed(does.changed)) if part]) or _(
        "No suggestion of today changes."
    )


def _gone(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    said = ngettext("{n} card fewer: {titles}", "{n} cards fewer: {titles}", len(titles))
    shown = "; ".join(titles[:NAMED])
    more = len(titles) - NAMED
    if more > 0:
        shown = ngettext("{shown} and {n} more", "{shown} and {n} more", more).format(shown=shown, n=more)
    return wording.sentences(said.format(n=wording.count(len(titles)), titles=shown))


def _changed(cards: int) -> str:
    said = ngettext("{n} card gets other photos.", "{n} cards get other photos.", cards)
    return said.format(n=wording.count(cards)) if cards else ""


def _of_a_year(day: date) -> str:
    return day_of_month(day.month, day.day)
