"""The words of a plan, and what closes it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.plan.models import PlanPaper
from jetekchi.plan.selectors.marks import WORDS, words_mark


@transaction.atomic
def begin(*, by: User | None, class_group: ClassGroup, half: Term | None) -> PlanPaper:
    """The paper of a class for a half-year or the year, begun when it is not yet; its row is locked (3.1)."""
    paper, is_new = PlanPaper.objects.get_or_create(class_group=class_group, half_year=half)
    if is_new:
        audit.record(by, "plan:paper:begun", paper)
    return PlanPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)


def open_paper(*, by: User | None, class_group: ClassGroup, half: Term | None) -> PlanPaper:
    """The locked paper, refused while it is submitted or approved."""
    refuse_if_closed(half, class_group.year)
    paper = begin(by=by, class_group=class_group, half=half)
    if not paper.is_open:
        raise Refused(
            "plan-frozen",
            _("The plan is submitted or approved. Open it for correction, then change it."),
        )
    return paper


@transaction.atomic
def save_words(
    *, by: User, class_group: ClassGroup, half: Term | None, seen: str = "", **words: str
) -> PlanPaper:
    """Keep analysis, aim and tasks (3.1).

    Refused: a plan that is submitted or approved, a closed half-year, words that would be put over others which were
    saved in another window meanwhile (`seen` is the mark of those that the window showed; none comes from no page).
    """
    paper = open_paper(by=by, class_group=class_group, half=half)
    is_stale = bool(seen) and seen != words_mark(paper)
    changed = []
    for name in WORDS:
        text = mend(words.get(name, getattr(paper, name))).strip()
        if text != getattr(paper, name):
            setattr(paper, name, text)
            changed.append(name)
    if changed and is_stale:
        raise Refused(
            MEANWHILE,
            _(
                "The words of this plan were changed in another window meanwhile. Yours are not saved yet; they"
                " stay in the fields. Compare them with the saved ones, then save again."
            ),
        )
    if changed:
        paper.full_clean()
        paper.save()
        audit.record(by, "plan:words:saved", paper, parts=changed)
    return paper
