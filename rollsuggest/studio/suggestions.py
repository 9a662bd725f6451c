"""Suggestions and the answers to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date, datetime

from rollsuggest import __version__
from rollsuggest.errors import UserError
from rollsuggest.i18n import _, language
from rollsuggest.jobs import notify, rules
from rollsuggest.library import alike, asking, choices, quiet, quieting, showing, store
from rollsuggest.library.rows import Card, QuietEffect
from rollsuggest.library.view import persons
from rollsuggest.model import (
    AssetId,
    ClusterId,
    LossAnswer,
    Occasion,
    Person,
    Purpose,
    QuietRule,
    Recipe,
    Role,
    SuggestionKey,
    SuggestionState,
)
from rollsuggest.paths import Paths
from rollsuggest.studio.core import SUGGEST_TIMEOUT_S, Asked
from rollsuggest.studio.indexing import SUGGESTIONS_EVERY_S, Indexing
from rollsuggest.suggest import RULES_VERSION

ASKED_AGAIN = 5  # somebody who changes their mind more often while rules speak is answered the next time


class Suggestions(Indexing):
    """What the rules say, and what the person showing."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._fresh_until = 0.0
        self._suggesting = threading.Lock()
        self._missed: tuple[ClusterId, ...] = ()
        self.rules_here = False  # in this process, for the terminal: it waits for them anyway

    def extras(self) -> Mapping[AssetId, Role]:
        """Return the worse frames of bursts, edited copies and duplicates."""
        return self._workers.call(rules.extras, self.paths.database, timeout_s=SUGGEST_TIMEOUT_S)

    def suggestions(self, today: date) -> tuple[Card, ...]:
        """Return best first, dismissed ones left out; () while suggestions are off or nothing is allowed."""
        if not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return ()
        with self._suggesting:
            self._refresh_suggestions(today)
        with self._db.read() as db:
            return choices.cards(db)

    def _refresh_suggestions(self, today: date) -> None:
        """Ask the rules, again where the person took something back while they spoke."""
        for _attempt in range(ASKED_AGAIN):
            asked = self._asked(today)
            if self._holds(asked) or self._still_fresh(asked):
                return
            began = time.monotonic()
            made = self._ask_rules(today)
            if self._store(made, asked):
                now = time.monotonic()
                self._fresh_until = now + max(SUGGESTIONS_EVERY_S, 5 * (now - began))
                return

    def _asked(self, today: date) -> Asked:
        with self._db.read() as db:
            return Asked(store.generation(db), showing.may_show(db), today)

    def _holds(self, asked: Asked) -> bool:
        """Tell whether what is stored is the answer to this, given by us or before we were started."""
        if self._suggested is None and not self._forgotten:
            with self._db.read() as db:
                if showing.has_said(db, _words(asked)):
                    self._suggested, self._missed = asked, showing.missed(db)
        return self._suggested == asked

    def _store(self, made: rules.Said, asked: Asked) -> bool:
        """Store what the rules said, unless what may be shown has changed since they were asked."""
        with self._db.write() as db:
            if showing.may_show(db) != asked.may_show:
                return False
            choices.hand_down(db, made.heirs)
            choices.store_suggestions(db, (*made.suggestions, *made.kept), asked.today.isoformat())
            showing.store_shown(db, made.of_today, asked.today)
            quieting.store_assets(db, made.quiet)
            regrouped = made.alike is not None and alike.store(db, made.alike, made.compared)
            alike.note(db, made.compared)
            showing.note_said(db, _words(asked), made.missed)
        self._missed = made.missed
        self._suggested = asked
        if regrouped:
            self._say("alike")
        return True

    def _ask_rules(self, today: date, more: tuple[QuietRule, ...] = ()) -> rules.Said:
        settings = self.settings()
        question = (self.paths.database, today, settings.holidays_of or None, settings.nudity, more)
        if self.rules_here:
            return rules.suggest(*question)
        return self._workers.call(rules.suggest, *question, timeout_s=SUGGEST_TIMEOUT_S)

    def _still_fresh(self, asked: Asked) -> bool:
        """While photos are looked at, each one changes the library: the rules are not asked after each."""
        if self._control is None or self._suggested is None or self._suggested[1:] != asked[1:]:
            return False
        return time.monotonic() < self._fresh_until

    def last_suggestions(self) -> tuple[Card, ...]:
        """Return what the rules last said, without asking them again."""
        with self._db.read() as db:
            return choices.cards(db)

    def card(self, key: SuggestionKey, today: date) -> Card:
        """Return one suggestion, as the rules last said it, or say it anew."""
        for stored in (True, False):
            cards = self.last_suggestions() if stored else self.suggestions(today)
            for card in cards:
                if card.suggestion.key == key:
                    return card
        raise UserError(
            _("There is no suggestion {key}.").format(key=key),
            _("Run: rollsuggest suggest --today DATE, to see all of them."),
        )

    def mark_seen(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.SEEN)

    def dismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.DISMISSED)
        self._say("suggestions")

    def undismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.NEW)
        self._say("suggestions")

    def dismissed(self) -> tuple[Card, ...]:
        """Return the cards that were not wanted, as far as the rules still say them and they may be shown."""
        if not self.grants().has(Purpose.ANALYSE):
            return ()
        with self._db.read() as db:
            return choices.dismissed(db)

    def keep_for_later(self, key: SuggestionKey, keep: bool = True) -> None:
        """Keep a card in the Saved group, whatever the rules say later; or let it go again."""
        with self._db.write() as db:
            choices.keep(db, key, keep, datetime.now())
        self._say("suggestions")

    # --- the Quiet list: counts at once, everywhere

    def quiet_list(self) -> tuple[QuietRule, ...]:
        with self._db.read() as db:
            return quiet.rules(db)

    def add_quiet(self, rule: QuietRule) -> int:
        """Put a line on the list; what shows it is dropped at once. Returns what removes it again."""
        with self._db.write() as db:
            added = quieting.add(db, rule, datetime.now())
        self._forget_pictures()
        self._say("suggestions", "quiet")
        return added

    def remove_quiet(self, rule: int) -> None:
        with self._db.write() as db:
            quieting.remove(db, rule)
        self._forget_pictures()
        self._say("suggestions", "quiet")

    def quiet_effect(self, rule: QuietRule, today: date) -> QuietEffect:
        """Return what this line on the list would do to the cards there are now. Nothing is changed."""
        said = self._ask_rules(today, (rule,))
        after = {s.key: frozenset(s.photos) for s in (*said.suggestions, *said.kept)}
        before = self.suggestions(today)
        return QuietEffect(
            tuple(card.title for card in before if card.suggestion.key not in after),
            sum(
                s.key in after and after[s.key] != frozenset(s.photos)
                for s in (card.suggestion for card in before)
            ),
        )

    def levers(self, key: SuggestionKey) -> tuple[QuietRule, ...]:
        """Return what of a card could be put on the Quiet list."""
        card = next((c for c in self.last_suggestions() if c.suggestion.key == key), None)
        if card is None:
            return ()
        with self._db.read() as db:
            return quieting.offers(db, card.suggestion, card.recipe.photos)

    def answer_occasion(self, occasion: Occasion, yes: bool | None) -> None:
        """Keep the answer to a card's question; None takes it back."""
        with self._db.write() as db:
            asking.set_occasion(db, occasion, yes, datetime.now())
        self._suggested = None
        if occasion.photos_of is None:
            self._say("suggestions")
        else:
            self._forget_pictures()
            self._say("suggestions", "quiet")

    def missed_person(self, today: date) -> Person | None:
        """Return somebody to ask about, of whom there are no newer photos. Nobody is asked about twice."""
        if not self._missed:
            return None
        with self._db.write() as db:
            cluster = asking.to_ask(db, self._missed, today)
            return next((p for p in persons(db) if p.cluster == cluster and not p.hidden), None)

    def answer_loss(self, cluster: ClusterId, answer: LossAnswer | None) -> None:
        """Keep whether somebody of whom there are no newer photos is to be suggested; None takes it back."""
        with self._db.write() as db:
            if answer is None:
                asking.take_back_loss(db, cluster)
            else:
                asking.answer_loss(db, cluster, answer, datetime.now())
        self._forget_pictures()
        self._say("suggestions", "quiet")

    def notification(self, now: datetime) -> str:
        """Return what to tell now, and note that it was told; "" when there is nothing to tell."""
        settings = self.settings()
        with self._db.read() as db:
            told = showing.notified_on(db, now.date())
        if not notify.due(now, told, settings.notifications):
            return ""
        text = notify.text_of(self.suggestions(now.date()), settings.notification_titles)
        if text:
            with self._db.write() as db:
                showing.note_notified(db, now.date())
        return text

    def _choose(self, key: SuggestionKey, state: SuggestionState) -> None:
        with self._db.write() as db:
            choices.choose(db, key, state, datetime.now())

    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        """Keep the person's edit of a suggestion's recipe."""
        with self._db.write() as db:
            choices.keep_recipe(db, key, recipe, datetime.now())
        self._say("suggestions")


def _words(asked: Asked) -> str:
    """Return all that the rules' answer depends on, the language of its texts and their version too."""
    return f"{__version__} {RULES_VERSION} {language()} {asked.generation} {asked.may_show} {asked.today}"
