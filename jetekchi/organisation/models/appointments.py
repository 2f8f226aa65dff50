"""Clause 1.1: class leaders are appointed by order; the database holds one active leader a class."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Appointment(models.Model):
    """A class leader of a class from a day until a day, by an order with number and date."""

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="appointments")
    leader = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="appointments")
    order_no = models.CharField(_("order number"), max_length=32)
    order_on = models.DateField(_("date of the order"))
    order_file = models.ForeignKey("core.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-from_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group"], condition=Q(until_on=None), name="one_active_leader_a_class"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="appointment_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_group}: {self.leader}"


class Deputy(models.Model):
    """Somebody who leads the class for a while under an own login; entering with the leader's is never needed."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="deputies")
    person = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="deputyships")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        ordering: ClassVar = ["-from_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="deputy_dates_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.appointment}"


class Handover(models.Model):
    """The protocol by which one leader hands the class's papers to the next."""

    outgoing = models.OneToOneField(Appointment, models.PROTECT, related_name="handover_out")
    incoming = models.OneToOneField(Appointment, models.PROTECT, related_name="handover_in")
    on = models.DateField(_("date"))
    papers = models.TextField(_("papers handed over"))
    remarks = models.TextField(_("remarks"), blank=True)
    given_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.outgoing} → {self.incoming}"
