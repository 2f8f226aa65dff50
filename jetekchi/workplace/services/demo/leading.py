"""Who leads which class by which order, who stands in, who teaches what."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from jetekchi.organisation import services
from jetekchi.organisation.models import Appointment, ClassGroup, Staff, User
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.span import Span

PAPERS = (
    "Класстык журнал, 25 өздүк иш, класстын жарым жылдык планы, ата-энелер менен жазышуулар, нускамалоо журналы, "
    "класстын паспорту"
)


@dataclass
class Leading:
    """The leaders of one class in their order; the last one leads now."""

    group: ClassGroup
    terms: list[tuple[date, User]] = field(default_factory=list)

    @property
    def user(self) -> User:
        """The leader of today."""
        return self.terms[-1][1]

    def user_on(self, day: date) -> User:
        """The leader of a day."""
        fitting = [user for from_on, user in self.terms if from_on <= day]
        return fitting[-1] if fitting else self.terms[0][1]


def appoint(span: Span, cast: Cast, groups: list[ClassGroup]) -> list[Leading]:
    """One order for each class; one class changed its leader in the half-year, one is led by a deputy these days."""
    found: list[Leading] = []
    for place, group in enumerate(groups):
        leading = Leading(group)
        is_changed = place == min(2, len(groups) - 1)
        first = len(groups) + 3 if is_changed else place
        before = _appoint(span, cast, leading, first, f"{11 + place}-Б", span.start)
        if is_changed:
            changed_on = span.last_school_day(span.rest_until + timedelta(days=4))
            now = _appoint(span, cast, leading, place, "64-Б", changed_on)
            _hand_over(leading, before, now, changed_on)
        if place == min(3, len(groups) - 1):
            services.name_deputy(
                by=None,
                appointment=Appointment.objects.get(class_group=group, until_on=None),
                person=cast.teachers[len(groups) + 2],
                from_on=span.today - timedelta(days=3),
                until_on=span.today + timedelta(days=11),
                basis="Эмгек өргүүсү, буйрук № 71-Б",
            )
        found.append(leading)
    return found


def _appoint(
    span: Span, cast: Cast, leading: Leading, teacher: int, order_no: str, from_on: date
) -> Appointment:
    appointment = services.appoint_leader(
        by=cast.users["director"],
        class_group=leading.group,
        leader=cast.teachers[teacher],
        order_no=order_no,
        order_on=max(from_on - timedelta(days=3), date(span.start.year, 1, 1)),
        from_on=from_on,
    )
    leading.terms.append((from_on, cast.teacher_users[teacher]))
    return appointment


def _hand_over(leading: Leading, before: Appointment, now: Appointment, on: date) -> None:
    outgoing, incoming = leading.terms[0][1], leading.terms[1][1]
    handover = services.write_handover(
        by=outgoing,
        outgoing=before,
        incoming=now,
        on=on,
        papers=PAPERS,
        remarks="Эки өздүк иште медициналык маалымкат жаңыланууда.",
    )
    services.give_over(by=outgoing, handover=handover)
    services.take_over(by=incoming, handover=handover)


def assign_teachings(rng: Random, span: Span, cast: Cast, groups: list[ClassGroup]) -> None:
    """Each class has a teacher for every subject; each leader teaches the own subject in the own class."""
    by_subject: dict[int, list[Staff]] = {}
    for place, teacher in enumerate(cast.teachers):
        by_subject.setdefault(place % len(cast.subjects), []).append(teacher)
    for place, group in enumerate(groups):
        for number, subject in enumerate(cast.subjects):
            own = place % len(cast.subjects) == number
            teacher = cast.teachers[place] if own else rng.choice(by_subject[number])
            services.assign_teaching(
                by=None, teacher=teacher, class_group=group, subject=subject, from_on=span.start
            )
