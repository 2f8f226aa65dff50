"""Fills an empty database with the invented lyceum."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.selectors import clauses_of
from jetekchi.journal.selectors import falling
from jetekchi.organisation.models import Guardianship, Person, SchoolYear, Term, User
from jetekchi.workplace.selectors.demo import FILLED
from jetekchi.workplace.services.demo import (
    class_life,
    diaries,
    directives,
    events,
    excuses,
    inspections,
    leading,
    lessons,
    marks,
    papers,
    plans,
    register,
    reports,
    schedules,
    stories,
    work,
)
from jetekchi.workplace.services.demo.cast import Cast, build_cast
from jetekchi.workplace.services.demo.logins import give_second_factors
from jetekchi.workplace.services.demo.roster import Pupil, Roster, build_family_accounts, build_roster
from jetekchi.workplace.services.demo.span import Span, build_year, span_of


@dataclass(frozen=True)
class Size:
    """How large the lyceum is, how many school days lie behind it, and which invention it is."""

    classes: int = 14
    class_size: int = 25
    days: int = 80
    seed: int = 1


LIMITS = {"classes": (1, 40), "class_size": (4, 40), "days": (10, 120)}


@dataclass(frozen=True)
class Filled:
    """What was made."""

    year: SchoolYear
    half: Term
    classes: int
    students: int
    entries: int


@transaction.atomic
def fill_demo(*, size: Size, today: date | None = None) -> Filled:
    """Fill the database with the invented lyceum, the same for the same seed and day.

    Refused: a database that holds people, a size outside the limits.
    """
    if Person.objects.exists() or User.objects.exists():
        raise Refused("not-empty", _("This database holds people already; the demo fills an empty one only."))
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(size, name) <= most:
            message = _("%(name)s must lie between %(least)d and %(most)d.")
            raise Refused("size", message % {"name": name.replace("_", "-"), "least": least, "most": most})
    with translation.override("ky"):
        return _Filling(size, span_of(today or timezone.localdate(), size.days)).run()


class _Filling:
    """One run: each part draws from a source of its own, so that one more sentence does not change the names."""

    def __init__(self, size: Size, span: Span) -> None:
        self.size, self.span = size, span

    def luck(self, part: str) -> Random:
        return Random(f"{self.size.seed}:{part}")

    def run(self) -> Filled:
        year, half, quarters = build_year(self.span)
        cast = build_cast(self.luck("staff"), self.span, self.size.classes)
        roster = build_roster(self.luck("students"), self.span, year, self.size.classes, self.size.class_size)
        build_family_accounts(cast, roster)
        leaders = leading.appoint(self.span, cast, roster.groups)
        leading.assign_teachings(self.luck("teachings"), self.span, cast, roster.groups)
        given = marks.import_marks(self.luck("marks"), roster, cast.subjects, quarters)
        signs = marks.import_absences(self.luck("absences"), roster, self.span)
        lessons.teach(self.span, cast, roster.groups)
        cares = _cares(self.luck("care"), len(leaders))
        register.keep(self.luck, self.span, cast, roster, cares, register.Given(given, signs))
        entries = self._work(cast, half, roster, leaders, cares)
        diaries.keep(self.luck("diaries"), self.span, cast, roster, leaders, cares)
        excuses.write(self.span, cast, roster, leaders, signs)
        self._papers(cast, half, leaders, cares)
        give_second_factors()
        audit.record(
            None,
            FILLED,
            cast.lyceum,
            seed=self.size.seed,
            classes=self.size.classes,
            class_size=self.size.class_size,
            days=self.size.days,
        )
        students = sum(len(pupils) for pupils in roster.pupils.values())
        return Filled(year, half, len(roster.groups), students, entries)

    def _work(
        self, cast: Cast, half: Term, roster: Roster, leaders: list[leading.Leading], cares: list[float]
    ) -> int:
        guardians: dict[int, list[Guardianship]] = {}
        for link in Guardianship.objects.filter(is_barred=False):
            guardians.setdefault(link.student_id, []).append(link)
        entries = 0
        for place, (one, care) in enumerate(zip(leaders, cares, strict=True)):
            luck = self.luck(f"work {one.group.label}")
            pupils = roster.pupils[one.group.label]
            diary = work.Diary(luck, self.span, work.desk_of(luck, one, pupils, care, guardians))
            diary.fill()
            self._tell(diary, place, pupils, guardians, cast)
            diary.help_falling([fall.student for fall in falling(one.group, half)])
            diary.keep()
            entries += len(diary.works)
            if place == min(1, len(leaders) - 1):
                stories.report_accident_late(luck, self.span, cast, one.user, pupils[0])
        return entries

    def _tell(
        self,
        diary: work.Diary,
        place: int,
        pupils: list[Pupil],
        guardians: dict[int, list[Guardianship]],
        cast: Cast,
    ) -> None:
        """The stories of the first class; elsewhere a diligent leader helps those who fall."""
        for pupil in pupils:
            if pupil.student is None:
                continue
            if pupil.story == "falling" and (place == 0 or diary.desk.care > 0.6):
                stories.tell_falling(diary, pupil, guardians.get(pupil.student.pk, []))
            elif pupil.story == "late":
                stories.tell_late(diary, pupil)
            elif pupil.story == "gifted":
                stories.tell_gifted(diary, pupil)
        if place == 0:
            readers = [cast.users[login] for login in ("psychologist", "upbringing")]
            stories.tell_restricted(diary, pupils[-2], readers)

    def _papers(self, cast: Cast, half: Term, leaders: list[leading.Leading], cares: list[float]) -> None:
        luck, pens = self.luck("papers"), papers.Pens()
        papers.accept_agreement(pens, papers.signers_of(luck, cast, leaders))
        outcome = papers.bring_instruction(self.span, cast, pens)
        papers.acquaint(luck, pens, outcome, leaders)
        papers.bring_other_papers(luck, self.span, cast, pens, leaders)
        papers.bring_next_edition(cast, pens)
        directives.issue_directives(self.span, cast, leaders)
        schedules.write_schedules(self.luck("schedules"), cast, pens, half.year, leaders)
        clauses = [clause.number for clause in clauses_of(outcome.version)]
        reports.look(self.luck("looks"), cast, half, leaders, cares, clauses)
        plans.write_plans(self.luck("plans"), self.span, cast, pens, half, leaders, cares)
        events.write_events(self.luck("events"), self.span, cast, pens, leaders, cares)
        class_life.live(self.luck("class life"), self.span, cast, leaders, cares)
        inspections.inspect(self.span, cast, leaders)
        reports.write_reports(cast, pens, half, leaders)


def _cares(luck: Random, count: int) -> list[float]:
    """How diligent each leader is: the first exemplary, the second behind, the others between."""
    return [1.0, 0.18, *(round(luck.uniform(0.35, 0.92), 2) for _number in range(count))][:count]
