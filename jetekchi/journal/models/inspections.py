"""Inspections of a leader's work: what was looked at, with what grade, which remarks came of it, what became of each."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.core import kyrgyz


class Paper(models.TextChoices):
    """The papers of a class that the supervision looks into (3.9, 4.1)."""

    PLAN = "plan", _("class plan")
    REPORT = "report", _("half-year report")
    JOURNAL = "journal", _("class journal")
    DIARY = "diary", _("diaries")
    PERSONAL_FILES = "files", _("personal files")
    BRIEFINGS = "briefings", _("briefing register")
    WORK = "work", _("record of work")
    EVENTS = "events", _("class hours and events")
    SCHEDULE = "schedule", _("work schedule")
    MINUTES = "minutes", _("minutes and lists of the class")
    NONE = "", _("no paper: the work itself")


class Inspection(models.Model):
    """One visit or check: never changed, only withdrawn with a reason and written anew."""

    class Kind(models.TextChoices):
        PAPERS = "papers", _("check of the papers")
        LESSON = "lesson", _("lesson visit")
        CLASS_HOUR = "class_hour", _("visit to a class hour")
        EVENT = "event", _("visit to an event")
        OTHER = "other", _("another check")

    class State(models.TextChoices):
        STANDING = "standing", _("on record")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("day"))
    subject = models.CharField(_("what was looked at"), max_length=200)
    grade = models.CharField(pgettext_lazy("inspection", "grade"), max_length=40, blank=True)
    words = models.TextField(_("conclusion"), max_length=4000, blank=True)
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Who led the class on that day: the protocol names that person, whoever leads it later.
    leader = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.STANDING)
    at = models.DateTimeField(auto_now_add=True)
    search_key = models.TextField(editable=False)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["class_group", "on"], name="inspection_by_class_and_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="papers") | ~Q(grade=""), name="a_check_of_papers_is_graded"
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="an_inspection_says_of_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    DERIVED: ClassVar[tuple[str, ...]] = ("search_key",)

    def derive(self) -> None:
        """The key follows the words: SQLite does not search Kyrgyz letters by itself."""
        self.search_key = kyrgyz.search_key(f"{self.subject} {self.words} {self.grade}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.DERIVED}
        super().save(*args, **kwargs)

    @property
    def is_standing(self) -> bool:
        """Whether it counts."""
        return self.state == self.State.STANDING


class Remark(models.Model):
    """What is to be mended, by one person, by a day; the other person of the inspection verifies it."""

    class State(models.TextChoices):
        OPEN = "open", _("to be mended")
        MENDED = "mended", _("mended, waits for verification")
        RETURNED = "returned", _("sent back")
        VERIFIED = "verified", _("verified")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN_STATES: ClassVar[tuple[str, ...]] = ("open", "returned")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="remarks")
    words = models.TextField(_("remark"), max_length=2000)
    addressee = models.ForeignKey("organisation.Person", models.PROTECT, related_name="remarks")
    paper = models.CharField(_("paper"), max_length=10, choices=Paper.choices, blank=True)
    made_on = models.DateField()
    due_on = models.DateField(_("to be mended by"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    mended_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="remark_by_state_and_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="a_remark_has_words"),
            models.CheckConstraint(condition=Q(due_on__gte=F("made_on")), name="a_remark_is_due_after_it"),
            models.CheckConstraint(
                condition=~Q(state__in=["mended", "verified"]) | Q(mended_at__isnull=False),
                name="what_is_verified_was_mended",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="a_verified_remark_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def is_open(self) -> bool:
        """Whether the addressee has still to mend it."""
        return self.state in self.OPEN_STATES

    @property
    def is_mended(self) -> bool:
        """Whether it waits for the supervision."""
        return self.state == self.State.MENDED


_S = Remark.State
# The one table: state, step → state after it.
REMARK_STEPS: dict[tuple[str, str], str] = {
    (_S.OPEN, "mended"): _S.MENDED,
    (_S.RETURNED, "mended"): _S.MENDED,
    (_S.MENDED, "verified"): _S.VERIFIED,
    (_S.MENDED, "sent_back"): _S.RETURNED,
    (_S.OPEN, "passed_on"): _S.OPEN,
    (_S.RETURNED, "passed_on"): _S.RETURNED,
    (_S.OPEN, "withdrawn"): _S.WITHDRAWN,
    (_S.MENDED, "withdrawn"): _S.WITHDRAWN,
    (_S.RETURNED, "withdrawn"): _S.WITHDRAWN,
}


class InspectionAct(models.Model):
    """What happened to an inspection and to each of its remarks, with the words said then."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        RECORDED = "recorded", _("the inspection was recorded")
        REMARKED = "remarked", _("the remark was made")
        MENDED = "mended", pgettext_lazy("act", "mended")
        VERIFIED = "verified", pgettext_lazy("act", "verified")
        SENT_BACK = "sent_back", pgettext_lazy("act", "sent back")
        PASSED_ON = "passed_on", _("another person or another day")
        WITHDRAWN = "withdrawn", pgettext_lazy("act", "withdrawn")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="acts")
    remark = models.ForeignKey(Remark, models.PROTECT, null=True, blank=True, related_name="acts")
    deed = models.CharField(max_length=9, choices=Deed.choices)
    words = models.TextField(blank=True)
    # Where what was mended is seen: an address inside the product.
    link = models.CharField(max_length=300, blank=True)
    addressee = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.deed}"


class RemarkGap(models.Model):
    """A gap of the journal that a remark was made of; whether it is filled is asked of the journal itself."""

    append_only: ClassVar[bool] = True

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="gaps")
    # What is lacking where, as the dictionary of checks names it, and how it was called then.
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["remark", "key"], name="once_in_a_remark"),
        ]

    def __str__(self) -> str:
        return f"{self.remark_id}: {self.key}"


class Reminder(models.Model):
    """The supervision reminded somebody of a paper of a class: of the same thing once a day."""

    append_only: ClassVar[bool] = True

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    to = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    paper = models.SlugField(max_length=20)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "to", "paper", "on"], name="one_reminder_a_day_and_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id}: {self.paper} {self.on}"
