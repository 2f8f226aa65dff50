"""Directives (тескеме, 7.2): given, acknowledged, done with evidence or explained by a valid reason."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Directive(models.Model):
    """One lawful task for one person until a day."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("not acknowledged yet")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        EXPLAINED = "explained", _("reason given, waiting for an answer")
        DONE = "done", _("done")
        EXCUSED = "excused", _("valid reason accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(_("number"), max_length=32)
    given_on = models.DateField(_("date"))
    text = models.TextField(_("what is to be done"))
    executor = models.ForeignKey("organisation.Person", models.PROTECT, related_name="directives")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="issued_directives")
    issued_as = models.CharField(_("issued by"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.ISSUED)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.TextField(_("what shows that it is done"), blank=True)
    evidence_file = models.ForeignKey(
        "core.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_reason = models.TextField(_("reason why it was not done"), blank=True)
    reason_given_at = models.DateTimeField(null=True, blank=True)
    reason_answer = models.TextField(_("answer to the reason"), blank=True)
    reason_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "given_on"], name="one_directive_a_number_and_day"),
            models.CheckConstraint(condition=Q(due_on__gte=F("given_on")), name="directive_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(status="done") | (Q(done_at__isnull=False) & ~Q(evidence="")),
                name="directive_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(status="excused") | (Q(reason_accepted_by__isnull=False) & ~Q(valid_reason="")),
                name="directive_excused_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


_S = Directive.Status
# The one table: state, step → state after it.
DIRECTIVE_STEPS: dict[tuple[str, str], str] = {
    (_S.ISSUED, "acknowledge"): _S.ACKNOWLEDGED,
    (_S.ACKNOWLEDGED, "complete"): _S.DONE,
    (_S.EXPLAINED, "complete"): _S.DONE,
    (_S.ACKNOWLEDGED, "give_reason"): _S.EXPLAINED,
    (_S.EXPLAINED, "accept_reason"): _S.EXCUSED,
    (_S.EXPLAINED, "refuse_reason"): _S.ACKNOWLEDGED,
    (_S.ISSUED, "withdraw"): _S.WITHDRAWN,
    (_S.ACKNOWLEDGED, "withdraw"): _S.WITHDRAWN,
}
