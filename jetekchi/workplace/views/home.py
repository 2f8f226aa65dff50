"""The first page of everybody, and the state of the installation for the administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jetekchi.core import dates
from jetekchi.organisation.permissions import Permission, require
from jetekchi.workplace.selectors import desks, installation
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.views.common import me


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What I must do today; an empty lyceum leads its administrator to the first steps."""
    page = desks.first_page(me(request))
    if (
        page.half is None
        and page.who.may(Permission.SETTINGS)
        and (first := address("organisation:first_steps"))
    ):
        return redirect(first)
    due = desks.rows_of(page)
    # What was worked out here is not asked a second time by the menu.
    request.due_count = len(due.lines)  # type: ignore[attr-defined]
    request.half_year = page.half  # type: ignore[attr-defined]
    title = dates.weekday_day(page.today) if page.is_staff else me(request).name
    context = {
        "title": title,
        "tab": _("Today") if page.is_staff else _("My page"),
        "page": page,
        "due": due,
        "meta": [*page.meta, _term_words(page)],
        "has_side": bool(page.side),
        "is_empty": not any((due.lines, page.top, page.day, page.main, page.side, page.wide)),
        "help_url": address("workplace:help"),
        "search_url": address("workplace:search"),
    }
    return render(request, "workplace/home.html", context)


def _term_words(page: desks.FirstPage) -> str:
    """«2-чейрек, 3-жума» while a term runs."""
    term = desks.term_of(page)
    if term is None:
        return ""
    week = (page.today - term.start_on).days // 7 + 1
    return _("%(term)s, week %(week)s") % {"term": term, "week": week}


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Every part of the installation, the audit verified on the spot."""
    require(request.user, Permission.PEOPLE_MANAGE)
    return render(request, "workplace/status.html", {"parts": installation.whole_look()})
