"""Self-government of a class: the lyceum's list of offices and sectors, who holds each, and what a holder is asked to do."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models.units import in_language


class ClassOffice(models.Model):
    """An office or a sector in the lyceum's words; `code` is what programs know it by and never changes."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("office")
        SECTOR = "sector", _("sector")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SECTOR)
    # Every class has it: a day without a holder is a gap that the matrix shows.
    is_required = models.BooleanField(_("every class has it"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)


class OfficeTerm(models.Model):
    """A student holds an office of the class from one day to another, both included.

    The database refuses a second holder of one seat on the same day (migration `one_holder_a_seat`).
    """

    class Basis(models.TextChoices):
        ELECTION = "election", _("secret ballot")
        MEETING = "meeting", _("meeting of the class")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    office = models.ForeignKey(ClassOffice, models.PROTECT, related_name="terms", verbose_name=_("office"))
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    election = models.OneToOneField(
        "plan.Election", models.PROTECT, null=True, blank=True, related_name="term"
    )
    ended_because = models.CharField(_("why it ended early"), max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["office__order", "from_on"]
        indexes: ClassVar = [models.Index(fields=["class_group", "office", "from_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="a_term_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=(Q(basis="election") & Q(election__isnull=False))
                | (Q(basis="meeting") & Q(election=None)),
                name="an_elected_term_names_its_election",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.student}"


class Assignment(models.Model):
    """What a holder of an office is asked to do by a day, or the report on the work of the office."""

    class Kind(models.TextChoices):
        TASK = "task", _("assignment")
        REPORT = "report", _("report on the work of the office")

    class State(models.TextChoices):
        GIVEN = "given", _("given")
        REPORTED = "reported", _("reported")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN: ClassVar[frozenset[str]] = frozenset({State.GIVEN, State.REPORTED})

    term = models.ForeignKey(OfficeTerm, models.PROTECT, related_name="assignments")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.TASK)
    title = models.CharField(_("what"), max_length=200)
    details = models.TextField(_("details"), max_length=1000, blank=True)
    due_on = models.DateField(_("by when"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.GIVEN)
    report = models.TextField(_("report"), max_length=4000, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "accepted"])
                | (~Q(report="") & Q(reported_at__isnull=False)),
                name="a_reported_assignment_says_what",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentAct(models.Model):
    """What happened to an assignment: given, reported, sent back with words, accepted, withdrawn. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        GIVEN = "given", _("given")
        REPORTED = "reported", _("reported")
        SENT_BACK = "sent_back", _("sent back")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="acts")
    deed = models.CharField(max_length=9, choices=Deed.choices)
    text = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.deed}"
