"""A row of something due: what any storey answers when asked what waits for a person."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class DueRow:
    """`due_on` None sorts last among the due. `url` opens the exact form, `action` is the words on its button.

    `outside`: the words that may leave the house (a calendar feed lies with whoever keeps the calendar). They name no
    child; where there are none, only the clause and the deed leave.
    `together_url`: the page on which rows of this sort stand together; where there is little room they are one line.
    """

    due_on: date
    title: str
    detail: str = ""
    clause: str = ""
    url: str = ""
    action: str = ""
    outside: str = ""
    together_url: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.due_on < today

    def days_left(self, today: date) -> int:
        """Days until it is due; negative when the day has passed."""
        return (self.due_on - today).days
