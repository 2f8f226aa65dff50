"""The lyceum, its upper units and the holders of offices."""

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import Office, Unit


@while_unchanged("organisation")
def lyceum() -> Unit | None:
    """The lyceum of this database; None before the set-up."""
    return Unit.objects.select_related("parent__parent").filter(kind=Unit.Kind.LYCEUM).first()


def office_holders() -> list[Office]:
    """All offices with their present holders at hand, university first."""
    return list(Office.objects.select_related("unit").with_holder().order_by("unit_id", "order", "pk"))
