"""Templates of the lyceum by grade: begun from the product's own first plan, then written by the lyceum (2.2, 3.1)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, User
from jetekchi.plan.models import PlanTemplate, TemplateLine
from jetekchi.plan.selectors.templates import template_by, template_key, template_keys
from jetekchi.plan.services.directions import direction_of
from jetekchi.plan.services.first_plan import first_plan
from jetekchi.plan.services.intentions import Intention

MOST = 150
TEXTS = ("title", "form", "responsible", "participants", "expected")


def template_for(class_group: ClassGroup) -> list[Intention]:
    """What such a class usually plans: the lyceum's template of its grade, else the product's own first plan (3.1)."""
    template, start = template_by(template_key(class_group)), class_group.year.start_on
    if template is None:
        return first_plan(template_key(class_group), start)
    return [
        Intention(
            direction=line.direction.code,
            month=date(start.year if line.month >= start.month else start.year + 1, line.month, 1),
            **{name: getattr(line, name) for name in TEXTS},
        )
        for line in template.lines.select_related("direction")
    ]


@transaction.atomic
def begin_template(*, by: User | None, key: str) -> PlanTemplate:
    """Make the template of a grade the lyceum's own, with the lines of the first plan to begin with.

    Refused: a grade that no class has, a template that is there already.
    """
    if key not in template_keys():
        raise Refused("template-unknown", _("There is no such grade. Choose one from the list."))
    template, is_new = PlanTemplate.objects.get_or_create(key=key, defaults={"by": by})
    if not is_new:
        raise Refused("template-there", _("This template is there already. Open it and change it."))
    year = date(2001, 9, 1)
    lines = [
        TemplateLine(
            template=template,
            direction=direction_of(one.direction),
            month=one.month.month,
            **{name: getattr(one, name) for name in TEXTS},
        )
        for one in first_plan(key, year)
    ]
    TemplateLine.objects.bulk_create(lines)
    audit.record(by, "plan:template:begun", template, lines=len(lines))
    return template


def _locked(template: PlanTemplate) -> PlanTemplate:
    return PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)


@transaction.atomic
def change_template(
    *, by: User, template: PlanTemplate, aim: str, tasks: str, documents: Iterable[object]
) -> PlanTemplate:
    """Aim and tasks that fit the age, and the documents of the lyceum that the plan rests on (2.2)."""
    template = _locked(template)
    template.aim, template.tasks, template.by = mend(aim).strip(), mend(tasks).strip(), by
    template.full_clean()
    template.save()
    template.documents.set(documents)  # type: ignore[arg-type]
    audit.record(by, "plan:template:changed", template)
    return template


@transaction.atomic
def save_line(
    *,
    by: User,
    template: PlanTemplate,
    line: TemplateLine | None = None,
    direction: str,
    month: int,
    **texts: str,
) -> TemplateLine:
    """Write a line of a template, a new one or other words of the old one (3.1)."""
    template = _locked(template)
    if line is None and template.lines.count() >= MOST:
        raise Refused("template-full", _("A template holds at most 150 lines. Take out what is not needed."))
    line = line or TemplateLine(template=template)
    line.direction, line.month = direction_of(direction), month
    for name in TEXTS:
        setattr(line, name, mend(texts.get(name, "")).strip())
    line.full_clean()
    line.save()
    audit.record(by, "plan:template:line_saved", template, line=line.pk)
    return line


@transaction.atomic
def remove_line(*, by: User, line: TemplateLine) -> None:
    """Take a line out of a template; plans that were filled from it keep their items."""
    template = _locked(line.template)
    gone, _counts = TemplateLine.objects.filter(pk=line.pk, template=template).delete()
    if gone:
        audit.record(by, "plan:template:line_removed", template, line=line.pk)
