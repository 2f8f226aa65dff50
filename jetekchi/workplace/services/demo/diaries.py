"""Diaries of the weeks that are over: checked by diligent leaders, seen by a mother, who also explains an absence."""

from datetime import timedelta

from django.utils import timezone

from jetekchi.journal import services as journal
from jetekchi.journal.selectors import WEEK, monday_of
from jetekchi.organisation.models import Student
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.span import Span

WEEKS, DILIGENT = 2, 0.5
WORDS = "Ысытмасы көтөрүлдү, үйдө дарыланып жатат."
PRAISE = "Сабакка активдүү катышты, рахмат."


def keep(span: Span, cast: Cast, leaders: list[Leading], cares: list[float]) -> None:
    """Two weeks of diaries; the excuse of the demo's guardian waits for its answer."""
    present = monday_of(span.today)
    weeks = [week for step in range(1, WEEKS + 1) if (week := present - step * WEEK) >= span.start]
    for leading, care in zip(leaders, cares, strict=True):
        for week in weeks if care > DILIGENT else []:
            journal.check_diaries(by=leading.user, class_group=leading.group, week=week)
    guardian = cast.users.get("guardian")
    if guardian is None:
        return
    wards = Student.objects.filter(
        guardianships__person=guardian.person_id, guardianships__is_barred=False
    ).order_by("pk")
    users = {leading.group.pk: leading.user for leading in leaders}
    for student in wards.select_related("class_group"):
        for week in weeks:
            journal.mark_seen(by=guardian, student=student, week=week)
            journal.write_to_family(by=users[student.class_group_id], student=student, week=week, text=PRAISE)
        # A demo of another year has nobody who is away now.
        if span.today == timezone.localdate():
            away = journal.Away(span.today - timedelta(days=1), span.today)
            journal.send_excuse(by=guardian, student=student, away=away, kind="ill", words=WORDS)
