"""The rules themselves. Words for what is missing name a number and a deed, so that the leader knows the next step."""

import math
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.compliance.evidence.facts import ClassFacts
from jetekchi.compliance.evidence.findings import Finding
from jetekchi.core import dates
from jetekchi.core.addresses import address


def _record_url(number: str, facts: ClassFacts) -> str:
    kind = facts.kinds.get(number, "")
    return f"{address('worklog:record')}?class={facts.class_group.pk}&kind={kind}"


def _records_url(number: str, facts: ClassFacts) -> str:
    period = f"start={facts.half.start_on:%Y-%m-%d}&end={facts.half.end_on:%Y-%m-%d}"
    return f"{address('worklog:entries')}?group={facts.class_group.pk}&clause={number}&{period}"


def _towards(number: str, facts: ClassFacts, done: int, needed: int, missing: str) -> Finding:
    """So much of so much by the half-year's end; the form opens with the kind of work that serves the clause.

    Where the signed plan holds a deed for the clause, that deed is named and its page opens: done there, it counts here.
    """
    finding = Finding(
        done=done,
        needed=needed,
        missing=missing if done < needed else "",
        due_on=facts.half.end_on,
        url=_record_url(number, facts),
        action=_("Write an entry"),
        records_url=_records_url(number, facts),
    )
    ahead = facts.planned.get(number)
    if ahead is None or done >= needed:
        return finding
    words = _("%(missing)s; in the plan for %(month)s: “%(item)s”") % {
        "missing": missing,
        "month": dates.month_name(ahead.month),
        "item": ahead.title,
    }
    return replace(finding, missing=words, url=ahead.url, action=_("Open the item of the plan"))


def _share(facts: ClassFacts, setting: str) -> int:
    """The students that a share of the list makes, rounded up."""
    return math.ceil(facts.students * float(facts.settings[setting]) - 1e-9)


@dataclass(frozen=True)
class Entries:
    """So many entries of the record of work name the clause in the half-year."""

    setting: str = "evidence_entries"
    least: int | None = None

    def _needed(self, facts: ClassFacts) -> int:
        return self.least if self.least is not None else int(facts.settings[self.setting])

    def find(self, number: str, facts: ClassFacts) -> Finding:
        work = facts.work.get(number)
        done, needed = (work.entries if work else 0), self._needed(facts)
        lacking = max(needed - done, 0)
        return _towards(number, facts, done, needed, self._missing(lacking) % {"n": lacking})

    def _missing(self, lacking: int) -> str:
        return ngettext("%(n)s more entry is needed", "%(n)s more entries are needed", lacking)

    def explain(self, facts: ClassFacts) -> str:
        needed = self._needed(facts)
        words = ngettext(
            "Fulfilled when %(n)s entry of the record of work names this clause in the half-year.",
            "Fulfilled when %(n)s entries of the record of work name this clause in the half-year.",
            needed,
        )
        return words % {"n": needed}


@dataclass(frozen=True)
class StudentsNamed:
    """Each student, or the share the lyceum sets, is named in an entry for the clause."""

    setting: str = "evidence_share_named"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        work = facts.work.get(number)
        done, needed = (len(work.students) if work else 0), _share(facts, self.setting)
        lacking = max(needed - done, 0)
        words = ngettext("%(n)s student is not named yet", "%(n)s students are not named yet", lacking)
        return _towards(number, facts, done, needed, words % {"n": lacking})

    def explain(self, facts: ClassFacts) -> str:
        words = _("Fulfilled when %(needed)s of %(students)s students are named in entries for this clause.")
        return words % {"needed": _share(facts, self.setting), "students": facts.students}


@dataclass(frozen=True)
class FamiliesContacted:
    """Each family, or the share the lyceum sets, was contacted in the half-year."""

    setting: str = "evidence_family_share"

    def find(self, number: str, facts: ClassFacts) -> Finding:
        needed = _share(facts, self.setting)
        lacking = max(needed - facts.families, 0)
        words = ngettext(
            "there was no contact with the family of %(n)s student",
            "there was no contact with the families of %(n)s students",
            lacking,
        )
        finding = _towards(number, facts, facts.families, needed, words % {"n": lacking})
        url = f"{address('worklog:record')}?class={facts.class_group.pk}&kind=family_contact"
        return replace(finding, url=url, action=_("Write a contact"))

    def explain(self, facts: ClassFacts) -> str:
        words = _("Fulfilled when the families of %(needed)s of %(students)s students were contacted.")
        return words % {"needed": _share(facts, self.setting), "students": facts.students}


