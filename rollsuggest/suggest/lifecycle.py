"""Which cards are the day's, and in which order all others stand behind them.

The day's are few and change: a card rests after it was among them, and so do its kind (for a day), its people
and its place. What the calendar asks for (a birthday, a day of earlier years) comes first and needs no rest.
Only days before today count as history: two runs on one day give the same cards, whatever was opened, kept,
made or dismissed between them. What was among them once that day gives way only to what is clearly better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rollsuggest.model import ClusterId, Make, Shown, Suggestion, SuggestionKey
from rollsuggest.suggest.heirs import Heirs

DAILY = 6  # at most, but for what the calendar asks for
UNASKED_DAILY = 2  # at least, while there are any; more where the stock lasts until the first have rested
WORTH_A_DAY = 0.3  # nothing is padded: below this a card waits among the others
CARD_RESTS = timedelta(days=30)
PERSON_RESTS = timedelta(days=14)
PERSON_RESTS_LONG = timedelta(days=90)  # for those of whom fewer are wanted
PLACE_RESTS = timedelta(days=7)
KIND_RESTS = timedelta(days=4)
KIND_TIRES = 0.1  # of a score, for each time
DAY = timedelta(days=1)
NEAR = timedelta(days=7)  # a trip's days come round again
NEAR_WORTH = 0.25
MOST_OF_A_KIND = 40
MOST = {"restyle": 12, "then_and_now": 12, "on_this_day": 16}
USED_RESTS = timedelta(days=180)  # a trip may come again when its days come round
STAYS_WORTH = 0.1  # what being among the day's already counts for


@dataclass(frozen=True, slots=True)
class Past:
    """What was among the day's, what was done with cards and on which days, of whom fewer are wanted."""

    shown: Sequence[Shown] = ()
    used: Sequence[tuple[SuggestionKey, date]] = ()  # opened, kept or made
    kept: frozenset[SuggestionKey] = frozenset()  # for later
    dismissed: Mapping[SuggestionKey, date] = field(default_factory=dict)
    chosen: Sequence[Suggestion] = ()  # all that the person did something with, as they were then
    fewer: frozenset[ClusterId] = frozenset()

    def handed_down(self, heirs: Heirs) -> Past:
        """Return the same past with what was done with cards done with those in their place."""
        if not heirs:
            return self
        return replace(
            self,
            shown=tuple(replace(s, key=heirs.get(SuggestionKey(s.key), s.key)) for s in self.shown),
            used=tuple((heirs.get(key, key), day) for key, day in self.used),
            kept=frozenset(heirs.get(key, key) for key in self.kept),
            dismissed={heirs.get(key, key): day for key, day in self.dismissed.items()},
        )


def arrange(suggestions: Iterable[Suggestion], past: Past, today: date) -> tuple[Suggestion, ...]:
    """Return the day's cards, then the others, no kind twice running where another can stand between.

    What was dismissed before today comes last and takes nobody's place: it is there to be brought back.
    """
    ranked = sorted(suggestions, key=lambda s: (-worth(s, today), s.kind, s.subject, s.key))
    unwanted = {key for key, day in past.dismissed.items() if day < today}
    stock = _few_about(_capped([s for s in ranked if s.key not in unwanted]), past.fewer)
    days = _picked(stock, past, today)
    keys = {s.key for s in days}
    rest = _alternating([s for s in stock if s.key not in keys], days[-1].kind if days else "")
    return (*days, *rest, *(s for s in ranked if s.key in unwanted))


def worth(suggestion: Suggestion, today: date) -> float:
    """Return the score, more for a trip whose days come round."""
    return suggestion.score + NEAR_WORTH * (suggestion.kind == "trip" and _comes_round(suggestion, today))


def of_today(arranged: Iterable[Suggestion], today: date) -> tuple[Shown, ...]:
    """Return what to remember of the day's cards."""
    return tuple(Shown(s.key, today, s.kind, s.people, s.places) for s in arranged if s.of_the_day)


def _comes_round(suggestion: Suggestion, today: date) -> bool:
    if suggestion.first is None or suggestion.last is None or suggestion.last.year >= today.year:
        return False
    days = [
        suggestion.first + timedelta(days=n) for n in range((suggestion.last - suggestion.first).days + 1)
    ]
    return any(_apart(day, today) <= NEAR for day in days)


