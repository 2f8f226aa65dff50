"""Sheet A: the route of offices, one table of transitions, one row for each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    AGREE = "agree", _("agrees")
    AGREE_WITH_REMARK = "agree_with_remark", _("agrees with a remark")
    DECLINE = "decline", _("declines")
    SKIP_VACANT = "skip_vacant", _("vacant seat skipped")
    RESET = "reset", _("asked anew after a change of the text")


class ApprovalRoute(models.Model):
    """The offices that are asked about a version, in order or side by side."""

    class Order(models.TextChoices):
        ORDERED = "ordered", _("one after another")
        SIDE_BY_SIDE = "side_by_side", _("side by side")

    version = models.OneToOneField("documents.DocumentVersion", models.CASCADE, related_name="route")
    order = models.CharField(_("order"), max_length=12, choices=Order.choices, default=Order.SIDE_BY_SIDE)
    # A change of the text begins a new round; acts of earlier rounds stay.
    round = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.version)


class ApprovalLine(models.Model):
    """One office on the sheet; its person is whoever holds the office."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        AGREED = "agreed", _("agreed")
        AGREED_WITH_REMARK = "agreed_remark", _("agreed with a remark")
        DECLINED = "declined", _("returned with a remark")
        SKIPPED = "skipped", _("seat vacant, skipped")

    route = models.ForeignKey(ApprovalRoute, models.CASCADE, related_name="lines")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    title = models.CharField(_("office"), max_length=200)
    printed_name = models.CharField(_("name in the text"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField()
    status = models.CharField(_("state"), max_length=16, choices=Status.choices, default=Status.WAITING)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["route", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "order"], name="one_line_a_place"),
            models.UniqueConstraint(fields=["route", "office"], name="one_line_an_office"),
        ]

    def __str__(self) -> str:
        return self.title


_S = ApprovalLine.Status
# The one table: state of the line, decision → state after it.
TRANSITIONS: dict[tuple[str, str], str] = {
    (_S.WAITING, Decision.AGREE): _S.AGREED,
    (_S.WAITING, Decision.AGREE_WITH_REMARK): _S.AGREED_WITH_REMARK,
    (_S.WAITING, Decision.DECLINE): _S.DECLINED,
    (_S.WAITING, Decision.SKIP_VACANT): _S.SKIPPED,
    **{
        (done, Decision.RESET): _S.WAITING
        for done in (_S.AGREED, _S.AGREED_WITH_REMARK, _S.DECLINED, _S.SKIPPED)
    },
}


class ApprovalAct(models.Model):
    """One transition of one line: who, for which office, when, with which remark and signature."""

    append_only: ClassVar[bool] = True

    line = models.ForeignKey(ApprovalLine, models.PROTECT, related_name="acts")
    round = models.PositiveSmallIntegerField()
    from_status = models.CharField(max_length=16, choices=ApprovalLine.Status.choices)
    to_status = models.CharField(max_length=16, choices=ApprovalLine.Status.choices)
    decision = models.CharField(max_length=20, choices=Decision.choices)
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signature = models.OneToOneField(
        "documents.Signature", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            # Two signers at once: the second one meets this, whatever the engine.
            models.UniqueConstraint(
                fields=["line", "round"], condition=~Q(decision="reset"), name="one_decision_a_line_and_round"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["skip_vacant", "reset"]) | Q(signature__isnull=False),
                name="a_decision_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["agree", "reset"]) | ~Q(remark=""),
                name="a_remark_where_one_is_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.get_decision_display()}"
