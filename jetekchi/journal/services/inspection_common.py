"""What every write of an inspection checks, keeps and tells."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import Inspection, InspectionAct, Remark
from jetekchi.journal.selectors.inspections import addressees_of
from jetekchi.organisation.models import ClassGroup, Person, User

Deed = InspectionAct.Deed


def required(words: str, message: str | Promise) -> str:
    """The words, mended; refused when there are none."""
    clean = mend(words).strip()
    if not clean:
        raise Refused("words-missing", message)
    return clean


def refuse_past(due_on: date) -> None:
    """Nobody can mend anything yesterday."""
    if due_on < timezone.localdate():
        raise Refused("due-past", _("The day has passed already. Choose today or a later day."))


def refuse_foreign(by: User, group: ClassGroup, addressee: Person) -> None:
    """A remark goes to somebody who works with the class, never to the one who makes it."""
    if addressee.pk == by.person_id:
        raise Refused("own-remark", _("Nobody makes a remark to oneself. Choose another person."))
    if addressee.pk not in {person.pk for person in addressees_of(group)}:
        raise Refused(
            "addressee-foreign", _("This person does not work with the class. Choose from the list.")
        )


def locked_inspection(inspection: Inspection) -> Inspection:
    """The inspection with its row locked; refused once it is withdrawn.

    Not its key: who mends a remark meanwhile only names the inspection, and would wait for us while we wait for the remark.
    """
    found = Inspection.objects.select_for_update(of=("self",), no_key=True).select_related(
        "class_group__year"
    )
    known = found.get(pk=inspection.pk)
    if not known.is_standing:
        raise Refused("inspection-withdrawn", _("This inspection is withdrawn: nothing is added to it."))
    return known


def act(by: User, about: Inspection | Remark, deed: str, words: str = "", **more: object) -> InspectionAct:
    """Append what happened to an inspection or to one of its remarks."""
    if isinstance(about, Remark):
        more |= {"remark": about}
        about = about.inspection
    return InspectionAct.objects.create(inspection=about, deed=deed, words=words, by=by, **more)


def tell(person: Person | None, remark: Remark, message: str, **values: object) -> None:
    """A notice that leads to the remark."""
    if user := getattr(person, "user", None):
        url = reverse("journal:remark", args=[remark.pk])
        label = remark.inspection.class_group.label
        notices.queue(to=[user], message=message, url=url, clause="3.9", label=label, **values)
