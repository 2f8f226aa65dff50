"""What is still open in a half-year that is about to be closed: the only storey that knows all of it says it (3.8)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.organisation import links
from jetekchi.organisation.links import OpenEnd
from jetekchi.organisation.models import Term, User
from jetekchi.organisation.selectors import classes_of
from jetekchi.reports.permissions import may_list
from jetekchi.reports.selectors import report_states
from jetekchi.worklog.permissions import may_open_accidents
from jetekchi.worklog.selectors import unconfirmed_between
from jetekchi.workplace.selectors.links import address


def open_ends(user: User, term: Term) -> Iterator[OpenEnd]:
    """Reports that are not accepted, class by class, and accidents that the university has not confirmed."""
    words = {
        "": _("not begun"),
        "draft": _("being written"),
        "returned": _("returned with remarks"),
        "submitted": _("waits for the decision of the head of study"),
    }
    classes = list(classes_of(term.year))
    states = report_states(classes, term)
    open_reports = tuple(
        f"{group.label}: {words[state]}" for group in classes if (state := states.get(group.pk, "")) in words
    )
    if open_reports:
        url = address("reports:list", query=f"half={term.number}") if may_list(user) else ""
        yield OpenEnd(_("Half-year reports not accepted"), open_reports, url)
    moments = unconfirmed_between(term.start_on, term.end_on)
    if moments:
        url = address("worklog:accidents", query="waiting=1") if may_open_accidents(user) else ""
        yield OpenEnd(
            _("Accidents that the university has not confirmed"),
            tuple(dates.date_time(moment) for moment in moments),
            url,
        )


def register() -> None:
    """Tell the page below, which closes the half-year."""
    links.register_open_ends(open_ends)
