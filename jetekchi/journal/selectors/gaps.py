"""Gaps of the journal as pages, first pages, inspections and the duty matrix read them (3.9)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.prepared import BY_NO_CHANCE, Listed, Written
from jetekchi.core.remember import once_a_page, while_unchanged
from jetekchi.journal.models import Remark, RemarkGap, TermMarkChange
from jetekchi.journal.permissions.checks import may_list_checks
from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.checks import (
    CHECKS,
    NAMES,
    ORDER,
    TERM,
    Check,
    Scope,
    counts_of,
    number_of,
    steady_counts_of,
    union_of,
    unordered,
)
from jetekchi.journal.selectors.school_days import in_closed_half
from jetekchi.organisation.models import (
    ClassGroup,
    Person,
    Student,
    Subject,
    Teaching,
    Term,
    User,
)
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.organisation.selectors import all_settings, current_year

CHECK_NAMES = [(key, check.title) for key, check in CHECKS.items()]


@dataclass(frozen=True)
class GapFilters:
    """What the list is narrowed by; everything optional."""

    group: int | None = None
    person: int | None = None
    check: str = ""
    from_on: date | None = None
    to_on: date | None = None

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the list."""
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class Gap:
    """One thing that the journal lacks, and who can mend it."""

    check_key: str
    group_key: int
    day: date
    hour: int | None
    subject_key: int | None
    lesson_key: int | None
    student_key: int | None
    term_key: int | None
    share_key: int | None
    person_key: int | None
    leader_key: int | None
    amount: int
    label: str = ""
    subject: str = ""
    student: str = ""
    person: str = ""

    @property
    def check(self) -> Check:
        """Its line of the dictionary."""
        return CHECKS[self.check_key]

    @property
    def key(self) -> str:
        """The gap by name: what is lacking where, whoever answers for it."""
        if self.check_key == "reason":
            return f"reason.{self.student_key}.{self.day}"
        where = (self.lesson_key, self.student_key, self.subject_key, self.term_key)
        # Of the first teacher of a subject it is the class's, of another one the share of the class.
        share = (self.share_key,) if self.share_key else ()
        return ".".join((self.check_key, *(str(one or "") for one in (*where, *share))))

    @property
    def where(self) -> str:
        """«12.11, lesson 2, Algebra», and whose cell it is."""
        words = [dates.short_date(self.day)]
        if self.hour:
            words.append(_("lesson %(number)s") % {"number": self.hour})
        words += [one for one in (self.subject, self.student) if one]
        if self.term_key and not self.student_key:
            words.append(
                ngettext("%(count)d student", "%(count)d students", self.amount) % {"count": self.amount}
            )
        return ", ".join(words)

    @property
    def mend_url(self) -> str:
        """The exact form, for who answers for it or leads the class."""
        if self.check_key == "reason" and not self.lesson_key:
            return self.look_url
        url = reverse(self.check.page, args=[getattr(self, name) for name in self.check.takes])
        row = f"#s{self.student_key}" if self.student_key else ""
        return f"{url}?term={self.term_key}{row}" if self.term_key else url

    @property
    def look_url(self) -> str:
        """The same place for who only reads the journal."""
        if self.subject_key is None:
            group = ClassGroup(pk=self.group_key)
            return links.absences(
                group, kind="unknown", from_on=self.day, to_on=self.day, student_id=self.student_key
            )
        if self.check.page == TERM:
            return self.mend_url
        url = reverse("journal:grid", args=[self.group_key, self.subject_key])
        return f"{url}?term={self.term_key}" if self.term_key else url

    def url_for(self, user: User) -> str:
        """The page that opens for this person."""
        is_own = self.person_key == user.person_id or self.group_key in standing(user).own_classes
        return self.mend_url if is_own else self.look_url

    def action_for(self, user: User) -> str:
        """The words on the button."""
        is_own = self.person_key == user.person_id or self.group_key in standing(user).own_classes
        return str(self.check.action) if is_own else _("Open")


@while_unchanged("organisation")
def _terms(year_pk: int) -> tuple[Term, ...]:
    """The terms that are marked: quarters, or half-years where the lyceum has no others."""
    found = list(Term.objects.filter(year=year_pk).select_related("parent"))
    quarters = [term for term in found if term.kind == Term.Kind.QUARTER]
    if all_settings()["term_scheme"] == "half_years" or not quarters:
        return tuple(term for term in found if term.kind == Term.Kind.HALF_YEAR)
    return tuple(quarters)


def whole(today: date, start: date | None = None, end: date | None = None) -> Scope | None:
    """The journal of the year that runs, of all classes; None without a year."""
    year = current_year(today)
    if year is None:
        return None
    first, last = max(start or year.start_on, year.start_on), min(end or year.end_on, year.end_on)
    return Scope(today, first, last, all_settings(), _terms(year.pk))


def _seen(user: User, scope: Scope) -> Scope:
    """The supervision sees all, a leader everything of the own class, a teacher what is the teacher's to mend."""
    if may(user, Permission.INSPECT):
        return scope
    own = tuple(sorted(standing(user).own_classes))
    return replace(scope, person=user.person_id or -1, staff=standing(user).staff or -1, own=own)


