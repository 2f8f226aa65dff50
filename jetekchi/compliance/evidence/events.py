"""Rules of class hours and events (3.11, 5.3, 7.1): what was held, who took part, whether it was safe."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import ClassFacts
from jetekchi.compliance.evidence.findings import Finding
from jetekchi.compliance.evidence.rules import Entries
from jetekchi.core.addresses import address


def _to_the_form(finding: Finding, facts: ClassFacts, kind: str, action: str) -> Finding:
    """The form of an event opens; where the signed plan holds a deed for the clause, its page stays the next step."""
    if finding.url.startswith(address("worklog:record")):
        url = f"{address('plan:event_new', facts.class_group.pk)}?kind={kind}"
        return replace(finding, url=url, action=action)
    return finding


@dataclass(frozen=True)
class EventsHeld(Entries):
    """So many class hours and events were held in the half-year; the record of work holds an entry of each."""

    setting: str = "evidence_class_hours"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        found = super().find(number, facts)
        return _to_the_form(found, facts, "class_hour", _("Write a class hour"))

    def _missing(self, lacking: int) -> str:
        return ngettext("%(n)s more event is to be held", "%(n)s more events are to be held", lacking)

    def explain(self, facts: ClassFacts) -> str:
        needed = self._needed(facts)
        words = ngettext(
            "Fulfilled when %(n)s class hour or event of the half-year is on record.",
            "Fulfilled when %(n)s class hours and events of the half-year are on record.",
            needed,
        )
        return words % {"n": needed}


@dataclass(frozen=True)
class TookPart(Entries):
    """The class took part in the lyceum's events: so many, each with those who took part."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        return _to_the_form(super().find(number, facts), facts, "lyceum", _("Write an event"))

    def _missing(self, lacking: int) -> str:
        return ngettext(
            "%(n)s more event of the lyceum is needed", "%(n)s more events of the lyceum are needed", lacking
        )

    def explain(self, facts: ClassFacts) -> str:
        needed = self._needed(facts)
        words = ngettext(
            "Fulfilled when %(n)s event of the lyceum is on record; %(part)s of %(all)s students took part in events.",
            "Fulfilled when %(n)s events of the lyceum are on record; %(part)s of %(all)s students took part in events.",
            needed,
        )
        return words % {"n": needed, "part": len(facts.took_part), "all": facts.students}


@dataclass(frozen=True)
class OutingsSafe:
    """Each event outside the lyceum was approved before, or its gap explained, and the children counted back.

    Where nobody went out, an entry of the record of work is enough.
    """

    def find(self, number: str, facts: ClassFacts) -> Finding:
        if not facts.outings:
            return Entries(least=1).find(number, facts)
        lacking = facts.outings - facts.outings_safe
        words = ngettext(
            "%(n)s event outside the lyceum is without approval or without equal counts",
            "%(n)s events outside the lyceum are without approval or without equal counts",
            lacking,
        )
        url = f"{address('plan:event_list')}?group={facts.class_group.pk}&clause={number}"
        return Finding(
            done=facts.outings_safe,
            needed=facts.outings,
            missing=words % {"n": lacking} if lacking else "",
            due_on=facts.half.end_on,
            url=url,
            action=_("Open the events"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Fulfilled when each event outside the lyceum was approved before, or its gap explained, and the counts "
            "out and back are equal; without such an event one entry for this clause is enough."
        )
