"""Whose marks fell, for many classes at once."""

from collections import defaultdict
from collections.abc import Iterable

from jetekchi.journal.models import TermMark
from jetekchi.journal.selectors.periods import marked_terms
from jetekchi.organisation.models import ClassGroup, Term

FAILING = frozenset({"2", "na", "fail"})


def falling_students(classes: Iterable[ClassGroup], half: Term) -> dict[int, set[int]]:
    """By class: students with a 2 or «not attested» in the last term, or a mark down in two subjects (3.5).

    One query however many classes; each class is judged by its own last term with marks.
    """
    groups = list(classes)
    marks: dict[int, dict[str, dict[int, dict[int, str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict))
    )
    rows = TermMark.objects.filter(
        student__class_group__in=groups,
        student__left_on=None,
        term__year=half.year_id,
        term__end_on__lte=half.end_on,
        term__in=marked_terms(half.year_id),
    ).order_by()
    names = ("student__class_group", "student", "subject", "term__start_on", "value")
    for class_pk, student, subject, start, value in rows.values_list(*names):
        marks[class_pk][start.isoformat()][student][subject] = value
    found: dict[int, set[int]] = {group.pk: set() for group in groups}
    for class_pk, by_term in marks.items():
        starts = sorted(by_term, reverse=True)
        if starts[0] < half.start_on.isoformat():
            continue
        then = by_term[starts[1]] if len(starts) > 1 else {}
        found[class_pk] = {
            student for student, now in by_term[starts[0]].items() if _has_fallen(now, then.get(student, {}))
        }
    return found


def _has_fallen(now: dict[int, str], then: dict[int, str]) -> bool:
    down = sum(
        value.isdigit() and then.get(subject, "").isdigit() and value < then[subject]
        for subject, value in now.items()
    )
    return down >= 2 or not FAILING.isdisjoint(now.values())
