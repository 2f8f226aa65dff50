"""Pages of the record of work."""

from jetekchi.worklog.views import accidents, chronologies, kinds, reading, writing

__all__ = ["accidents", "chronologies", "kinds", "reading", "writing"]
