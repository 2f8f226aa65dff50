"""The rows of sheet A: each office with its holder, answer, remark and whose turn it is."""

from dataclasses import dataclass

from jetekchi.documents.models import ApprovalAct, ApprovalLine, ApprovalRoute, Decision, DocumentVersion
from jetekchi.organisation.models import Office, Person


@dataclass(frozen=True)
class RouteRow:
    """One office on the sheet."""

    line: ApprovalLine
    holder: Person | None
    act: ApprovalAct | None
    is_turn: bool

    @property
    def name(self) -> str:
        """Who signed, else who holds the seat, else the name printed in the text."""
        if self.act and self.act.signature and self.act.by and self.act.by.person:
            return self.act.by.person.short_name
        return self.holder.short_name if self.holder else self.line.printed_name

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds the seat."""
        return self.holder is None


def route_rows(version: DocumentVersion) -> list[RouteRow]:
    """The lines of a version's route in their order, three queries."""
    route = ApprovalRoute.objects.filter(version=version).first()
    if route is None:
        return []
    lines = list(route.lines.select_related("office").order_by("order"))
    offices = {o.pk: o for o in Office.objects.filter(pk__in=[ln.office_id for ln in lines]).with_holder()}
    acts = {
        act.line_id: act
        for act in ApprovalAct.objects.filter(line__in=lines)
        .exclude(decision=Decision.RESET)
        .select_related("signature", "by__person")
        .order_by("round", "pk")
    }
    running = version.status == DocumentVersion.Status.IN_APPROVAL
    rows, blocked = [], False
    for line in lines:
        waits = line.status == ApprovalLine.Status.WAITING
        current = getattr(offices[line.office_id], "current_holdings", [])
        rows.append(
            RouteRow(
                line=line,
                holder=current[0].person if current else None,
                act=None if waits else acts.get(line.pk),
                is_turn=running and waits and not blocked,
            )
        )
        blocked = blocked or (waits and route.order == ApprovalRoute.Order.ORDERED)
    return rows


def past_acts(version: DocumentVersion) -> list[ApprovalAct]:
    """Every transition of the route, oldest first."""
    acts = ApprovalAct.objects.filter(line__route__version=version)
    return list(acts.select_related("line", "by__person", "signature").order_by("at", "pk"))
