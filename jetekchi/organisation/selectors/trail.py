"""The audit as a person reads it: filters by deed, person and days."""

from datetime import date

from django.db.models import Q, QuerySet

from jetekchi.core.kyrgyz import search_key
from jetekchi.core.models import AuditEvent


def audit_events(
    *, action: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEvent]:
    """Events, the newest first; `action` is the beginning of a deed's name, `who` a name or a login."""
    events = AuditEvent.objects.select_related("by__person").order_by("-at", "-pk")
    if action:
        events = events.filter(action__startswith=action)
    if since:
        events = events.filter(at__date__gte=since)
    if until:
        events = events.filter(at__date__lte=until)
    for word in search_key(who).split()[:4]:
        events = events.filter(Q(by__person__search_key__contains=word) | Q(by__username__contains=word))
    return events


def audit_actions() -> list[str]:
    """The deeds that ever happened, for the filter."""
    return list(AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct())
