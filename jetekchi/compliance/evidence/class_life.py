"""Rules for what a class does by itself and with others: self-government (2.2), work with libraries (6.2)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import ClassFacts
from jetekchi.compliance.evidence.findings import Finding
from jetekchi.core.addresses import address


@dataclass(frozen=True)
class SelfGoverned:
    """An election by secret ballot with its minutes; the offices that every class has are held without gaps."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        known = facts.self_government
        is_held = known.filled >= known.required
        has_gaps = known.gap_days > int(facts.settings["office_gap_days"])
        missing = ""
        if not known.elections:
            missing = _("no election by secret ballot was held yet")
        elif not is_held:
            missing = _("an office that every class has is without a holder")
        elif has_gaps:
            words = ngettext(
                "an office was without a holder for %(n)s day",
                "an office was without a holder for %(n)s days",
                known.gap_days,
            )
            missing = words % {"n": known.gap_days}
        url = address("plan:self_government", facts.class_group.pk)
        return Finding(
            done=min(known.elections, 1) + (1 if known.elections and is_held and not has_gaps else 0),
            needed=2,
            missing=missing,
            due_on=facts.half.end_on,
            url=url,
            action=_("Open the offices"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Evidence when an election by secret ballot was held and its minutes stand, fulfilled when the offices that"
            " every class has are held without gaps."
        )


@dataclass(frozen=True)
class LibraryWorked:
    """A library answered a request of the leader, or the class visited one, in the half-year."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        known = facts.library
        done = known.answered + known.visits
        missing = "" if done else _("no answered request to a library and no visit yet")
        if not done and known.waiting:
            words = ngettext(
                "%(n)s request to a library waits for its answer",
                "%(n)s requests to libraries wait for their answers",
                known.waiting,
            )
            missing = words % {"n": known.waiting}
        url = address("plan:library_class", facts.class_group.pk)
        return Finding(
            done=done,
            needed=1,
            missing=missing,
            due_on=facts.half.end_on,
            url=url,
            action=_("Open the library page"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Fulfilled when a library answered a request, or the class visited a library, in the half-year."
        )
