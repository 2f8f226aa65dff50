"""The leader's own words."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.reports.models import HalfYearReport, ReportWords
from jetekchi.reports.selectors.sections import KEYS


@transaction.atomic
def begin(*, by: User, class_group: ClassGroup, half: Term) -> HalfYearReport:
    """The report of a class and half-year, begun when it is not yet (3.8)."""
    report, is_new = HalfYearReport.objects.get_or_create(class_group=class_group, half_year=half)
    if is_new:
        audit.record(by, "reports:report:begun", report)
    return HalfYearReport.objects.select_for_update().get(pk=report.pk)


@transaction.atomic
def save_words(*, by: User, class_group: ClassGroup, half: Term, words: dict[str, str]) -> HalfYearReport:
    """Keep the leader's words to sections; refused once the report is submitted, and in a closed half-year."""
    refuse_if_closed(half)
    report = begin(by=by, class_group=class_group, half=half)
    if not report.is_open:
        raise Refused(
            "report-frozen",
            _("The report is submitted. Ask the head of study to return it, then correct it."),
        )
    known = {row.section: row for row in report.words.all()}
    changed = []
    for section, text in words.items():
        if section not in KEYS:
            raise Refused("unknown-section", _("There is no such section."))
        clean = mend(text).strip()
        row = known.get(section)
        if (row.text if row else "") == clean:
            continue
        ReportWords.objects.update_or_create(
            report=report, section=section, defaults={"text": clean, "by": by}
        )
        changed.append(section)
    if changed:
        audit.record(by, "reports:words:saved", report, sections=changed)
    return report
