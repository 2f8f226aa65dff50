"""The figures of a report, gathered from the records once and free of any language, so that they can be frozen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from jetekchi.core.exact import TIGHT, exact
from jetekchi.documents import selectors as documents
from jetekchi.journal import selectors as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Enrolment, Person, Subject, Term
from jetekchi.plan import selectors as plan
from jetekchi.worklog import selectors as worklog

EVENTS_SHOWN = 40
EVENT_KINDS = ("class_hour", "event", "parents_meeting")
WORDS_SHOWN = 90


@dataclass(frozen=True)
class Material:
    """Everything the sections say; plain values only, as JSON keeps them."""

    head: dict[str, Any]
    students: dict[str, Any]
    study: list[dict[str, Any]]
    summary: list[dict[str, Any]]
    absences: dict[str, Any]
    work: dict[str, Any]
    events: list[dict[str, Any]]
    accidents: dict[str, int]
    papers: dict[str, int]
    students_by_clause: dict[str, int] = field(default_factory=dict)
    students_by_kind: dict[str, int] = field(default_factory=dict)
    # Empty when the class has no signed plan.
    plan: dict[str, int] = field(default_factory=dict)
    # Empty when the class held no event and took part in none.
    took_part: dict[str, int] = field(default_factory=dict)
    # Empty when nobody inspected the class.
    inspections: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values for freezing."""
        return asdict(self)


def seal(material: dict[str, Any], words: dict[str, str]) -> tuple[bytes, str]:
    """The exact bytes that are signed, figures and words together, and their SHA-256."""
    return exact({"material": material, "words": words}, separators=TIGHT)


def gather(class_group: ClassGroup, half: Term) -> Material:
    """Gather the figures of a class and half-year; a constant number of queries whatever its size (3.8)."""
    found = journal.class_half_year(class_group, half)
    appointment = organisation.leader_of(class_group, half.end_on) or organisation.leader_of(class_group)
    entries = worklog.unguarded_entries_for(class_group, half.start_on, half.end_on)
    families = worklog.families_contacted([class_group], half.start_on, half.end_on)[class_group.pk]
    moved = organisation.movements(class_group, half.start_on, half.end_on)
    accidents = [
        row
        for row in worklog.accidents_between([class_group], half.start_on, half.end_on)
        if row.class_pk == class_group.pk
    ]
    return Material(
        head=_head(class_group, half, appointment.leader.person if appointment else None),
        students=_students(moved),
        study=_study(found.study),
        summary=[_class_term(row) for row in found.summary],
        absences=_absences(found.absences),
        work=_work(entries, families, moved.listed),
        events=_events(entries),
        accidents={
            "happened": len(accidents),
            "confirmed": sum(row.confirmed_at is not None for row in accidents),
        },
        papers=_papers(appointment.leader.person if appointment else None, half),
        students_by_clause=_named(entries, lambda entry: entry.clauses),
        students_by_kind=_named(entries, lambda entry: [entry.kind]),
        plan=_plan(class_group, half),
        took_part=_took_part(class_group, half, moved.listed),
        inspections=_inspections(class_group, half),
    )


def _plan(class_group: ClassGroup, half: Term) -> dict[str, int]:
    """What came of the plan; nothing while nobody has signed one."""
    if not plan.plan_states((class_group,), half)[class_group.pk].edition:
        return {}
    fact = plan.plan_fact(class_group, half)
    names = ("planned", "done", "moved", "dropped", "unplanned")
    return {name: getattr(fact, name) for name in names}


def _took_part(class_group: ClassGroup, half: Term, listed: frozenset[int]) -> dict[str, int]:
    """Events and how many of those on the list at the end took part and organised."""
    found = plan.event_figures((class_group,), half)[class_group.pk]
    if not found.held and not found.took_part:
        return {}
    people = {"students": len(found.took_part & listed), "organisers": len(found.organised & listed)}
    return {"held": found.held, "outside": found.outside, "safe": found.safe, **people}


def _inspections(class_group: ClassGroup, half: Term) -> dict[str, int]:
    found = journal.class_inspections((class_group,), half.start_on, half.end_on)[class_group.pk]
    if not found.inspections:
        return {}
    verified, waiting = found.verified, found.waiting
    return {
        "held": found.inspections,
        "remarks": len(found.remarks),
        "verified": verified,
        "mended": verified + waiting,
    }


def _head(class_group: ClassGroup, half: Term, leader: Any) -> dict[str, Any]:
    return {
        "class": class_group.label,
        "class_pk": class_group.pk,
        "year": half.year.name,
        "half": half.number,
        "start_on": half.start_on.isoformat(),
        "end_on": half.end_on.isoformat(),
        "leader": leader.name if leader else "",
        "leader_short": leader.short_name if leader else "",
        "leader_pk": leader.pk if leader else None,
    }


