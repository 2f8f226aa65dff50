"""The only write of the matrix: somebody looked."""

from django.db import transaction

from jetekchi.compliance.models import Look
from jetekchi.core import audit
from jetekchi.organisation.models import ClassGroup, Term, User


@transaction.atomic
def note_look(*, by: User, class_group: ClassGroup, half: Term, clauses: list[str], side: str) -> int:
    """Keep that a clause was looked at by the leader's or the supervision's side; the first look of a half-year stays.

    Counts for «looked at» of every clause and is the evidence of 1.2. Refused by nothing: reading leaves a trace.
    """
    known = set(
        Look.objects.filter(class_group=class_group, half_year=half, side=side).values_list(
            "clause", flat=True
        )
    )
    fresh = [number for number in clauses if number not in known]
    Look.objects.bulk_create(
        [Look(class_group=class_group, half_year=half, clause=number, side=side, by=by) for number in fresh],
        ignore_conflicts=True,
    )
    if fresh:
        audit.record(by, "compliance:clause:looked", class_group, chain="reading", clauses=fresh, side=side)
    return len(fresh)
