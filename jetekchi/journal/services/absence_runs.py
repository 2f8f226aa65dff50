"""A notice to the class leader once a student begins to be away day after day (4.3)."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from jetekchi.core import audit, notices
from jetekchi.journal.models import ToldRun
from jetekchi.journal.selectors.absence_runs import runs_of
from jetekchi.journal.services.leading import who_leads
from jetekchi.organisation.models import ClassGroup
from jetekchi.organisation.selectors import current_half_year

# No name and no reason: a notice may be read over a shoulder, or leave by post.
AWAY = gettext_noop("A student of %(label)s has been away %(days)s school days in a row.")


@transaction.atomic
def tell_runs(*, today: date) -> int:
    """Tell the leaders of every run that nobody was told of yet; how many there were.

    Told again it tells nothing: a run that goes on, or whose beginning is corrected to an earlier day, is the same one.
    """
    half = current_half_year(today)
    if half is None or not half.holds(today):
        return 0
    # Locked, so that the same run told twice at once is told once.
    groups = ClassGroup.objects.select_for_update(of=("self",), no_key=True).filter(year=half.year_id)
    classes = {group.pk: group for group in groups.order_by("pk")}
    found = runs_of(classes, half, today)
    told = defaultdict(list)
    known = ToldRun.objects.filter(student__in=[run.student for run in found], first_on__gte=half.start_on)
    for student, first in known.values_list("student", "first_on"):
        told[student].append(first)
    fresh = [run for run in found if not any(first >= run.first for first in told[run.student])]
    ToldRun.objects.bulk_create(ToldRun(student_id=run.student, first_on=run.first) for run in fresh)
    for run in fresh:
        notices.queue(
            to=who_leads(run.group), message=AWAY, url=run.url, clause="4.3",
            label=classes[run.group].label, days=run.days,
        )  # fmt: skip
    if fresh:
        audit.record_key(None, "journal:absence_runs:told", "journal.ToldRun", "", students=len(fresh))
    return len(fresh)
