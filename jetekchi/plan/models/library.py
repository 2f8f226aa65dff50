"""Work with libraries: what was asked and answered, what is read, which visits were made (6.2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LibraryKind(models.TextChoices):
    """Whose library it is; only the lyceum's librarian answers at a desk of the product."""

    LYCEUM = "lyceum", _("library of the lyceum")
    UNIVERSITY = "university", _("library of the university")
    OTHER = "other", _("another library")


class LibraryRequest(models.Model):
    """What a class leader asks of a librarian: a theme, for which class, by when it is needed."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    library = models.CharField(_("library"), max_length=10, choices=LibraryKind.choices)
    library_name = models.CharField(_("name of the library"), max_length=160, blank=True)
    theme = models.CharField(_("theme"), max_length=200)
    details = models.TextField(_("details"), max_length=1000, blank=True)
    needed_on = models.DateField(_("needed by"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.ASKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["needed_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["class_group", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(library="other") | ~Q(library_name=""), name="another_library_is_named"
            )
        ]

    def __str__(self) -> str:
        return self.theme


class LibraryAnswer(models.Model):
    """What the library answered; of an outside library the leader writes down who answered. Only grows."""

    append_only: ClassVar[bool] = True

    request = models.ForeignKey(LibraryRequest, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=4000)
    answered_on = models.DateField(_("answered on"))
    answered_by = models.CharField(_("who answered"), max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request}: {self.answered_on}"


class ReadingList(models.Model):
    """Books for a class on one theme; a list that a librarian gave names the request it answers."""

    class Theme(models.TextChoices):
        MEDICINE = "medicine", _("medicine")
        CAREER = "career", _("choice of a profession")
        SUBJECT = "subject", _("a school subject")
        FICTION = "fiction", _("fiction")
        UPBRINGING = "upbringing", _("upbringing and health")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices)
    title = models.CharField(_("name of the list"), max_length=160)
    for_whom = models.CharField(_("for whom"), max_length=160, blank=True)
    request = models.ForeignKey(
        LibraryRequest, models.PROTECT, null=True, blank=True, related_name="reading_lists"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["theme", "title", "pk"]

    def __str__(self) -> str:
        return self.title


class ReadingTitle(models.Model):
    """A book of a list."""

    reading_list = models.ForeignKey(ReadingList, models.PROTECT, related_name="titles")
    title = models.CharField(_("author and title"), max_length=240)
    place = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading_list", "title"], name="a_book_stands_on_a_list_once")
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """A student says of an own free will that the book was read; taken back by the same student."""

    book = models.ForeignKey(ReadingTitle, models.PROTECT, related_name="readings")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "student"], name="a_book_is_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.book_id}: {self.student_id}"


class LibraryVisit(models.Model):
    """A class goes to a library: when, what for, who went and what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    library = models.CharField(_("library"), max_length=10, choices=LibraryKind.choices)
    library_name = models.CharField(_("name of the library"), max_length=160, blank=True)
    on = models.DateField(_("day"))
    purpose = models.CharField(_("what for"), max_length=200)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PLANNED)
    students = models.ManyToManyField("organisation.Student", related_name="+", blank=True)
    outcome = models.TextField(_("what came of it"), max_length=2000, blank=True)
    entry = models.ForeignKey("worklog.WorkEntry", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["class_group", "on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(library="other") | ~Q(library_name=""), name="a_visited_library_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(entry__isnull=False), name="a_visit_made_stands_in_the_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.purpose}"
