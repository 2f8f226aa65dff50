"""Whether this database holds the invented lyceum: the first event of the demo says so."""

from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import while_unchanged

FILLED = "workplace:demo:filled"


@while_unchanged("workplace")
def is_demo() -> bool:
    """Whether the database was filled by the demo."""
    return AuditEvent.objects.filter(action=FILLED).exists()
