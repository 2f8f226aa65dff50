"""Rules of the supervision: it looks, inspects and verifies (1.2); no remark stands open past its day (3.9)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import ClassFacts
from jetekchi.compliance.evidence.findings import Finding
from jetekchi.core.addresses import address


def _inspections_url(facts: ClassFacts) -> str:
    return f"{address('journal:inspections')}?group={facts.class_group.pk}"


@dataclass(frozen=True)
class Supervised:
    """The supervision looked through the clauses, inspected as often as the lyceum sets, and let no mended remark wait."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        wanted = int(facts.settings["evidence_inspections"])
        inspections = min(facts.inspected.since(facts.half.start_on), wanted)
        waiting = facts.inspected.unverified(facts.today, int(facts.settings["remark_verify_days"]))
        return Finding(
            done=min(len(facts.supervised), 1) + inspections,
            needed=1 + wanted + waiting,
            missing=self._missing(facts, wanted - inspections, waiting),
            due_on=facts.half.end_on,
            url=_inspections_url(facts),
            action=_("Open the inspections"),
            records_url=_inspections_url(facts),
        )

    def _missing(self, facts: ClassFacts, lacking: int, waiting: int) -> str:
        if not facts.supervised:
            return _("the supervision has not looked at this class yet")
        if lacking > 0:
            words = ngettext("%(n)s inspection is lacking", "%(n)s inspections are lacking", lacking)
            return words % {"n": lacking}
        words = ngettext(
            "%(n)s mended remark waits too long for its verification",
            "%(n)s mended remarks wait too long for their verification",
            waiting,
        )
        return words % {"n": waiting} if waiting else ""

    def explain(self, facts: ClassFacts) -> str:
        wanted = int(facts.settings["evidence_inspections"])
        words = ngettext(
            "Fulfilled when the supervision looked at the clauses of this class in the half-year, inspected it %(n)s time "
            "and verified in time what was mended.",
            "Fulfilled when the supervision looked at the clauses of this class in the half-year, inspected it %(n)s times "
            "and verified in time what was mended.",
            wanted,
        )
        return words % {"n": wanted}


@dataclass(frozen=True)
class PapersInOrder:
    """Inspections are the evidence; a late remark to the leader, or too many gaps in the journal, is what is missing."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        known, leader = facts.inspected, facts.appointment.leader.person_id
        late = known.overdue(facts.today, leader)
        overdue = len(late)
        own = sum(one.addressee == leader for one in known.remarks)
        inspected = known.since(facts.half.start_on)
        words = ngettext(
            "%(n)s remark is open past its day", "%(n)s remarks are open past their day", overdue
        )
        missing = words % {"n": overdue} if overdue else ""
        if not inspected and not overdue:
            missing = _("the papers were not inspected in this half-year yet")
        gaps = facts.gaps if facts.gaps > int(facts.settings["evidence_gaps"]) else 0
        if gaps and not missing:
            missing = ngettext("%(n)s gap in the class journal", "%(n)s gaps in the class journal", gaps) % {
                "n": gaps
            }
        url, action = self._next(facts, late[0].pk if late else None, bool(inspected and gaps))
        return Finding(
            done=inspected + (own - overdue if inspected else 0),
            needed=max(inspected + own if inspected else overdue, 1) + bool(gaps),
            missing=missing,
            due_on=facts.half.end_on,
            url=url,
            action=action,
            records_url=_inspections_url(facts),
        )

    def _next(self, facts: ClassFacts, late: int | None, has_gaps: bool) -> tuple[str, str]:
        if late is not None:
            return address("journal:remark", late), _("Mend the remark")
        if has_gaps:
            leader = facts.appointment.leader.person_id
            url = f"{address('journal:checks')}?group={facts.class_group.pk}&person={leader}"
            return url, _("Fill the gaps")
        return _inspections_url(facts), _("Open the inspections")

    def explain(self, facts: ClassFacts) -> str:
        most = int(facts.settings["evidence_gaps"])
        words = ngettext(
            "Evidence when the class was inspected in the half-year, fulfilled when no remark to its leader is open past "
            "its day and the leader has left at most %(n)s gap in the class journal.",
            "Evidence when the class was inspected in the half-year, fulfilled when no remark to its leader is open past "
            "its day and the leader has left at most %(n)s gaps in the class journal.",
            most,
        )
        return words % {"n": most}
