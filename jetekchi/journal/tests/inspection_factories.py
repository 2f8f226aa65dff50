"""Ready states of inspections and remarks for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import Inspection, Remark
from jetekchi.organisation.models import ClassGroup, Person, User


def check(**more: Any) -> services.Check:
    """A check of the papers of today."""
    given = {"kind": "papers", "on": timezone.localdate(), "subject": "Класстык журнал", "grade": "4"}
    return services.Check(**{**given, **more})


def inspection(by: User, group: ClassGroup, **more: Any) -> Inspection:
    """It is on record, without remarks."""
    return services.record_inspection(by=by, class_group=group, check=check(**more))


def remark(by: User, about: Inspection, addressee: Person, **more: Any) -> Remark:
    """One remark, to be mended in a week."""
    given = {"words": "Ноябрдын баалары коюлган эмес", "paper": "journal"}
    given |= {"due_on": timezone.localdate() + timedelta(days=7), **more}
    new = services.NewRemark(addressee=addressee, **given)
    return services.add_remark(by=by, inspection=about, remark=new)


def late(one: Remark, days: int = 3) -> Remark:
    """Its day passed some days ago."""
    day = timezone.localdate() - timedelta(days=days)
    Remark.objects.filter(pk=one.pk).update(made_on=day, due_on=day)
    one.refresh_from_db()
    return one
