"""A row of something due: what any storey answers when asked what waits for a person."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class DueRow:
    """`due_on` None sorts last among the due. `url` opens the exact form, `action` is the words on its button."""

    due_on: date
    title: str
    detail: str = ""
    clause: str = ""
    url: str = ""
    action: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.due_on < today

    def days_left(self, today: date) -> int:
        """Days until it is due; negative when the day has passed."""
        return (self.due_on - today).days
