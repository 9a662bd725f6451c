from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.consent.grants import Entry, grants_of, permit
from rollsuggest.errors import ConsentError
from rollsuggest.model import Purpose

START = datetime(2026, 1, 1, tzinfo=UTC)
ACTS = st.lists(st.tuples(st.sampled_from(["allow", "withdraw", "decline"]), st.sampled_from(list(Purpose))))


def entries(acts: list[tuple[str, Purpose]]) -> list[Entry]:
    return [
        Entry(START + timedelta(minutes=n), act, None if act == "decline" else purpose, "1")
        for n, (act, purpose) in enumerate(acts)
    ]


def test_nothing_is_allowed_before_the_person_answered() -> None:
    grants = grants_of([], "1")
    assert not grants.asked
    assert not any(grants.has(purpose) for purpose in Purpose)


@given(ACTS)
def test_the_last_word_on_a_purpose_holds(acts: list[tuple[str, Purpose]]) -> None:
    grants = grants_of(entries(acts), "1")
    last = {purpose: act for act, purpose in acts if act != "decline"}
    looks = last.get(Purpose.ANALYSE) == "allow"
    for purpose in Purpose:
        assert grants.has(purpose) == (looks and last.get(purpose) == "allow")
    # A setting that is switched answers no question.
    assert grants.asked == any(act == "decline" or p is not Purpose.SUGGESTIONS for act, p in acts)
    gone = {p for p, act in last.items() if act == "withdraw"}
    assert {purpose for purpose in Purpose if grants.taken_back(purpose)} == gone


@given(ACTS, st.sampled_from(list(Purpose)))
def test_a_permit_is_minted_exactly_when_granted(acts: list[tuple[str, Purpose]], purpose: Purpose) -> None:
    grants = grants_of(entries(acts), "1")
    if grants.has(purpose):
        assert permit(grants, purpose).purpose is purpose
    else:
        with pytest.raises(ConsentError) as caught:
            permit(grants, purpose)
        assert caught.value.advice


def test_a_grant_keeps_the_day_it_was_first_given() -> None:
    grants = grants_of(entries([("allow", Purpose.ANALYSE), ("allow", Purpose.ANALYSE)]), "1")
    assert grants.when(Purpose.ANALYSE) == START


def test_new_terms_are_asked_anew() -> None:
    before = entries([("allow", Purpose.ANALYSE), ("allow", Purpose.FACES)])
    grants = grants_of(before, "2")
    assert not grants.asked
    assert not grants.has(Purpose.ANALYSE)
    again = Entry(START + timedelta(days=1), "allow", Purpose.ANALYSE, "2")
    assert grants_of([*before, again], "2").has(Purpose.ANALYSE)
    assert not grants_of([*before, again], "2").has(Purpose.FACES)
