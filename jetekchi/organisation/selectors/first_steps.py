"""The way from an empty database to a lyceum that works: each step with its state and the page that does it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.links import state_of
from jetekchi.organisation.models import Appointment, ClassGroup, Office, SchoolYear, Staff, Student, Unit


@dataclass(frozen=True)
class Step:
    """One thing to do; `is_done` None when only a storey above could tell and does not."""

    title: str | Promise
    text: str | Promise
    action: str | Promise
    url: str
    is_done: bool | None


def url_or_nothing(*names: str) -> str:
    """The first of the addresses that exists in this installation, else an empty text."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def first_steps() -> list[Step]:
    """The steps in the order in which they are taken."""
    return [*_ground(), *_people()]


def _ground() -> list[Step]:
    return [
        Step(
            _("The job instruction"),
            _("Give the text of your own instruction; its clauses come alive from it."),
            _("Import the instruction"),
            url_or_nothing("documents:import"),
            state_of("instruction"),
        ),
        Step(
            _("Name of the lyceum and its offices"),
            _("The names stand on every paper; the offices agree to documents."),
            _("Open the offices"),
            url_or_nothing("organisation:units"),
            Unit.objects.exists() and Office.objects.exists(),
        ),
        Step(
            _("The school year"),
            _("Half-years and quarters come with usual dates; move them to yours."),
            _("Open the calendar"),
            url_or_nothing("organisation:calendar"),
            SchoolYear.objects.exists(),
        ),
    ]


def _people() -> list[Step]:
    year = SchoolYear.objects.first()
    classes = ClassGroup.objects.filter(year=year) if year else ClassGroup.objects.none()
    led = Appointment.objects.filter(class_group__in=classes, until_on=None).values("class_group")
    has_classes = classes.exists()
    return [
        Step(
            _("Classes and groups"),
            _("They are made by the import of students too."),
            _("Add a class"),
            url_or_nothing("organisation:classes"),
            has_classes,
        ),
        _imported("students", Student.objects.exists()),
        _imported("staff", Staff.objects.count() > 1),
        Step(
            _("Class leaders by order"),
            _("Each class gets its one leader with the number and date of the order."),
            _("Appoint class leaders"),
            url_or_nothing("organisation:classes"),
            has_classes and not classes.exclude(pk__in=led).exists(),
        ),
    ]


IMPORTED: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "students": (
        _("Students and parents"),
        _("A table in csv or xlsx as you have it; you see the fate of each row before anything is written."),
        _("Import students"),
    ),
    "staff": (
        _("Staff"),
        _("Names and positions; then accounts with printed slips."),
        _("Import staff"),
    ),
}


def _imported(kind: str, is_done: bool) -> Step:
    title, text, action = IMPORTED[kind]
    return Step(title, text, action, _import_url(kind), is_done)


def _import_url(kind: str) -> str:
    try:
        return reverse("organisation:import_new", kwargs={"kind": kind})
    except NoReverseMatch:
        return url_or_nothing("organisation:imports")
