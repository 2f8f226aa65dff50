"""The protocol of an inspection as both sides sign it: the inspector, and the leader who takes note of it (1.2, 3.9).

What is signed is what the inspection said: its conclusion, its grade, each remark as it was made. That a remark was
mended, verified or passed on is its later life: the print shows it, the signatures stay.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import dates
from jetekchi.documents import permissions as papers
from jetekchi.journal.models import Inspection, InspectionAct, Remark
from jetekchi.journal.permissions import visible_inspections

KIND = "inspection_protocol"
INSPECTOR_SIDE, LEADER_SIDE = "inspection_inspector", "inspection_leader"
INSPECTOR = gettext_noop("Inspector")


def register() -> None:
    """Make the protocol known to the storey that signs and seals."""
    from jetekchi.journal.selectors.protocol import protocol as paper

    records = Inspection.objects.select_related("class_group__year", "inspector__person", "leader__user")
    papers.register_protocol_kind(
        KIND,
        papers.ProtocolKind(
            title=gettext_lazy("Protocol of an inspection"),
            # Not its key, as whoever writes into it does: a remark that is mended meanwhile only names the inspection.
            find=papers.finder(records, inspection_protocol, no_key=True),
            may_see=lambda user, pk: visible_inspections(user).filter(pk=pk).exists(),
            paper=lambda known: paper(known.subject),  # type: ignore[arg-type]
        ),
    )


def inspection_protocol(inspection: Inspection) -> papers.Protocol:
    """What the protocol says, and its two sides."""
    label = inspection.class_group.label
    words = {"label": label, "day": dates.short_date(inspection.on)}
    return papers.Protocol(
        kind=KIND,
        subject=inspection,
        title=_("Inspection protocol, class %(label)s, %(day)s") % words,
        material=_material(inspection),
        sides=tuple(_sides(inspection, label)),
        page=reverse("journal:inspection", args=[inspection.pk]),
        why_not="" if inspection.is_standing else _("This inspection is withdrawn: nobody signs it."),
    )


def _sides(inspection: Inspection, label: str) -> list[papers.Side]:
    sides = [
        papers.Side(
            purpose=INSPECTOR_SIDE,
            office=INSPECTOR,
            office_title=_("inspector"),
            statement=_("I confirm this protocol."),
            signer=inspection.inspector_id,
        )
    ]
    if inspection.leader is not None:
        statement = _("I have taken note of this protocol.")
        sides.append(papers.leader_side(LEADER_SIDE, label, inspection.leader, statement))
    return sides


def _material(inspection: Inspection) -> dict[str, Any]:
    made = InspectionAct.objects.filter(inspection=inspection, deed=InspectionAct.Deed.REMARKED)
    acts = made.exclude(remark__state=Remark.State.WITHDRAWN).select_related("remark", "addressee")
    return {
        "inspection": inspection.pk,
        "class": inspection.class_group.label,
        "year": inspection.class_group.year.name,
        "kind": inspection.kind,
        "on": inspection.on.isoformat(),
        "subject": inspection.subject,
        "grade": inspection.grade,
        "words": inspection.words,
        "inspector": inspection.inspector.name,
        "leader": inspection.leader.name if inspection.leader else "",
        "remarks": [
            [
                act.words,
                act.remark.paper if act.remark else "",
                act.addressee.name if act.addressee else "",
                act.due_on.isoformat() if act.due_on else "",
            ]
            for act in acts.order_by("pk")
        ],
    }
