"""Templates of the lyceum by grade: which there are, what a class gets, on which documents its plan rests (2.2)."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from jetekchi.core.lookup import the_one
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup
from jetekchi.organisation.selectors import current_year
from jetekchi.plan.models import PlanTemplate, TemplateLine
from jetekchi.plan.models.templates import GROUP, template_name

GRADES = tuple(str(grade) for grade in range(7, 12))


@dataclass(frozen=True)
class TemplateRow:
    """A template as the list shows it; without one the product's own first plan is offered."""

    key: str
    name: str
    template: PlanTemplate | None
    lines: int
    classes: tuple[str, ...]


def template_key(class_group: ClassGroup) -> str:
    """Which template a class gets: that of its grade, or that of groups of adults."""
    return GROUP if class_group.kind == ClassGroup.Kind.GROUP else str(class_group.grade or 10)


def template_keys() -> list[str]:
    """Grades 7 to 11, those of this year's classes, groups of adults, and whatever has a template already."""
    keys = set(GRADES) | {GROUP} | set(PlanTemplate.objects.values_list("key", flat=True)) | set(_classes())
    return sorted(keys, key=lambda key: (key == GROUP, int(key) if key != GROUP else 0))


def _classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    year = current_year()
    for group in year.classes.all() if year else ():
        found.setdefault(template_key(group), []).append(group.label)
    return found


def template_rows() -> list[TemplateRow]:
    """Every template that may be, with its lines and the classes that get it."""
    known = {one.key: one for one in PlanTemplate.objects.prefetch_related("lines")}
    classes = _classes()
    return [
        TemplateRow(
            key,
            template_name(key),
            known.get(key),
            len(known[key].lines.all()) if key in known else 0,
            tuple(classes.get(key, ())),
        )
        for key in template_keys()
    ]


def template_by(key: str) -> PlanTemplate | None:
    """The template of a grade, None while the lyceum has not made it its own."""
    return PlanTemplate.objects.filter(key=key).first()


def line_by(pk: int) -> TemplateLine | None:
    """A line of a template."""
    return the_one(TemplateLine.objects.select_related("template", "direction").filter(pk=pk))


def months_of_template(template: PlanTemplate) -> list[tuple[int, list[TemplateLine]]]:
    """The lines from September to August: (month, its lines)."""
    rows = template.lines.select_related("direction")
    ordered = sorted(rows, key=lambda line: ((line.month - 9) % 12, line.direction.order, line.pk))
    return [(month, list(own)) for month, own in groupby(ordered, key=lambda line: line.month)]


@while_unchanged("plan", "documents")
def basis_of(class_group: ClassGroup) -> list[str]:
    """The lyceum's documents that the plan rests on, each with its edition in force (2.2)."""
    links: QuerySet[Any] = PlanTemplate.documents.through.objects.filter(
        plantemplate__key=template_key(class_group)
    )
    number = Max(
        "controlleddocument__versions__number", filter=Q(controlleddocument__versions__status="in_force")
    )
    found = (
        links.select_related("controlleddocument").annotate(in_force=number).order_by("controlleddocument")
    )
    return [_named(link.controlleddocument, link.in_force) for link in found]


def _named(document: object, number: int | None) -> str:
    if number is None:
        return str(document)
    return _("%(title)s, edition %(number)s") % {"title": document, "number": number}
