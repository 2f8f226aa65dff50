"""A few days of work in the lyceum of the cast: what first pages have something to say about."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jetekchi.documents import services as documents
from jetekchi.documents.models import Directive, DocumentVersion
from jetekchi.documents.tests import factories as papers
from jetekchi.journal.tests.factories import mark
from jetekchi.organisation.models import Term
from jetekchi.organisation.services.schedule_route import submit_schedule
from jetekchi.organisation.tests import schedules
from jetekchi.worklog import services as worklog
from jetekchi.worklog.models import AccidentReport, WorkEntry
from tests.cast import Cast


@dataclass
class Days:
    """What happened."""

    version: DocumentVersion
    entry: WorkEntry
    accident: AccidentReport
    directive: Directive


def lived(cast: Cast) -> Days:
    """An instruction in force, a promise that is late, an accident nobody confirmed, falling marks, a directive.

    The work schedule of Aigul waits for the director; that of Bakyt is not written.
    """
    today = timezone.localdate()
    papers.accepted(cast.rector_office, cast.psychologist, cast.gulnara)
    version = papers.in_force(cast)
    entry = worklog.record_work(
        by=cast.aigul,
        class_group=cast.class_a,
        kind="talk",
        on=today - timedelta(days=9),
        text="Сабактан кийин сүйлөштүк",
        students=[cast.meerim],
        follow_up_on=today - timedelta(days=2),
    )
    accident = worklog.report_accident(
        by=cast.chynara,
        students=[cast.nurlan],
        happened_at=timezone.now() - timedelta(minutes=90),
        place="Спорт залы",
        text="Бутун тайып алды",
        first_aid="Муз басылды",
    )
    quarters = Term.objects.filter(parent=cast.half).order_by("number")
    for quarter, values in zip(quarters, ("5", "3"), strict=False):
        for subject in (cast.maths, cast.literature):
            mark(cast.nurlan, subject, quarter, values)
    assert cast.aigul.person is not None
    directive = documents.issue_directive(
        by=cast.farhat,
        number="7-Т",
        given_on=today,
        text="Тизмени тактоо",
        executor=cast.aigul.person,
        due_on=today + timedelta(days=3),
    )
    submit_schedule(by=cast.aigul, schedule=schedules.begun(cast.aigul))
    return Days(version, entry, accident, directive)
