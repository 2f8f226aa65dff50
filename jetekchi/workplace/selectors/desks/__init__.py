"""The first page of a person: every role adds its cards, a class leader's Today first."""

from jetekchi.core import dates
from jetekchi.documents import selectors as documents
from jetekchi.journal import selectors as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Term, User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.selectors.schedule_desk import schedule_due_rows
from jetekchi.plan import selectors as plan
from jetekchi.worklog import selectors as worklog
from jetekchi.workplace.selectors.desks import (
    administration,
    families,
    leader,
    lessons,
    offices,
    specialists,
    supervision,
    teachers,
)
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.due_list import DueList, due_list

__all__ = ["Card", "FirstPage", "first_page", "rows_of", "term_of"]

# The order in which roles stack: the lesson that runs, then who answers for children.
DESKS = (lessons, leader, supervision, offices, specialists, teachers, families, administration)


def first_page(user: User) -> FirstPage:
    """What the person sees first: due rows of every storey and the cards of each role (1.2, 4.1)."""
    page = FirstPage(
        user=user,
        who=standing(user),
        today=dates.today(),
        half=organisation.current_half_year(),
        settings=organisation.all_settings(),
    )
    page.rows += documents.pending_for(user)
    page.rows += worklog.due_rows(user, page.today)
    page.rows += plan.due_rows(user, page.half, page.today)
    page.rows += schedule_due_rows(user)
    page.rows += plan.event_due_rows(user, page.today)
    page.rows += plan.self_government_due(user, page.today)
    page.rows += journal.remark_due_rows(user, page.today)
    page.rows += journal.excuse_due_rows(user, page.today)
    page.rows += journal.gap_due_rows(user, page.today)
    page.rows += journal.run_due_rows(user, page.half, page.today)
    for desk in DESKS:
        desk.add(page)
    return page


def rows_of(page: FirstPage) -> DueList:
    """The due rows of a page in order."""
    return due_list(page.rows, page.today, page.led_class, page.clauses)


def term_of(page: FirstPage) -> Term | None:
    """The quarter, else the half-year, that runs today."""
    if page.half is None or not page.half.holds(page.today):
        return None
    quarters = organisation.quarters_of(page.half)
    return next((quarter for quarter in quarters if quarter.holds(page.today)), page.half)
