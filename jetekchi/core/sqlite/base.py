"""What Django loads as the database of this name."""

import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds between two tries; a write takes several times as long.
STEP = 0.003


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction as soon as the writer before has ended; gives up when the timeout of the settings is over."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + patience
        self._busy_for(0)
        try:
            while not self._has_begun(time.monotonic() < until):
                time.sleep(STEP)
        finally:
            self._busy_for(patience)

    def _has_begun(self, may_wait: bool) -> bool:
        """Whether the transaction stands; False while somebody else writes and there is time left."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # django-stubs do not know it
        except OperationalError as error:
            if may_wait and "locked" in str(error):
                return False
            raise
        return True

    def _busy_for(self, seconds: float) -> None:
        """How long SQLite itself waits inside one statement; past Django's log of queries, it asks for nothing."""
        self.connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
