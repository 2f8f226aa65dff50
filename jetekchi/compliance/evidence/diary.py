"""Rules that also count what the class journal holds: diaries (4.1), excuses (5.1), the calendar of tests (5.2)."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import TEACHERS_LED, ClassFacts
from jetekchi.compliance.evidence.findings import Finding
from jetekchi.compliance.evidence.rules import Entries, FamiliesContacted


def _part_of(count: int, facts: ClassFacts, setting: str) -> int:
    return math.ceil(count * float(facts.settings[setting]) - 1e-9)


def _joined(first: Finding, done: int, needed: int, words: str, url: str, action: str) -> Finding:
    """Two counts as one; what is lacking of the second is named when the first is reached."""
    if not needed:
        return first
    both = replace(
        first, done=min(first.done, first.needed) + min(done, needed), needed=first.needed + needed
    )
    if not first.is_reached or done >= needed:
        return both
    return replace(both, missing=words, url=url, action=action)


@dataclass(frozen=True)
class Coordinated(FamiliesContacted):
    """Families contacted; where the class has lessons on record, the diaries checked in so many of the weeks."""

    weeks: str = "evidence_diary_share"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        needed = _part_of(facts.diary.held, facts, self.weeks)
        lacking = max(needed - facts.diary.checked, 0)
        words = ngettext(
            "the diaries of %(n)s more week are to be checked",
            "the diaries of %(n)s more weeks are to be checked",
            lacking,
        )
        url = reverse("journal:diaries", args=[facts.class_group.pk])
        return _joined(
            super().find(number, facts),
            facts.diary.checked,
            needed,
            words % {"n": lacking},
            url,
            _("Open the diaries"),
        )

    def explain(self, facts: ClassFacts) -> str:
        needed = _part_of(facts.diary.held, facts, self.weeks)
        if not needed:
            return super().explain(facts)
        words = _(
            "The diaries were checked in %(done)s of %(held)s weeks with lessons, %(needed)s are needed."
        )
        more = words % {"done": facts.diary.checked, "held": facts.diary.held, "needed": needed}
        return f"{super().explain(facts)} {more}"


@dataclass(frozen=True)
class AttendanceSettled(Entries):
    """Attendance checked so many times, and the excuses of the families answered."""

    setting: str = "evidence_checks"
    answers: str = "evidence_excuse_share"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        needed = _part_of(facts.excuses.asked, facts, self.answers)
        lacking = max(needed - facts.excuses.answered, 0)
        words = ngettext("%(n)s excuse waits for its answer", "%(n)s excuses wait for their answers", lacking)
        return _joined(
            super().find(number, facts),
            facts.excuses.answered,
            needed,
            words % {"n": lacking},
            reverse("journal:excuses"),
            _("Answer the excuses"),
        )

    def explain(self, facts: ClassFacts) -> str:
        if not facts.excuses.asked:
            return super().explain(facts)
        words = _("Of %(asked)s excuses of families %(answered)s were answered.")
        more = words % {"asked": facts.excuses.asked, "answered": facts.excuses.answered}
        return f"{super().explain(facts)} {more}"


@dataclass(frozen=True)
class TeachersLed(Entries):
    """Lessons visited; where the class writes tests, the weeks of them within the limits or settled by the leader.

    A week above the limits is settled by an entry for the clause in that week. The weeks count beside an entry: tests
    that the teachers spread by themselves show nothing of the leader yet.
    """

    setting: str = "evidence_lesson_visits"
    weeks: str = "evidence_tests_share"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        found = super().find(number, facts)
        needed, unsettled = _part_of(facts.tests.weeks, facts, self.weeks), _unsettled(facts)
        within = facts.tests.weeks - len(unsettled)
        lacking = max(needed - within, 0)
        words = ngettext(
            "in %(n)s week there are too many tests: agree on other days, or write an entry in that week",
            "in %(n)s weeks there are too many tests: agree on other days, or write an entry in each of these weeks",
            lacking,
        )
        done = within if found.has_evidence else 0
        return _joined(
            found, done, needed, words % {"n": lacking}, _calendar_url(facts, unsettled), _("Open the tests")
        )

    def explain(self, facts: ClassFacts) -> str:
        if not facts.tests.weeks:
            return super().explain(facts)
        words = _(
            "The class has tests in %(weeks)s weeks; in %(within)s of them they are within the limits or settled by an "
            "entry, %(needed)s are needed. The weeks count from the first entry on."
        )
        more = words % {
            "weeks": facts.tests.weeks,
            "within": facts.tests.weeks - len(_unsettled(facts)),
            "needed": _part_of(facts.tests.weeks, facts, self.weeks),
        }
        return f"{super().explain(facts)} {more}"


def _unsettled(facts: ClassFacts) -> list[date]:
    """The Mondays of the weeks above the limits without an entry of the leader."""
    work = facts.work.get(TEACHERS_LED)
    settled = {on - timedelta(days=on.weekday()) for on in (work.days if work else ())}
    return [week for week in facts.tests.over if week not in settled]


def _calendar_url(facts: ClassFacts, unsettled: list[date]) -> str:
    """The calendar at the week that can still be mended; where all of them are over, at the last one."""
    url = reverse("journal:tests", args=[facts.class_group.pk])
    ahead = [week for week in unsettled if week + timedelta(days=6) >= facts.today]
    return f"{url}?day={(ahead or unsettled[-1:])[0].isoformat()}" if unsettled else url
