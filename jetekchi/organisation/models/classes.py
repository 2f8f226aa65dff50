"""Classes or groups, students or adult listeners, guardians, subjects and who teaches them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jetekchi.core import kyrgyz
from jetekchi.organisation.models.units import in_language


class ClassGroup(models.Model):
    """A class or a group (топ) of one school year; its label is free: 10-А, 3-топ."""

    class Kind(models.TextChoices):
        CLASS = "class", _("class")
        GROUP = "group", _("group")

    class Programme(models.TextChoices):
        ELEVEN = "11y", _("11-year programme")
        TWELVE = "12y", _("12-year programme")

    year = models.ForeignKey("organisation.SchoolYear", models.PROTECT, related_name="classes")
    label = models.CharField(_("label"), max_length=24)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.CLASS)
    programme = models.CharField(
        _("programme"), max_length=3, choices=Programme.choices, default=Programme.ELEVEN
    )
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)
    sort_key = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "label"], name="one_class_a_label_and_year")
        ]

    def __str__(self) -> str:
        return self.label

    DERIVED: ClassVar[tuple[str, ...]] = ("sort_key",)

    def derive(self) -> None:
        """10-А before 10-Б before 11-А: the grade first, then the letters in Kyrgyz order."""
        self.sort_key = f"{self.grade or 99:02d}{kyrgyz.sort_key(self.label)}"[:64]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)


class Student(models.Model):
    """A student, or an adult listener (угуучу) without guardians. The number of the source is the identity."""

    person = models.OneToOneField("organisation.Person", models.PROTECT, related_name="student")
    number = models.CharField(_("number"), max_length=32, unique=True)
    is_listener = models.BooleanField(_("listener"), default=False)
    # The present class, or the last one of a student who left; Enrolment holds the whole way.
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="students")
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["person__sort_key", "pk"]

    def __str__(self) -> str:
        return str(self.person)


class Enrolment(models.Model):
    """A student's time in one class, with the order that began and the order that ended it."""

    class Ended(models.TextChoices):
        MOVED = "moved", _("moved to another class")
        LEFT = "left", _("left the lyceum")
        FINISHED = "finished", _("finished the year")
        GRADUATED = "graduate", _("graduated")

    student = models.ForeignKey(Student, models.CASCADE, related_name="enrolments")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="enrolments")
    from_on = models.DateField(_("from"))
    order_no = models.CharField(_("order number"), max_length=32, blank=True)
    until_on = models.DateField(_("last day"), null=True, blank=True)
    ended_order_no = models.CharField(_("number of the order that ended it"), max_length=32, blank=True)
    ended = models.CharField(_("how it ended"), max_length=8, choices=Ended.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["student"], condition=Q(until_on=None), name="one_open_class_a_student"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="enrolment_dates_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["class_group", "from_on"], name="enrolment_by_class")]

    def __str__(self) -> str:
        return f"{self.student} {self.class_group}"


class Guardianship(models.Model):
    """A parent or legal representative of a student. A barred one sees nothing and gets no message."""

    class Kind(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        GUARDIAN = "guardian", _("guardian")
        RELATIVE = "relative", _("relative")

    student = models.ForeignKey(Student, models.CASCADE, related_name="guardianships")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="guardianships")
    kind = models.CharField(_("relation"), max_length=8, choices=Kind.choices)
    is_legal = models.BooleanField(_("legal representative"), default=True)
    is_barred = models.BooleanField(_("barred by a court or an order"), default=False)
    barred_basis = models.CharField(_("basis of the bar"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "person"], name="one_guardianship_a_person"),
            models.CheckConstraint(
                condition=Q(is_barred=False) | ~Q(barred_basis=""), name="a_bar_needs_its_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_kind_display()})"


class Subject(models.Model):
    """A school subject in its Kyrgyz name, with Russian and English spellings."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=130, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_key"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)

    DERIVED: ClassVar[tuple[str, ...]] = ("sort_key",)

    def derive(self) -> None:
        """The Kyrgyz alphabet's order."""
        self.sort_key = kyrgyz.sort_key(self.name)[:130]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)


class Teaching(models.Model):
    """Who teaches which subject in which class, from when until when."""

    teacher = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="teachings")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="teachings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="teachings")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["teacher", "class_group", "subject"],
                condition=Q(until_on=None),
                name="one_open_teaching",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.class_group}: {self.teacher}"
