"""The leader's own words."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.reports.models import HalfYearReport, ReportWords
from jetekchi.reports.selectors.marks import meant, words_of
from jetekchi.reports.selectors.sections import KEYS


@transaction.atomic
def begin(*, by: User, class_group: ClassGroup, half: Term) -> HalfYearReport:
    """The report of a class and half-year, begun when it is not yet (3.8)."""
    report, is_new = HalfYearReport.objects.get_or_create(class_group=class_group, half_year=half)
    if is_new:
        audit.record(by, "reports:report:begun", report)
    return HalfYearReport.objects.select_for_update().get(pk=report.pk)


@transaction.atomic
def save_words(
    *, by: User, class_group: ClassGroup, half: Term, words: dict[str, str], seen: str = ""
) -> HalfYearReport:
    """Keep the leader's words to sections (3.8).

    Refused: a report that is submitted, a closed half-year, words that would be put over others which were saved in
    another window meanwhile (`seen` is the mark of those that the window showed; none comes from no page). A section
    in which nothing was typed here keeps what the other window saved.
    """
    refuse_if_closed(half)
    report = begin(by=by, class_group=class_group, half=half)
    if not report.is_open:
        raise Refused(
            "report-frozen",
            _("The report is submitted. Ask the head of study to return it, then correct it."),
        )
    if not set(words) <= set(KEYS):
        raise Refused("unknown-section", _("There is no such section."))
    wanted = meant(words, seen, words_of(report))
    if wanted.disputed:
        raise Refused(
            MEANWHILE,
            _(
                "Words of this report were changed in another window meanwhile. Yours are not saved yet; they stay"
                " in the fields. Compare them with the saved ones, then save again."
            ),
        )
    for section, text in wanted.changed.items():
        ReportWords.objects.update_or_create(
            report=report, section=section, defaults={"text": text, "by": by}
        )
    if wanted.changed:
        audit.record(by, "reports:words:saved", report, sections=list(wanted.changed))
    return report
