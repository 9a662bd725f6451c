"""What is done next, when, how often: decided without a database, a clock or a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cloud_world import RECIPE, START
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.cloud import outbox
from rollsuggest.cloud.outbox import Act, Candidate, chosen, next_step
from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.model import AssetId, Meant


def parcel(number: int, state: State = State.WAITING, **said: object) -> Parcel:
    made = Parcel(
        number, str(number), AssetId(7), "a.jpg", "rollsuggest", "https://a.example", RECIPE, "{}", 0, 1, "",
        1, 1, START, state=state,
    )  # fmt: skip
    return replace(made, **said)  # type: ignore[arg-type]


def act(
    parcels: list[Parcel], now: datetime = START, a_day: int = 9, may_send: bool = True
) -> tuple[object, ...]:
    found = next_step(parcels, now, a_day=a_day, may_send=may_send)
    return found.act, found.parcel.id if found.parcel else None, found.wait_s


def test_deletions_go_first_then_what_is_made_then_the_oldest() -> None:
    waiting, older = parcel(3), parcel(2)
    sent, gone = parcel(4, State.SENT), parcel(5, State.DONE, there=There.WANTED)
    assert act([waiting, older, sent, gone]) == (Act.DELETE, 5, None)
    assert act([waiting, older, sent]) == (Act.LOOK, 4, None)
    assert act([waiting, older]) == (Act.SEND, 2, None)
    assert act([parcel(1, State.DRAFT), parcel(2, State.UNSURE), parcel(3, State.CANCELLED)]) == (
        None,
        None,
        None,
    )


def test_paused_nothing_is_sent_but_what_was_sent_is_fetched_and_deleted() -> None:
    assert act([parcel(1)], may_send=False) == (None, None, None)
    assert act([parcel(1), parcel(2, State.SENT)], may_send=False) == (Act.LOOK, 2, None)
    assert act([parcel(1), parcel(2, State.DONE, there=There.WANTED)], may_send=False)[0] is Act.DELETE


def test_no_more_than_so_many_a_day_and_the_next_day_goes_on() -> None:
    done = [parcel(n, State.DONE, sent_at=START) for n in range(2)]
    found = next_step([*done, parcel(9)], START, a_day=2, may_send=True)
    assert found.act is None and found.wait_s is not None and 0 < found.wait_s <= 24 * 3600 + 1
    assert act([*done, parcel(9)], START + timedelta(seconds=found.wait_s), a_day=2) == (Act.SEND, 9, None)
    again = parcel(9, sent_at=START)  # one that was lost on the way counts once
    assert act([done[0], again], a_day=2) == (Act.SEND, 9, None)


@given(st.integers(0, 40), st.floats(0, 9999))
def test_each_wait_is_as_long_or_longer_and_never_shorter_than_asked(attempts: int, asked_s: float) -> None:
    assert outbox.wait_s(attempts + 1) >= outbox.wait_s(attempts) >= outbox.FIRST_WAIT_S
    assert outbox.wait_s(attempts, asked_s) >= asked_s
    assert outbox.wait_s(attempts) <= outbox.LONGEST_WAIT_S


def test_one_that_rests_is_waited_for() -> None:
    resting = parcel(1, next_at=START + timedelta(seconds=40))
    assert act([resting]) == (None, None, 40.0)
    assert act([resting], START + timedelta(seconds=40)) == (Act.SEND, 1, None)


@pytest.mark.parametrize("repeats", [True, False])
def test_after_a_crash_only_a_server_that_knows_keys_is_asked_again(repeats: bool) -> None:
    after = outbox.after_crash(State.SENDING, repeats=repeats)
    assert after is (State.WAITING if repeats else State.UNSURE)
    assert outbox.after_crash(State.SENT, repeats=repeats) is State.SENT


def test_deletion_is_asked_for_until_by_its_own_word_nothing_is_kept() -> None:
    held = parcel(1, State.DONE, sent_at=START, retention_hours=6)
    assert not outbox.gives_up_asking(held, START + timedelta(hours=6))
    assert outbox.gives_up_asking(held, START + timedelta(hours=8))


# --- which photos are meant ------------------------------------------------------------------------------

PHOTOS = [
    Candidate(AssetId(1), START - timedelta(days=3), "Faro", frozenset({"beach"})),
    Candidate(AssetId(2), START - timedelta(days=20), "Porto", frozenset({"cake"})),
    Candidate(AssetId(3), START - timedelta(days=400), "Faro", frozenset({"beach"})),
    Candidate(AssetId(4), None, "Faro", frozenset({"beach"})),
    Candidate(AssetId(5), START + timedelta(days=2), "Faro"),
]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (Meant(), [1, 2]),
        (Meant(days=7), [1]),
        (Meant(place="faro"), [1]),
        (Meant(theme="cake"), [2]),
        (Meant(days=None, theme="beach"), [1, 3, 4]),
        (Meant(days=None), [5, 1, 2, 3, 4]),
        (Meant(place="Lagos"), []),
    ],
)
def test_the_last_thirty_days_unless_more_is_said(told: Meant, meant: list[int]) -> None:
    assert list(chosen(PHOTOS, told, START, 99)) == meant
    assert list(chosen(PHOTOS, told, START, 1)) == meant[:1]


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(
    st.lists(st.builds(Candidate, st.integers(1, 99).map(AssetId), st.none() | MOMENTS)),
    st.integers(0, 400),
)
def test_nothing_older_and_nothing_undated_is_meant(photos: list[Candidate], days: int) -> None:
    old = {id(p) for p in photos if p.taken_at is None or p.taken_at < START - timedelta(days=days)}
    young = [p.asset for p in photos if id(p) not in old]
    assert set(chosen(photos, Meant(days=days), START, 999)) <= set(young)