def _asked(user: User, scope: Scope, person: int | None) -> Scope:
    """What is a person's to mend; of the own person it is counted on the first page and is the same here.

    Who stands in for the leader of a class mends what is addressed to that leader.
    """
    if person is None or person != user.person_id:
        return replace(_seen(user, scope), addressee=person)
    who = standing(user)
    own = tuple(sorted(who.own_classes))
    return replace(scope, person=person, staff=who.staff or -1, own=own, is_mine=True)


def gaps(user: User, by: GapFilters, today: date) -> Listed | list[Any]:
    """The gaps that the person sees, narrowed; rows for `shown`. One query counts them and brings the first page."""
    scope = whole(today, by.from_on, by.to_on)
    if scope is None or scope.start > scope.end:
        return []
    classes = (by.group,) if by.group else None
    wanted, given = _for_anybody(replace(_asked(user, scope, by.person), classes=classes))
    keys = (by.check,) if by.check else ()
    return Listed(_written(_Text.of(unordered, wanted, keys)), ORDER, given)


def _for_anybody(scope: Scope) -> tuple[Scope, dict[int, int]]:
    """The scope with numbers that stand for whose it is, and what belongs in their places: one text serves everybody."""
    given: dict[int, int] = {}

    def any_of(number: int) -> int:
        place = BY_NO_CHANCE + len(given)
        given[place] = number
        return place

    def any_or_none(number: int | None) -> int | None:
        return None if number is None else any_of(number)

    wanted = replace(
        scope,
        person=any_or_none(scope.person),
        staff=any_of(scope.staff),
        own=tuple(any_of(one) for one in scope.own),
        classes=None if scope.classes is None else tuple(any_of(one) for one in scope.classes),
        addressee=any_or_none(scope.addressee),
    )
    return wanted, given


def shown(rows: Iterable[Sequence[Any]]) -> list[Gap]:
    """Rows with the names of classes, subjects, students and people; four queries, whatever their number."""
    found = [Gap(**dict(zip(NAMES, row, strict=True))) for row in rows]
    if not found:
        return []

    def keys(name: str) -> set[int]:
        return {getattr(one, name) for one in found} - {None}

    labels = dict(ClassGroup.objects.filter(pk__in=keys("group_key")).values_list("pk", "label"))
    subjects = {one.pk: str(one) for one in Subject.objects.filter(pk__in=keys("subject_key"))}
    students = {
        one.pk: one.person.brief_name
        for one in Student.objects.filter(pk__in=keys("student_key")).select_related("person")
    }
    people = {one.pk: one.name for one in Person.objects.filter(pk__in=keys("person_key"))}
    return [
        replace(
            one,
            label=labels[one.group_key],
            subject=subjects.get(one.subject_key or 0, ""),
            student=students.get(one.student_key or 0, ""),
            person=people.get(one.person_key or 0, ""),
        )
        for one in found
    ]


def gap_sheet(rows: Iterable[Sequence[Any]]) -> tuple[list[str], list[list[Any]]]:
    """The list as a sheet."""
    headings = [
        _("Day"), _("Class"), _("Lesson"), _("Subject"), _("What is lacking"), _("Student"), _("Number"),
        _("Who mends it"), _("Clause"),
    ]  # fmt: skip
    lines: list[list[Any]] = [
        [one.day, one.label, one.hour, one.subject, str(one.check.title), one.student, one.amount, one.person,
         one.check.clause]
        for one in shown(rows)
    ]  # fmt: skip
    return headings, lines


def teachers_with_gaps(user: User, today: date) -> list[Person]:
    """Whom the supervision, or a leader, may narrow the list to: who teaches these classes today, and who asks."""
    who = standing(user)
    found = Teaching.objects.filter(from_on__lte=today, class_group__year=current_year(today))
    if not may(user, Permission.INSPECT):
        found = found.filter(class_group__in=who.own_classes)
    is_own = Q(pk=user.person_id) if who.own_classes or who.taught_classes else Q(pk=None)
    people = Person.objects.filter(Q(pk__in=found.order_by().values("teacher__person")) | is_own)
    return list(people.order_by("sort_key", "pk"))


@dataclass(frozen=True)
class _Text:
    """A query by everything that its text depends on; the numbers from BY_NO_CHANCE on stand for any others."""

    ground: tuple[Any, ...]
    build: Callable[..., QuerySet[Any, Any]]
    scope: Scope = field(compare=False)
    # Which checks, where not all are asked.
    keys: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, build: Callable[..., QuerySet[Any, Any]], scope: Scope, keys: tuple[str, ...] = ()
    ) -> "_Text":
        terms = tuple(
            (one.pk, one.year_id, one.start_on, one.end_on, bool(one.closed_at), _is_closed(one.parent))
            for one in scope.terms
        )
        whose = (scope.classes, scope.person, scope.staff, scope.own, scope.is_mine, scope.addressee)
        settings = repr(sorted(scope.settings.items()))
        return cls((scope.today, scope.start, scope.end, whose, terms, settings), build, scope, keys)