def _apart(one: date, other: date) -> timedelta:
    """Return how far two days of the year are from each other, round the turn of the year too."""
    days = abs(one.timetuple().tm_yday - other.timetuple().tm_yday)
    return timedelta(days=min(days, 365 - days))


def _capped(ranked: Sequence[Suggestion]) -> list[Suggestion]:
    """Keep the best of each kind, a few of a large library's many, spread over years and places."""
    counts = Counter(s.kind for s in ranked)
    full = {kind for kind, count in counts.items() if count > MOST.get(kind, MOST_OF_A_KIND)}
    kept = {s.key for kind in full for s in _best_of(kind, ranked)}
    return [s for s in ranked if s.kind not in full or s.key in kept]


def _best_of(kind: str, ranked: Sequence[Suggestion]) -> list[Suggestion]:
    return _spread([s for s in ranked if s.kind == kind])[: MOST.get(kind, MOST_OF_A_KIND)]


def _spread(ranked: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the best of each (year, place) first, then the second of each, and so on."""
    turn: Counter[tuple[int, str]] = Counter()
    order: list[tuple[int, int, Suggestion]] = []
    for number, one in enumerate(ranked):
        of = (one.last.year if one.last else 0, one.places[0] if one.places else "")
        order.append((turn[of], number, one))
        turn[of] += 1
    return [one for _turn, _number, one in sorted(order, key=lambda o: o[:2])]


def _few_about(stock: Sequence[Suggestion], fewer: frozenset[ClusterId]) -> list[Suggestion]:
    """Keep the best card about each of those of whom fewer are wanted."""
    kept: list[Suggestion] = []
    had: set[ClusterId] = set()
    for one in stock:
        about = fewer.intersection(one.about)
        if not about & had:
            kept.append(one)
            had |= about
    return kept


def _alternating(order: Sequence[Suggestion], before: str) -> list[Suggestion]:
    """Return the cards, no kind twice running where another can stand between; so too within each section."""
    place = {s.key: n for n, s in enumerate(order)}
    queues = [
        _in_turns([s for s in order if s.section == name], before)
        for name in dict.fromkeys(s.section for s in order)
    ]
    result: list[Suggestion] = []
    while queues := [queue for queue in queues if queue]:
        best = min(queues, key=lambda q: (q[0].kind == before, place[q[0].key]))
        result.append(best.pop(0))
        before = result[-1].kind
    return result


def _in_turns(order: Sequence[Suggestion], before: str) -> list[Suggestion]:
    """Return the best first, but a kind that is most of what is left first of all: later it would bunch."""
    rest, result = list(order), []
    counts = Counter(s.kind for s in rest)
    while rest:
        kind, count = max(counts.items(), key=lambda item: item[1])
        only = kind if 2 * count > len(rest) and kind != before else ""
        fits = (n for n, s in enumerate(rest) if s.kind == only or (not only and s.kind != before))
        result.append(rest.pop(next(fits, 0)))
        before = result[-1].kind
        counts[before] -= 1
    return result


# --- the day's cards -------------------------------------------------------------------------------------


def _picked(stock: Sequence[Suggestion], past: Past, today: date) -> list[Suggestion]:
    """Return the day's cards; a drawing among them gives way to a collage with its photo.

    Which ones give way is found first as if none had been among today's: so a second run finds the same.
    """
    rests = _Rests(past, today)
    for stays in (0.0, STAYS_WORTH):
        picks = _greedy(stock, rests, today, stays)
        while doubled := _doubled(picks, rests.kept):
            stock = [s for s in stock if s.key not in doubled]
            picks = _greedy(stock, rests, today, stays)
    return picks


def _doubled(picks: Sequence[Suggestion], kept: frozenset[SuggestionKey]) -> set[SuggestionKey]:
    """Return the drawings, neither asked for nor kept, that stand beside a collage with their photo."""
    free = (one for one in picks if one.section != "today" and one.key not in kept)
    return {one.key for one in free if any(_drawn_of(one, other) for other in picks)}


def _greedy(stock: Sequence[Suggestion], rests: _Rests, today: date, stays: float) -> list[Suggestion]:
    """Return the best that go together; `stays` is what being among today's already counts for."""
    asked = [s for s in stock if s.section == "today"]
    unasked = [s for s in stock if s.section != "today" and not s.question and s.score >= WORTH_A_DAY]
    room = max(UNASKED_DAILY, min(DAILY, len(unasked) // CARD_RESTS.days))
    others = [s for s in unasked if rests.let(s)]
    others.sort(
        key=lambda s: (rests.often(s.kind) - stays * (s.key in rests.todays) - worth(s, today), s.key)
    )
    picks: list[Suggestion] = []
    while asked or (room and len(picks) < DAILY):
        before = picks[-1].kind if picks else ""
        fresh = (s for s in others if not _beside(s, picks, rests.kept)) if room else ()
        found = _next(asked, before) or _next(fresh, before) or next(iter(asked), None)
        if found is None:
            break
        picks.append(replace(found, of_the_day=True))
        room -= found.section != "today"
        asked = [s for s in asked if s is not found]
        people, where = frozenset(found.people), _where(found)
        others = [s for s in others if s is not found and not _same_again(s, people, where)]
    return picks


def _next(order: Iterable[Suggestion], before: str) -> Suggestion | None:
    return next((s for s in order if s.kind != before), None)


def _same_again(one: Suggestion, people: frozenset[ClusterId], where: frozenset[str]) -> bool:
    return not people.isdisjoint(one.people) or (bool(where) and not where.isdisjoint(_where(one)))


def _beside(one: Suggestion, picks: Iterable[Suggestion], kept: frozenset[SuggestionKey]) -> bool:
    """Tell whether a card is the same again beside those picked; a drawing that was kept is not."""
    return any(_same_pictures(one, p) or (one.key not in kept and _drawn_of(one, p)) for p in picks)


def _same_pictures(one: Suggestion, other: Suggestion) -> bool:
    """Tell whether half of what the one shows is in the other: May, and the spring that ended with it."""
    mine, theirs = one.recipe.photos, other.recipe.photos
    shared = len(set(mine).intersection(theirs))
    return shared > 1 and 2 * shared >= min(len(mine), len(theirs))


def _drawn_of(one: Suggestion, other: Suggestion) -> bool:
    """Tell whether the one is a drawing of a photo in the other, a collage; in a film that passes by."""
    made = one.recipe.make, other.recipe.make
    return made == (Make.RESTYLE, Make.COLLAGE) and not set(one.recipe.photos).isdisjoint(other.recipe.photos)


def _where(one: Suggestion) -> frozenset[str]:
    """Return the place a card is about. Home is everywhere: only a trip is told by where it was."""
    return frozenset(one.places[:1] if one.kind == "trip" else ())


class _Rests:
    """Who and what rests today, since it was shown on the days before."""

    def __init__(self, past: Past, today: date) -> None:
        shown = [s for s in past.shown if s.day < today]
        self.todays = frozenset(SuggestionKey(s.key) for s in past.shown if s.day == today)
        self.kept = past.kept & self.todays  # of the others none comes in for having been kept
        self._keys = {s.key for s in shown if today - s.day < CARD_RESTS}
        self._keys |= {key for key, day in past.used if day < today and today - day < USED_RESTS}
        self._people = {c for s in shown if today - s.day < PERSON_RESTS for c in s.people}
        self._about = past.fewer & {c for s in shown if today - s.day < PERSON_RESTS_LONG for c in s.people}
        self._places = {
            p for s in shown if s.kind == "trip" and today - s.day < PLACE_RESTS for p in s.places[:1]
        }
        self._kinds = Counter(s.kind for s in shown if today - s.day < KIND_RESTS)
        self._yesterday = {s.kind for s in shown if today - s.day == DAY}

    def let(self, one: Suggestion) -> bool:
        """Tell whether a card may be among the day's though the calendar does not ask for it."""
        if one.key in self._keys or one.kind in self._yesterday:
            return False
        seen = self._people.intersection(one.people) or self._about.intersection(one.about)
        return not seen and not self._places.intersection(_where(one))

    def often(self, kind: str) -> float:
        """Return how much less a kind is worth for having been shown of late."""
        return KIND_TIRES * self._kinds[kind]
