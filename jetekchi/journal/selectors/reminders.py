"""Which reminders were sent: the same thing is asked once a day (1.2)."""

from datetime import date

from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Reminder


@while_unchanged("journal")
def reminders_since(day: date) -> dict[tuple[int, str], date]:
    """By class and paper, the last day from this one on that its leader was reminded."""
    rows = Reminder.objects.filter(on__gte=day).order_by("on").values_list("class_group", "paper", "on")
    return {(class_pk, paper): on for class_pk, paper, on in rows}
