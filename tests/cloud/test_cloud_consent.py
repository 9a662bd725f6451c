"""Nothing is sent without a live grant, whatever the order of grant, withdraw, enqueue, crash, restart."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from cloud_world import ADDRESSES, Killed, Reached, World
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rollsuggest.library.outbox import State, There
from rollsuggest.model import Purpose, Service

POINTS = ("connect", "before", "after", "finish")
HAPPENS = ("lost", "killed", "withdrawn", "withdrawn elsewhere", "other server allowed")


class Consent(RuleBasedStateMachine):
    """The person, the network and the power supply do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="rollsuggest-consent-")
        self.world = World(Path(self._folder.name))
        self.allowed = ""  # our own record, apart from the ledger
        self.forbidden: list[Reached] = []
        answer = self.world.servers.answer

        def watched(asked: Reached) -> object:
            if asked.method != "DELETE" and asked.address != self.allowed:
                self.forbidden.append(asked)
            return answer(asked)

        self.world.servers.answer = watched  # type: ignore[method-assign,assignment]

    @rule(address=st.sampled_from(sorted(ADDRESSES)))
    def allow(self, address: str) -> None:
        if self.allowed not in ("", address):
            self.withdraw()  # as the studio does before it allows another server
        self.world.allow(address)
        self.allowed = address

    @rule()
    def withdraw(self) -> None:
        self.allowed = ""
        self.world.withdraw()

    @rule(address=st.sampled_from(sorted(ADDRESSES)), fitting=st.sampled_from((True, True, False)))
    def enqueue(self, address: str, fitting: bool) -> None:
        self.world.enqueue(self.allowed if fitting and self.allowed else address)

    @rule(address=st.sampled_from(sorted(ADDRESSES)))
    def allow_and_enqueue(self, address: str) -> None:
        self.allow(address)
        self.world.enqueue(address)

    @rule()
    def restart(self) -> None:
        self.world.start()

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    @rule(
        steps=st.integers(2, 8),
        point=st.sampled_from(POINTS),
        happens=st.sampled_from((None, *HAPPENS)),
        nth=st.integers(1, 3),
    )
    def work(self, steps: int, point: str, happens: str | None, nth: int) -> None:
        left = nth

        def fault(where: str) -> None:
            nonlocal left
            left -= where == point
            if where == point and left == 0 and happens:
                self._happen(happens, where)

        self.world.servers.fault = fault
        try:
            for _step in range(steps):
                self.world.now += timedelta(seconds=self.world.sender.step() or 0)
        except Killed:
            self.world.start()
        finally:
            self.world.servers.fault = lambda _where: None

    def _happen(self, what: str, where: str) -> None:
        if what == "killed":
            raise Killed
        if what == "lost" and where != "finish":
            raise ConnectionResetError
        if what == "withdrawn":
            self.withdraw()
        elif what == "withdrawn elsewhere" and where == "connect":  # in a terminal: no connection is cut here
            self.allowed = ""
            self.world.ledger.write("withdraw", [Purpose.CLOUD], self.world.now)
        elif what == "other server allowed":
            self.allow(next(address for address in sorted(ADDRESSES) if address != self.allowed))

    @invariant()
    def nothing_reached_a_server_that_was_not_allowed(self) -> None:
        assert self.forbidden == []

    @invariant()
    def nothing_is_handed_over_or_made_twice(self) -> None:
        assert len(self.world.handed) == len(set(self.world.handed))
        assert len(self.world.servers.made) == len(set(self.world.servers.made))

    @invariant()
    def every_photo_that_arrived_is_in_the_ledger(self) -> None:
        noted = {
            (entry.recipient, entry.sending.sha256)
            for entry in self.world.ledger.entries()
            if entry.act == "send" and entry.sending
        }
        by_key = {parcel.key: parcel for parcel in self.world.parcels()}
        for asked in self.world.servers.reached:
            if asked.method == "POST" and b"the photo" in asked.body:
                assert (asked.address, by_key[asked.key].sha256) in noted

    def teardown(self) -> None:
        """In the end everything is off, what can be deleted is deleted, and no file is left."""
        self.withdraw()
        self.world.start()
        self.world.work_off()
        for parcel in self.world.parcels():
            assert parcel.state in (State.DONE, State.FAILED, State.CANCELLED)
            assert parcel.there not in (There.HELD, There.WANTED)
            if parcel.provider == Service.ROLLSUGGEST and parcel.sent_at:
                overdue = self.world.now - parcel.sent_at > timedelta(hours=25)  # the server keeps it for 24
                assert parcel.there is There.CONFIRMED or overdue
                assert parcel.key not in self.world.servers.media or overdue
        self.world.start()
        assert list(self.world.folder.picture("x").parent.glob("*")) == []
        self.world.close()
        self._folder.cleanup()


TestConsent = Consent.TestCase
TestConsent.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
