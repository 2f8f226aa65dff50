"""Rules that also count the diary and the excuses: coordination with the family (4.1), attendance settled (5.1)."""

import math
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import ClassFacts
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
