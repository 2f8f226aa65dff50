"""The desk of the administrator: how the installation is, what came in, what is still missing for the start."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, ImportRun, Staff, Student, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors.imports import import_runs
from jetekchi.workplace.selectors import installation
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.installation import Part
from jetekchi.workplace.selectors.links import address

RUNS_SHOWN = 5


@dataclass(frozen=True)
class People:
    """How many people of each kind, and how many of them have an account."""

    classes: int
    led: int
    students: int
    staff: int
    accounts: int
    unused: int
    students_url: str
    classes_url: str
    staff_url: str
    accounts_url: str

    @property
    def led_words(self) -> str:
        """How many classes have a leader."""
        return _("with a leader: %(count)s") % {"count": self.led}

    @property
    def unused_words(self) -> str:
        """How many accounts nobody has used yet."""
        return _("not used yet: %(count)s") % {"count": self.unused}


@dataclass(frozen=True)
class Installation:
    """The parts of the installation, those that need a person first."""

    parts: tuple[Part, ...]
    url: str


@dataclass(frozen=True)
class Runs:
    """The last files that came in."""

    runs: tuple[ImportRun, ...]
    url: str


def add(page: FirstPage) -> None:
    """Put people, imports and the state of the system on the page; before everything the first steps."""
    if not page.who.may(Permission.PEOPLE_MANAGE):
        return
    people = _people()
    if not people.classes or not people.students:
        page.top.append(Card("first_steps", address("organisation:first_steps")))
    page.main.append(Card("people", people))
    runs = tuple(import_runs(page.user)[:RUNS_SHOWN])
    page.main.append(Card("imports", Runs(runs, address("organisation:imports"))))
    parts = installation.quick_look()
    page.side.append(Card("installation", Installation(parts, address("workplace:status"))))


def _people() -> People:
    year = organisation.current_year()
    classes = ClassGroup.objects.filter(year=year)
    led = Appointment.objects.filter(class_group__in=classes, until_on=None).count()
    accounts = User.objects.aggregate(
        all=Count("pk"), unused=Count("pk", filter=Q(must_change_password=True))
    )
    return People(
        classes=classes.count(),
        led=led,
        students=Student.objects.filter(left_on=None).count(),
        staff=Staff.objects.filter(dismissed_on=None).count(),
        accounts=accounts["all"],
        unused=accounts["unused"],
        students_url=address("organisation:students"),
        classes_url=address("organisation:classes"),
        staff_url=address("organisation:staff"),
        accounts_url=address("organisation:slip_lists"),
    )
