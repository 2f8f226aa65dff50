"""The technical log tells where something broke, never about whom: the message of an error often repeats a value."""

import logging
import traceback
from types import TracebackType

from django.db import OperationalError

# Their messages name files, tables and names of the program, and without them nobody finds the cause.
TELLING = (OperationalError, OSError, ImportError, NameError, AttributeError, TypeError)
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(logging.Formatter):
    """An error as its places in the program and its kind."""

    def format(self, record: logging.LogRecord) -> str:
        # What another formatter made of the same error stands in the record and would be taken as it is.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: Caught) -> str:
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += [*traceback.format_tb(error.__traceback__), _named(error)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()


def _named(error: BaseException) -> str:
    said = f": {error}" if isinstance(error, TELLING) else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{said}\n"
