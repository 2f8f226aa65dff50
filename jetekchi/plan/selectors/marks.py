"""What a window shows, as a mark that travels with its form: two windows do not write over each other (3.1)."""

from jetekchi.plan.models import PlanItem, PlanPaper
from jetekchi.plan.selectors.material import seal

WORDS = ("analysis", "aim", "tasks")
ITEM_WORDS = ("title", "form", "responsible", "participants", "expected")


def words_of(paper: PlanPaper | None) -> dict[str, str]:
    """The leader's words as they are saved; empty ones before anything was written."""
    return {name: getattr(paper, name) if paper else "" for name in WORDS}


def words_mark(paper: PlanPaper | None) -> str:
    """The mark of the saved words."""
    return seal(words_of(paper))[1]


def item_mark(item: PlanItem) -> str:
    """The mark of an item as it is planned."""
    return seal(
        {
            "direction": item.direction_id,
            "month": item.month.isoformat(),
            "on": item.on.isoformat() if item.on else None,
            "students": sorted(item.students.values_list("pk", flat=True)),
            **{name: getattr(item, name) for name in ITEM_WORDS},
        }
    )[1]
