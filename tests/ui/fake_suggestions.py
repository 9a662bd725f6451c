"""The fake studio's cards, and what is never suggested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from fake_core import FakeCore

from rollsuggest.library.rows import (
    Card,
    Creation,
    QuietEffect,
)
from rollsuggest.model import (
    ClusterId,
    LossAnswer,
    Occasion,
    Person,
    QuietKind,
    QuietRule,
    Recipe,
    SuggestionKey,
    SuggestionState,
)


class FakeSuggestions(FakeCore):
    def suggestions(self, today: date) -> tuple[Card, ...]:
        self._did("suggestions")
        if not self.held.suggestions:
            return ()
        return tuple(c for c in self.cards.values() if c.state is not SuggestionState.DISMISSED)

    def came(self, now: datetime) -> tuple[Card, ...]:
        return tuple(c for c in self.back if c.suggestion.key not in self.refused)

    def keep_came(self, key: SuggestionKey, out: Path) -> Creation:
        (card,) = (c for c in self.back if c.suggestion.key == key)
        out.write_bytes(b"made")
        self._did(f"keep_came {key} {out.name}", "creations", "suggestions")
        return Creation(9, key, card.recipe, out, datetime(2026, 6, 14, 12), card.made_by)

    def _mark(self, key: SuggestionKey, state: SuggestionState) -> None:
        if key not in self.cards:
            self.refused = {key} if state is SuggestionState.DISMISSED else set()
            return
        self.cards[key] = replace(self.cards[key], state=state)

    def mark_seen(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.SEEN)
        self._did(f"mark_seen {key}")

    def dismiss(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.DISMISSED)
        self._did(f"dismiss {key}", "suggestions")

    def undismiss(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.NEW)
        self._did(f"undismiss {key}", "suggestions")

    def dismissed(self) -> tuple[Card, ...]:
        return tuple(c for c in self.cards.values() if c.state is SuggestionState.DISMISSED)

    def keep_for_later(self, key: SuggestionKey, keep: bool = True) -> None:
        self.cards[key] = replace(self.cards[key], kept=keep)
        self._did(f"keep_for_later {key} {keep}", "suggestions")

    def quiet_list(self) -> tuple[QuietRule, ...]:
        return tuple(self.quiet)

    def add_quiet(self, rule: QuietRule) -> int:
        self.quiet.append(replace(rule, id=len(self.quiet) + 1))
        self._did(f"add_quiet {rule.kind} {rule.name}", "suggestions", "quiet")
        return len(self.quiet)

    def remove_quiet(self, rule: int) -> None:
        self.quiet = [held for held in self.quiet if held.id != rule]
        self._did(f"remove_quiet {rule}", "suggestions", "quiet")

    def quiet_effect(self, rule: QuietRule, today: date) -> QuietEffect:
        return QuietEffect(tuple(c.suggestion.title for c in list(self.cards.values())[:6]), 2)

    def levers(self, key: SuggestionKey) -> tuple[QuietRule, ...]:
        return (
            QuietRule(QuietKind.FEWER_PERSON, "Mara", clusters=frozenset({ClusterId(1)})),
            QuietRule(QuietKind.PLACE, "Porto", "PT"),
            QuietRule(QuietKind.DAYS, first=date(2018, 6, 12), last=date(2018, 6, 14)),
            QuietRule(QuietKind.CARD_KIND, "trip"),
        )

    def missed_person(self, today: date) -> Person | None:
        return self.missed

    def answer_loss(self, cluster: ClusterId, answer: LossAnswer | None) -> None:
        self.missed = None
        self._did(f"answer_loss {cluster} {answer}", "suggestions", "quiet")

    def answer_occasion(self, occasion: Occasion, yes: bool | None) -> None:
        day = " ".join(filter(None, (f"{occasion.month}-{occasion.day}", occasion.called)))
        self._did(f"answer_occasion {day} {yes}", "suggestions")

    def notification(self, now: datetime) -> str:
        return "A new suggestion is ready"

    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        titled = recipe.title != self.cards[key].suggestion.title
        self.cards[key] = replace(self.cards[key], recipe=recipe, titled=titled)
        self._did(f"keep_recipe {key}", "suggestions")
