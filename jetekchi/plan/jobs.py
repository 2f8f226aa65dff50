"""What the plan does beside the pages."""

from datetime import time

from jetekchi.core import jobs
from jetekchi.plan import services


@jobs.task()
def tell_moved_days() -> None:
    """Days of plans that the calendar moved since yesterday are told to everybody who works by them."""
    services.tell_moved_days()


jobs.daily(tell_moved_days, at=time(6, 0))
