"""Desks of those whose signature or confirmation is waited for: offices, directors, the university (1.3, 3.2, 7.2)."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jetekchi.documents import permissions as documents_permissions
from jetekchi.documents import selectors as documents
from jetekchi.documents.selectors import RouteRow
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.roles import Role
from jetekchi.workplace.selectors.desks import accidents
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address

SHOWN = 5


@dataclass(frozen=True)
class RouteLine:
    """A paper on its way through the offices: how many have agreed, whose turn it is."""

    title: str
    edition: int
    agreed: int
    offices: int
    turn: str
    is_vacant: bool
    url: str


@dataclass(frozen=True)
class Papers:
    """Papers on their way."""

    routes: tuple[RouteLine, ...]
    documents_url: str


@dataclass(frozen=True)
class Directives:
    """How many directives are open, how many past their day."""

    open: int
    overdue: int
    url: str
    overdue_url: str
    new_url: str

    @property
    def overdue_words(self) -> str:
        """How many are past their day."""
        return _("overdue: %(late)s") % {"late": self.overdue}


def add(page: FirstPage) -> None:
    """Put the confirmation of accidents first for the university, the papers on their way for the directors."""
    if page.who.is_a(Role.UNIVERSITY_ADMINISTRATION):
        # Shown with the button itself, so not a second time among the rows.
        page.rows[:] = [row for row in page.rows if row.clause != "3.2"]
        page.top.append(
            Card("accidents", accidents.waiting(page.user, int(page.settings["accident_confirm_minutes"])))
        )
    if page.who.may(Permission.DOCUMENT_MANAGE):
        page.side.append(Card("papers", _papers(page)))
    if page.who.may(Permission.DIRECTIVE_ISSUE) or page.who.is_a(Role.HEAD_OF_UPBRINGING):
        page.side.append(Card("directives", _directives(page)))


def _papers(page: FirstPage) -> Papers:
    versions = documents_permissions.visible_versions(page.user).filter(status="in_approval")
    return Papers(
        routes=tuple(
            _line(str(version.document), version.number, version.pk, documents.route_rows(version))
            for version in versions.order_by("pk")[:SHOWN]
        ),
        documents_url=address("documents:documents"),
    )


def _directives(page: FirstPage) -> Directives:
    found = documents_permissions.visible_directives(page.user).filter(
        status__in=["issued", "acknowledged", "explained"]
    )
    counted = found.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=page.today)))
    return Directives(
        open=counted["open"],
        overdue=counted["overdue"],
        url=address("documents:directives"),
        overdue_url=address("documents:directives", query="state=overdue"),
        new_url=address("documents:new_directive") if page.who.may(Permission.DIRECTIVE_ISSUE) else "",
    )


def _line(title: str, edition: int, pk: int, rows: list[RouteRow]) -> RouteLine:
    turn = next((row for row in rows if row.is_turn), None)
    return RouteLine(
        title=title,
        edition=edition,
        agreed=sum(row.act is not None for row in rows),
        offices=len(rows),
        turn=turn.line.title if turn else "",
        is_vacant=turn.is_vacant if turn else False,
        url=address("documents:route", pk),
    )