def _movement(row: Enrolment, day: date | None, order_no: str) -> dict[str, str]:
    return {"name": row.student.person.name, "on": day.isoformat() if day else "", "order": order_no}


def _students(moved: organisation.Movements) -> dict[str, Any]:
    return {
        "start": moved.start,
        "end": moved.end,
        "arrived": len(moved.arrived),
        "left": len(moved.left),
        "girls": moved.girls,
        "boys": moved.boys,
        "arrivals": [_movement(row, row.from_on, row.order_no) for row in moved.arrived],
        "leavers": [_movement(row, row.until_on, row.ended_order_no) for row in moved.left],
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _study(rows: Iterable[journal.SubjectTerm]) -> list[dict[str, Any]]:
    """Rows with the subject's name in every language: the frozen figures are read in all three."""
    rows = list(rows)
    subjects = Subject.objects.in_bulk({row.subject_id for row in rows})
    return [_subject(row, subjects[row.subject_id]) for row in rows]


def _subject(row: journal.SubjectTerm, subject: Subject) -> dict[str, Any]:
    return {
        "term": row.term_number,
        "term_pk": row.term_id,
        "names": {"ky": subject.name, "ru": subject.name_ru, "en": subject.name_en},
        "subject_pk": row.subject_id,
        "n": row.n,
        "n5": row.n5,
        "n4": row.n4,
        "n3": row.n3,
        "n2": row.n2,
        "na": row.na,
        "success": _number(row.success),
        "quality": _number(row.quality),
        "sou": _number(row.sou),
        "mean": _number(row.mean),
    }


def _class_term(row: journal.ClassTerm) -> dict[str, Any]:
    return {
        "term": row.term_number,
        "term_pk": row.term_id,
        "n": row.n,
        "excellent": row.excellent,
        "good": row.good,
        "one_three": row.one_three,
        "failing": row.failing,
        "success": _number(row.success),
        "quality": _number(row.quality),
    }


def _absences(row: journal.AbsenceCount) -> dict[str, Any]:
    """Figures of attendance; what only rolls can tell is there where rolls were taken."""
    found = {
        "missed": row.missed,
        "ill": row.ill,
        "valid": row.valid,
        "unexcused": row.unexcused,
        "per_student": _number(row.per_student),
    }
    if row.unknown:
        found["unknown"] = row.unknown
    if row.places:
        found |= {
            "places": row.places,
            "empty_places": row.empty_places,
            "attendance": _number(row.attendance),
        }
    return found


def _work(entries: list[worklog.EntryRow], families: set[int], listed: frozenset[int]) -> dict[str, Any]:
    """Counts of entries; people are those on the list at the end, so that «so many of so many» never exceeds the class."""
    named = {student for entry in entries for student, _name in entry.students}
    return {
        "entries": len(entries),
        "students_named": len(named & listed),
        "families": len(families & listed),
        "by_clause": dict(sorted(Counter(clause for entry in entries for clause in entry.clauses).items())),
        "by_kind": dict(sorted(Counter(entry.kind for entry in entries).items())),
    }


def _opening(text: str) -> str:
    """How a text begins: its first line, whole sentences if they fit, else whole words."""
    line = text.splitlines()[0] if text else ""
    if len(line) <= WORDS_SHOWN:
        return line
    cut = line[: WORDS_SHOWN + 1]
    sentence = max(cut.rfind(f"{mark} ") for mark in ".!?")
    return cut[: sentence + 1] if sentence > 0 else f"{cut.rsplit(' ', 1)[0]}…"


def _events(entries: list[worklog.EntryRow]) -> list[dict[str, Any]]:
    held = [entry for entry in entries if entry.kind in EVENT_KINDS and not entry.is_restricted]
    return [
        {
            "pk": entry.pk,
            "on": entry.on.isoformat(),
            "kind": entry.kind,
            "words": _opening(entry.text),
            "students": len(entry.students),
            "about_group": entry.about_group,
        }
        for entry in sorted(held, key=lambda entry: (entry.on, entry.pk))[-EVENTS_SHOWN:]
    ]


def _papers(person: Person | None, half: Term) -> dict[str, int]:
    if person is None:
        return {"signed": 0, "due": 0, "directives": 0, "directives_settled": 0}
    read = documents.acquaintance_state(person)[person.pk]
    told = documents.directive_counts([person], (half.start_on, half.end_on))[person.pk]
    return {
        "signed": len(read.signed),
        "due": len(read.signed) + len(read.due),
        "directives": told.given,
        "directives_settled": told.done + told.excused,
    }


def _named(entries: list[worklog.EntryRow], keys: Any) -> dict[str, int]:
    named: dict[str, set[int]] = {}
    for entry in entries:
        for key in keys(entry):
            named.setdefault(key, set()).update(student for student, _name in entry.students)
    return {key: len(students) for key, students in sorted(named.items())}
