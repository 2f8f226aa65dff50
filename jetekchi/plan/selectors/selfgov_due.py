"""What waits for whom in self-government and the library: rows of the first page (2.2, 6.2)."""

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from jetekchi.core.due import DueRow
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import Assignment, Election, Elector, LibraryRequest, OfficeTerm

AHEAD = timedelta(days=14)


def self_government_due(user: User | AnonymousUser, today: date) -> list[DueRow]:
    """Votes and assignments of a student; running votes, reports, ending terms and requests of a leader and librarian."""
    who = standing(user)
    rows: list[DueRow] = []
    if who.own_student is not None:
        rows += _of_student(who.own_student, today)
    if who.own_classes and may(user, Permission.PLAN_WRITE):
        rows += _of_leader(tuple(sorted(who.own_classes)), today)
    if may(user, Permission.LIBRARY_ANSWER):
        rows += _of_librarian()
    return rows


def _of_student(student_pk: int, today: date) -> list[DueRow]:
    """Asked anew on each page: whether one has voted is nobody else's answer to keep."""
    votes = Elector.objects.filter(
        student=student_pk, election__state=Election.State.OPEN, has_voted=False, by_slip=False
    ).select_related("election__office", "election__class_group")
    rows = [
        DueRow(
            due_on=today,
            title=_("Secret ballot: %(office)s") % {"office": one.election.office},
            detail=_("one vote each, in secret"),
            clause="2.2",
            url=reverse("plan:ballot", args=[one.election_id]),
            action=_("Give your vote"),
        )
        for one in votes
    ]
    given = Assignment.objects.filter(term__student=student_pk, state=Assignment.State.GIVEN)
    return rows + [
        DueRow(
            due_on=one.due_on,
            title=one.title,
            detail=_("assignment of your office: %(office)s") % {"office": one.term.office},
            clause="2.2",
            url=reverse("plan:assignment", args=[one.pk]),
            action=_("Report"),
        )
        for one in given.select_related("term__office")
    ]


@while_unchanged("organisation", "plan")
def _of_leader(class_pks: tuple[int, ...], today: date) -> list[DueRow]:
    running = Election.objects.filter(class_group__in=class_pks, state__in=Election.RUNNING)
    rows = [
        DueRow(
            due_on=one.vote_on,
            title=_("Secret ballot: %(office)s, %(label)s")
            % {"office": one.office, "label": one.class_group.label},
            detail=str(one.get_state_display()),
            clause="2.2",
            url=reverse("plan:election", args=[one.pk]),
            action=_("Open the vote"),
        )
        for one in running.select_related("office", "class_group")
    ]
    return rows + _reported(class_pks) + _ending(class_pks, today) + _asked(class_pks)


def _reported(class_pks: tuple[int, ...]) -> list[DueRow]:
    found = Assignment.objects.filter(term__class_group__in=class_pks, state=Assignment.State.REPORTED)
    return [
        DueRow(
            due_on=one.due_on,
            title=one.title,
            detail=_("%(name)s has reported") % {"name": one.term.student.person.brief_name},
            clause="2.2",
            url=reverse("plan:assignment", args=[one.pk]),
            action=_("Read the report"),
        )
        for one in found.select_related("term__student__person")
    ]


def _ending(class_pks: tuple[int, ...], today: date) -> list[DueRow]:
    """Required offices whose term ends soon and that nobody holds afterwards."""
    terms = list(
        OfficeTerm.objects.filter(
            class_group__in=class_pks, office__is_required=True, office__is_active=True, until_on__gte=today
        ).select_related("office", "class_group__year")
    )
    last: dict[tuple[int, int], OfficeTerm] = {}
    for term in sorted(terms, key=lambda term: term.until_on):
        last[term.class_group_id, term.office_id] = term
    return [
        DueRow(
            due_on=term.until_on,
            title=_("The term ends: %(office)s, %(label)s")
            % {"office": term.office, "label": term.class_group.label},
            detail=_("announce an election"),
            clause="2.2",
            url=reverse("plan:self_government", args=[term.class_group_id]),
            action=_("Open the offices"),
        )
        for term in last.values()
        if term.until_on <= today + AHEAD and term.until_on < term.class_group.year.end_on
    ]


def _asked(class_pks: tuple[int, ...]) -> list[DueRow]:
    found = LibraryRequest.objects.filter(class_group__in=class_pks, state="asked")
    return [
        DueRow(
            due_on=one.needed_on,
            title=_("Library: %(theme)s") % {"theme": one.theme},
            detail=_("waits for the answer of the librarian")
            if one.library == "lyceum"
            else _("write down what the library answered"),
            clause="6.2",
            url=reverse("plan:library_request", args=[one.pk]),
            action=_("Open the request"),
        )
        for one in found
    ]


@while_unchanged("organisation", "plan")
def _of_librarian() -> list[DueRow]:
    found = LibraryRequest.objects.filter(library="lyceum", state="asked").select_related("class_group")
    return [
        DueRow(
            due_on=one.needed_on,
            title=one.theme,
            detail=_("class %(label)s asks the library") % {"label": one.class_group.label},
            clause="6.2",
            url=reverse("plan:library_request", args=[one.pk]),
            action=_("Answer"),
        )
        for one in found
    ]
