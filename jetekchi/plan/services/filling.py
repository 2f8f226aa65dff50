"""A plan is filled: from the template of its grade, from the year before, with dates of the country."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core.http import Refused
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.plan.models import PlanItem
from jetekchi.plan.selectors.before import class_before
from jetekchi.plan.selectors.board import months_of
from jetekchi.plan.selectors.material import paper_of
from jetekchi.plan.selectors.national_dates import suggested_dates
from jetekchi.plan.selectors.templates import template_by, template_key
from jetekchi.plan.services.intentions import Intention
from jetekchi.plan.services.items import add_item
from jetekchi.plan.services.papers import save_words
from jetekchi.plan.services.templates import template_for


@transaction.atomic
def fill_plan(
    *,
    by: User | None,
    class_group: ClassGroup,
    half: Term | None,
    source: str,
    dates: Collection[str] = (),
) -> int:
    """Fill the months of a half-year (None: of the year); how many items were added (3.1).

    The source is the template, the year before, or `dates`: those of the country that are named by their codes.
    What is there already is left alone. Refused like `add_item`; when there is nothing to take.
    """
    if source == PlanItem.Source.DATES:
        wanted: Iterable[Intention] = _of_the_country(class_group, half, dates)
    elif source == PlanItem.Source.TEMPLATE:
        wanted = template_for(class_group)
    else:
        wanted = _of_last_year(class_group)
    wanted = list(wanted)
    if source == PlanItem.Source.LAST_YEAR and not wanted:
        raise Refused("nothing-to-take", _("There is no plan of this class of the year before."))
    known = set(PlanItem.objects.filter(class_group=class_group).values_list("month", "title"))
    open_months = {month.month: month for month, _half in months_of(class_group.year, half)}
    added = 0
    for intention in wanted:
        month = open_months.get(intention.month.month)
        if month is None or (month, intention.title) in known:
            continue
        add_item(by=by, class_group=class_group, intention=_moved_to(intention, month), source=source)
        added += 1
    if not added:
        raise Refused(
            "nothing-to-take", _("There is nothing to take over: everything is in the plan already.")
        )
    if source == PlanItem.Source.TEMPLATE and by is not None:
        _words_of_the_template(by, class_group, half)
    return added


def _words_of_the_template(by: User, class_group: ClassGroup, half: Term | None) -> None:
    """Aim and tasks of the template where the leader has not written any (2.2)."""
    template, paper = template_by(template_key(class_group)), paper_of(class_group, half)
    if template is None:
        return
    words = {
        name: getattr(template, name)
        for name in ("aim", "tasks")
        if getattr(template, name) and not (paper and getattr(paper, name))
    }
    if words:
        save_words(by=by, class_group=class_group, half=half, **words)


def _of_the_country(
    class_group: ClassGroup, half: Term | None, codes: Collection[str]
) -> Iterable[Intention]:
    return [
        Intention(direction=one.direction, month=one.month, title=one.title, on=one.on)
        for one in suggested_dates(class_group, half)
        if one.code in codes
    ]


def _moved_to(intention: Intention, month: date) -> Intention:
    day = None
    if intention.on:
        day = date(month.year, month.month, min(intention.on.day, 28))
    return Intention(
        intention.direction, month, intention.title, day, intention.form,
        intention.responsible, intention.participants, intention.expected,
    )  # fmt: skip


def _of_last_year(class_group: ClassGroup) -> Iterable[Intention]:
    """What the same class planned a year before."""
    before = class_before(class_group)
    items = PlanItem.objects.filter(class_group=before).select_related("direction") if before else []
    return [
        Intention(
            item.direction.code, item.month, item.title, item.on, item.form,
            item.responsible, item.participants, item.expected,
        )
        for item in items
    ]  # fmt: skip
