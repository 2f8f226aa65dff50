"""Bells, parts of a class, the weekly timetable, and the lessons that it makes day by day (4.1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LAST_WEEKDAY = 6
LAST_NUMBER = 12


class BellSchedule(models.Model):
    """When the lessons of one shift begin and end."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    shift = models.PositiveSmallIntegerField(_("shift"), unique=True)

    class Meta:
        verbose_name_plural = _("bells")
        ordering: ClassVar = ["shift"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(shift__range=(1, 3)), name="known_shift"),
        ]

    def __str__(self) -> str:
        return self.name


class Bell(models.Model):
    """One numbered lesson of a shift."""

    schedule = models.ForeignKey(BellSchedule, models.CASCADE, related_name="bells")
    number = models.PositiveSmallIntegerField(_("lesson"))
    start = models.TimeField(_("from"))
    end = models.TimeField(_("till"))

    class Meta:
        ordering: ClassVar = ["schedule__shift", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "number"], name="one_bell_a_number"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="bell_times_in_order"),
            models.CheckConstraint(condition=Q(number__range=(1, LAST_NUMBER)), name="bell_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.start:%H:%M}–{self.end:%H:%M}"


class ClassShift(models.Model):
    """In which shift a class learns; a class without a row learns in the first one."""

    class_group = models.OneToOneField("organisation.ClassGroup", models.CASCADE, related_name="shift")
    schedule = models.ForeignKey(BellSchedule, models.PROTECT, related_name="classes")

    def __str__(self) -> str:
        return f"{self.class_group}: {self.schedule}"


class ClassPart(models.Model):
    """A part of a class that learns some subject by itself: a language group, boys at physical training."""

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="parts")
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name_plural = _("parts of classes")
        ordering: ClassVar = ["class_group__sort_key", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["class_group", "name"], name="one_part_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PartMember(models.Model):
    """A student's time in a part of the class; the days of one student in one part never overlap (migration 0023)."""

    part = models.ForeignKey(ClassPart, models.CASCADE, related_name="members")
    student = models.ForeignKey("organisation.Student", models.CASCADE, related_name="parts")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["part", "student"], condition=Q(until_on=None), name="one_open_time_in_a_part"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="part_dates_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["part", "student", "from_on"], name="members_of_a_part")]

    def __str__(self) -> str:
        return f"{self.part}: {self.student}"


class TimetableSlot(models.Model):
    """A lesson of every week: class, day of the week and number, what, by whom, from when until when."""

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    number = models.PositiveSmallIntegerField(_("lesson"))
    subject = models.ForeignKey("organisation.Subject", models.PROTECT, related_name="slots")
    teacher = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="slots")
    part = models.ForeignKey(ClassPart, models.PROTECT, null=True, blank=True, related_name="slots")
    room = models.CharField(_("room"), max_length=40, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name_plural = _("lessons of the timetable")
        ordering: ClassVar = ["class_group__sort_key", "weekday", "number", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__range=(1, LAST_WEEKDAY)), name="slot_weekday"),
            models.CheckConstraint(condition=Q(number__range=(1, LAST_NUMBER)), name="slot_number"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="slot_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["class_group", "weekday", "number"],
                condition=Q(until_on=None, part=None),
                name="one_open_slot_a_class",
            ),
            models.UniqueConstraint(
                fields=["class_group", "weekday", "number", "part"],
                condition=Q(until_on=None, part__isnull=False),
                name="one_open_slot_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_group} {self.weekday}/{self.number} {self.subject}"


class Lesson(models.Model):
    """One lesson on one day. Cancelled and moved ones stay on record, so that nothing written about them is lost."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("lesson", "planned")
        HELD = "held", pgettext_lazy("lesson", "held")
        CANCELLED = "cancelled", pgettext_lazy("lesson", "cancelled")
        MOVED = "moved", pgettext_lazy("lesson", "moved")

    STANDING: ClassVar[tuple[str, ...]] = ("planned", "held")

    class_group = models.ForeignKey(
        "organisation.ClassGroup", models.PROTECT, related_name="lessons", db_index=False
    )
    subject = models.ForeignKey("organisation.Subject", models.PROTECT, related_name="lessons")
    teacher = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="lessons", db_index=False)
    # Who gives it instead of the teacher; both may then work with it.
    substitute = models.ForeignKey(
        "organisation.Staff", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    on = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("lesson"))
    part = models.ForeignKey(
        ClassPart, models.PROTECT, null=True, blank=True, related_name="lessons", db_index=False
    )
    room = models.CharField(_("room"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="moved_from")
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    homework = models.TextField(_("homework"), max_length=2000, blank=True)

    class Meta:
        verbose_name_plural = _("lessons")
        ordering: ClassVar = ["on", "number", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["class_group", "on"], name="lessons_by_class_and_day"),
            models.Index(fields=["teacher", "on"], name="lessons_by_teacher_and_day"),
            models.Index(
                fields=["substitute", "on"],
                condition=Q(substitute__isnull=False),
                name="lessons_by_substitute_and_day",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__range=(1, LAST_NUMBER)), name="lesson_number"),
            models.UniqueConstraint(
                fields=["class_group", "on", "number"],
                condition=Q(state__in=["planned", "held"], part=None),
                name="one_lesson_a_class_and_hour",
            ),
            models.UniqueConstraint(
                fields=["class_group", "on", "number", "part"],
                condition=Q(state__in=["planned", "held"], part__isnull=False),
                name="one_lesson_a_part_and_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cancelled", "moved"]) | ~Q(reason=""),
                name="a_lesson_not_held_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="moved", moved_to__isnull=False)
                | (~Q(state="moved") & Q(moved_to__isnull=True)),
                name="a_moved_lesson_has_another",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("teacher")), name="substitute_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_group} {self.on} {self.number} {self.subject}"

    @property
    def is_standing(self) -> bool:
        """Whether it takes or took place on its day."""
        return self.state in self.STANDING


class LessonAct(models.Model):
    """What became of a lesson: cancelled, moved, given to a substitute, brought back. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        CANCELLED = "cancelled", pgettext_lazy("lesson act", "cancelled")
        MOVED = "moved", pgettext_lazy("lesson act", "moved to another time")
        SUBSTITUTED = "substituted", _("given to a substitute")
        RESTORED = "restored", _("stands again")

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="acts")
    deed = models.CharField(max_length=11, choices=Deed.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    substitute = models.ForeignKey(
        "organisation.Staff", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.deed}"