@dataclass(frozen=True)
class Appointed:
    """An appointment in force, with the number and date of its order."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        url = address("organisation:class", facts.class_group.pk)
        return Finding(done=1, needed=1, url=url, records_url=url, action=_("Open the appointment"))

    def explain(self, facts: ClassFacts) -> str:
        return _("Fulfilled when the class has one leader appointed by an order.")


@dataclass(frozen=True)
class Acquainted:
    """Each document that class leaders must know is signed in its version in force."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        lacking = facts.documents_due - facts.documents_signed
        words = ngettext("%(n)s document is not signed", "%(n)s documents are not signed", lacking) % {
            "n": lacking
        }
        url = address("documents:documents")
        return Finding(
            done=facts.documents_signed,
            needed=max(facts.documents_due, 1),
            missing=words if lacking > 0 else "" if facts.documents_due else _("no document is in force yet"),
            due_on=facts.half.end_on,
            url=url,
            action=_("Read and sign"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _("Fulfilled when every document the leader must know is signed in its version in force.")


@dataclass(frozen=True)
class AccidentsReported:
    """Each accident was confirmed by the university administration; where none happened, looking is enough."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        lacking = facts.accidents - facts.accidents_confirmed
        words = ngettext("%(n)s accident is not confirmed", "%(n)s accidents are not confirmed", lacking) % {
            "n": lacking
        }
        half = facts.half
        asked = (
            f"group={facts.class_group.pk}&start={half.start_on.isoformat()}&end={half.end_on.isoformat()}"
        )
        url = f"{address('worklog:accidents')}?{asked}"
        return Finding(
            done=facts.accidents_confirmed,
            needed=facts.accidents,
            missing=words if lacking else "",
            due_on=facts.today if lacking else facts.half.end_on,
            url=url,
            action=_("Open the accidents"),
            records_url=url,
            is_quiet=facts.accidents == 0,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Fulfilled when each accident was confirmed by the university administration, or none happened."
        )


@dataclass(frozen=True)
class FallingHelped:
    """Each student whose marks fell has an entry of help; where nobody falls, looking is enough."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        helped = len(facts.falling & facts.helped)
        lacking = len(facts.falling) - helped
        words = ngettext(
            "there is no help on record for %(n)s student whose marks fell",
            "there is no help on record for %(n)s students whose marks fell",
            lacking,
        )
        work = facts.work.get(number)
        return Finding(
            done=helped if facts.falling else (work.entries if work else 0),
            needed=len(facts.falling),
            missing=words % {"n": lacking} if lacking else "",
            due_on=facts.half.end_on,
            url=_record_url(number, facts),
            action=_("Write an entry"),
            records_url=_records_url(number, facts),
            is_quiet=not facts.falling,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _("Fulfilled when each student whose marks fell has an entry of help, or nobody's marks fell.")


@dataclass(frozen=True)
class PlanApproved:
    """The class plan was submitted; approved by the head of upbringing it is fulfilled."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        state = facts.plan_state
        words = {
            "": _("the class plan is not begun"),
            "draft": _("the class plan is being written"),
            "returned": _("the class plan was returned with remarks"),
            "submitted": _("the class plan waits for the head of upbringing"),
        }
        url = address("plan:paper", facts.class_group.pk, facts.half.number)
        return Finding(
            # An approved plan that is being corrected stays approved until its new edition is submitted.
            done={"submitted": 1, "approved": 2, "correcting": 2}.get(state, 0),
            needed=2,
            missing=words.get(state, ""),
            due_on=facts.plan_due_on or facts.half.end_on,
            url=url,
            action=_("Open the plan"),
            # A plan that nobody signed yet opens for its leader alone; the list is for everybody who supervises.
            records_url=f"{address('plan:list')}?half={facts.half.number}" if state in ("", "draft") else url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Evidence when the class plan is signed and submitted, fulfilled when the head of upbringing approved it."
        )


@dataclass(frozen=True)
class ReportSubmitted:
    """The half-year report was submitted; accepted by the head of study it is fulfilled."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        state = facts.report_state
        words = {
            "": _("the report is not begun"),
            "draft": _("the report is being written"),
            "returned": _("the report was returned with remarks"),
            "submitted": _("the report waits for the head of study"),
        }
        url = address("reports:report", facts.class_group.pk, facts.half.number)
        return Finding(
            done={"submitted": 1, "accepted": 2}.get(state, 0),
            needed=2,
            missing=words.get(state, ""),
            due_on=facts.report_due_on,
            url=url,
            action=_("Open the report"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Evidence when the report is signed and submitted, fulfilled when the head of study accepted it."
        )


@dataclass(frozen=True)
class DirectivesDone:
    """Each directive to the leader was done, or its valid reason accepted; where there is none, looking is enough."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        lacking = facts.directives - facts.directives_settled
        words = ngettext("%(n)s directive is open", "%(n)s directives are open", lacking) % {"n": lacking}
        url = address("documents:directives")
        return Finding(
            done=facts.directives_settled,
            needed=facts.directives,
            missing=words if lacking else "",
            due_on=facts.today - timedelta(days=1) if facts.directives_overdue else facts.half.end_on,
            url=url,
            action=_("Open the directives"),
            records_url=url,
            is_quiet=facts.directives == 0,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _("Fulfilled when each directive is done or its valid reason was accepted, or none was given.")


@dataclass(frozen=True)
class ScheduleInForce:
    """A work schedule that the director approved is in force; put before the director it is evidence already."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        words = {
            "": _("the work schedule is not written"),
            "draft": _("the work schedule is being written"),
            "returned": _("the work schedule was returned with remarks"),
            "submitted": _("the work schedule waits for the director"),
            "coming": _("the work schedule is approved and begins later"),
        }
        state = facts.schedule_state
        done = 2 if facts.has_schedule else 1 if state in ("submitted", "coming") else 0
        url = address("organisation:schedule", facts.appointment.leader_id)
        return Finding(
            done=done,
            needed=2,
            missing="" if facts.has_schedule else words.get(state, ""),
            due_on=facts.schedule_due_on,
            url=url,
            action=_("Open the work schedule"),
            records_url=url,
        )

    def explain(self, facts: ClassFacts) -> str:
        return _(
            "Evidence when the work schedule is signed and put before the director of pre-university training, "
            "fulfilled while an approved version is in force."
        )
