"""The one facade that the window, the terminal and the tests talk to. Wiring, no logic.

Every method may block (SQL, files, a worker process): the window calls them from its bridge, never from the
GUI thread. All methods may be called from any thread.
"""

from __future__ import annotations

from rollsuggest.jobs import looking
from rollsuggest.jobs.conditions import Told
from rollsuggest.studio.cloud import Cloud
from rollsuggest.studio.core import RENDER_TIMEOUT_S, Cancelled, Changed, Listener, Progress
from rollsuggest.studio.dates import Dates
from rollsuggest.studio.names import Names
from rollsuggest.studio.photos import Photos
from rollsuggest.studio.suggestions import Suggestions

__all__ = ["Cancelled", "Changed", "Listener", "Progress", "Studio", "Told"]


class Studio(Cloud, Suggestions, Photos, Dates, Names):
    """Open on one data folder. Close it when done: it owns processes and a database."""

    def close(self) -> None:
        """Stop indexing, end the workers, let go of the database. What was learned is stored already."""
        self.unwatch()
        super().close()
        self.stop_indexing()
        self._workers.close()
        self._db.close()

    def load_all_models(self) -> None:
        """Load every network once; for the self-test."""
        self._workers.call(looking.load_all_models, timeout_s=RENDER_TIMEOUT_S)