def _is_closed(half: Term | None) -> bool:
    return bool(half and half.closed_at)


@lru_cache(maxsize=100)
def _written(text: _Text) -> Written:
    """Writing it costs more than asking it, so it is kept for everybody and past a change of people."""
    return Written.of(text.build(text.scope, *([text.keys] if text.keys else [])))


@while_unchanged("organisation", "journal")
def gap_counts(
    year_pk: int, start: date, end: date, group: int | None = None
) -> dict[int, dict[int | None, int]]:
    """Class → who answers → how many gaps of these days (3.9); of one class, or of the lyceum.

    A query, whatever their number, and one for the steady checks.
    """
    scope = Scope(dates.today(), start, end, all_settings(), _terms(year_pk))
    if group is None:
        rows = _written(_Text.of(counts_of, scope)).rows()
    else:
        of_one = _Text.of(counts_of, replace(scope, classes=(BY_NO_CHANCE,)))
        rows = _written(of_one).rows({BY_NO_CHANCE: group})
    steady = _steady(year_pk, dates.today(), None if group is None else (group,), _newest(), _limit())
    rows += [(one.group, one.person, one.number) for one in steady if start <= one.day <= end]
    found: dict[int, dict[int | None, int]] = {}
    for key, person, count in rows:
        of_class = found.setdefault(key, {})
        of_class[person] = of_class.get(person, 0) + count
    return found


class Steady(NamedTuple):
    """How many gaps of the steady checks a class has that somebody answers for."""

    group: int
    person: int | None
    leader: int | None
    day: date
    number: int


@while_unchanged()
def _steady(
    year_pk: int, today: date, classes: tuple[int, ...] | None, _newest: int, _limit: float
) -> list[Steady]:
    """What a whole term of these classes, or of the lyceum, is read for: worked out again when a term mark or the limit
    changes, and after some minutes.

    It costs more than all the rest: not even a change of people or settings makes it anew at once.
    """
    scope = Scope(today, date.min, date.max, all_settings(), _terms(year_pk), classes=classes)
    return [Steady(*row) for row in steady_counts_of(scope)]


def _limit() -> float:
    """How far a term mark lies from the mean when it is told of."""
    return float(all_settings()["divergence_flag"])


@once_a_page
def _newest() -> int:
    """The last change of a term mark."""
    newest: int | None = TermMarkChange.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


@while_unchanged("organisation", "journal")
def _own_count(today: date, person: int, staff: int, own: tuple[int, ...], taught: tuple[int, ...]) -> int:
    scope, year = whole(today), current_year(today)
    if scope is None or year is None:
        return 0
    mine_only, given = _for_anybody(replace(scope, person=person, staff=staff, own=own, is_mine=True))
    text = _Text.of(number_of, mine_only)
    steady = _steady(year.pk, today, tuple(sorted({*own, *taught})), _newest(), _limit())
    mine = [one for one in steady if one.person == person or (one.group in own and one.person == one.leader)]
    return _written(text).count(given) + sum(one.number for one in mine)


def gap_due_rows(user: User, today: date) -> list[DueRow]:
    """One row for everything that this person has to fill in the journal; nobody is told of each gap (3.9)."""
    if not may_list_checks(user) or user.person_id is None:
        return []
    who = standing(user)
    if not who.own_classes and not who.taught_classes:
        return []
    own, taught = tuple(sorted(who.own_classes)), tuple(sorted(who.taught_classes))
    count = _own_count(today, user.person_id, who.staff or -1, own, taught)
    if not count:
        return []
    words = ngettext("%(n)d gap in the class journal", "%(n)d gaps in the class journal", count) % {
        "n": count
    }
    url = f"{reverse('journal:checks')}?person={user.person_id}"
    return [DueRow(due_on=today, title=words, clause="3.9", url=url, action=_("Fill them"), outside=words)]


def filled_of(remark: Remark) -> list[tuple[RemarkGap, bool]]:
    """The gaps that a remark was made of, each with whether the journal has it no more (3.9)."""
    known = list(remark.gaps.all())
    if not known:
        return []
    # The journal of a closed half-year is not looked through: there nothing is said to be filled.
    keys = {one.key for one in gaps_of_class(remark.inspection.class_group, known[0].on, known[-1].on)}
    return [(one, one.key not in keys and not in_closed_half(one.on)) for one in known]


def remarked_keys(group: ClassGroup) -> set[str]:
    """Gaps of a class of which a remark stands that is not verified yet: nobody is told of them twice."""
    found = RemarkGap.objects.filter(remark__inspection__class_group=group)
    waiting = found.exclude(remark__state__in=[Remark.State.VERIFIED, Remark.State.WITHDRAWN])
    return set(waiting.values_list("key", flat=True))


def gaps_of_class(group: ClassGroup, start: date | None = None, end: date | None = None) -> list[Gap]:
    """Every gap of a class, the latest first (3.9)."""
    scope = whole(dates.today(), start, end)
    return shown(union_of(replace(scope, classes=(group.pk,)))) if scope else []
