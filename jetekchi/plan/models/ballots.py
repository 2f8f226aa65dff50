"""The secret ballot: who may vote and whether they did stands in one table, the votes in another that knows nobody.

`Elector` and `VotingSlip` hold participation. `Urn` holds one sealed row an election: counts, never ballots, sealed
anew at each vote with a key that is not in the database (docs/decisions/0013-the-urn-holds-sealed-counts.md).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Election(models.Model):
    """One office of one class is filled by secret ballot: candidates, the vote, the result after it."""

    class State(models.TextChoices):
        NOMINATING = "nominating", _("candidates are named")
        OPEN = "open", _("voting is open")
        CLOSED = "closed", _("closed")
        VOID = "void", _("called off")

    class Outcome(models.TextChoices):
        ELECTED = "elected", _("elected")
        TIE = "tie", _("equal votes, to be held again")
        NOBODY = "nobody", _("nobody was elected")
        TOO_FEW = "too_few", _("not held: too few voted")
        LEFT = "left", _("elected, but left the class: to be held again")

    RUNNING: ClassVar[frozenset[str]] = frozenset({State.NOMINATING, State.OPEN})

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "plan.ClassOffice", models.PROTECT, related_name="elections", verbose_name=_("office")
    )
    vote_on = models.DateField(_("day of the vote"))
    term_from = models.DateField(_("term from"))
    term_until = models.DateField(_("term until"))
    chair = models.CharField(_("chair of the meeting"), max_length=120, blank=True)
    secretary = models.CharField(_("secretary of the meeting"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NOMINATING)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    on_roll = models.PositiveSmallIntegerField(default=0)
    voted = models.PositiveSmallIntegerField(default=0)
    # [[place on the ballot, votes]]; None when the numbers would tell how single persons voted.
    counts = models.JSONField(null=True, blank=True)
    winner = models.ForeignKey("plan.Candidate", models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(_("why it is called off"), max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-vote_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "office"],
                condition=Q(state__in=["nominating", "open"]),
                name="one_running_election_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(term_until__gte=F("term_from")), name="an_elected_term_has_days"
            ),
            models.CheckConstraint(
                condition=Q(state="closed") | (Q(outcome="") & Q(winner=None) & Q(counts__isnull=True)),
                name="no_result_before_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="a_closed_election_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["elected", "left"]) | Q(winner__isnull=False),
                name="who_was_elected_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="a_void_election_says_why"
            ),
            models.CheckConstraint(
                condition=Q(counts__isnull=True) | ~Q(outcome="too_few"), name="few_votes_show_no_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.class_group}"

    @property
    def is_running(self) -> bool:
        """Whether it is neither closed nor called off."""
        return self.state in self.RUNNING


class Candidate(models.Model):
    """A student who stands for the office, with own words; `place` is the line on the ballot, from its opening on."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    words = models.TextField(_("own words"), max_length=2000, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["place", "student__person__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "student"], name="a_candidate_stands_once"),
            models.UniqueConstraint(fields=["election", "place"], name="one_candidate_a_line"),
        ]

    def __str__(self) -> str:
        return str(self.student)


class Elector(models.Model):
    """A student on the roll, written when the vote opens: whether a vote was given, or a slip taken. Never for whom."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="electors")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    has_voted = models.BooleanField(default=False)
    by_slip = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["student__person__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["election", "student"], name="an_elector_stands_on_the_roll_once"
            ),
            models.CheckConstraint(
                condition=Q(has_voted=False) | Q(by_slip=False), name="one_way_to_vote_for_each"
            ),
        ]

    def __str__(self) -> str:
        return str(self.student)


class VotingSlip(models.Model):
    """A printed one-time code of the ballot, as its digest. It belongs to the vote, not to a person."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="slips")
    digest = models.CharField(max_length=64)
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "digest"], name="a_slip_is_printed_once")
        ]

    def __str__(self) -> str:
        return f"{self.election_id}"


class Urn(models.Model):
    """The sealed counts of one election, one row made before the first vote; nothing of it is left after counting."""

    election = models.OneToOneField(Election, models.PROTECT, primary_key=True, related_name="urn")
    key_name = models.CharField(max_length=32)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.election_id}"
