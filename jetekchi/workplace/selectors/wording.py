"""Names as sentences need them: a class and whose leader somebody is."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.core import kyrgyz
from jetekchi.organisation.models import ClassGroup


def class_name(group: ClassGroup, case: str = "") -> str:
    """«10-А класс», «3-топ»; in Kyrgyz also declined: «10-А класстын», «3-топтун»."""
    name = (
        group.label if group.kind == ClassGroup.Kind.GROUP else _("class %(label)s") % {"label": group.label}
    )
    return kyrgyz.decline(name, case) if case and get_language() == "ky" else name


def leader_title(groups: Iterable[ClassGroup]) -> str:
    """«10-А класстын жетекчиси»; several classes are named one after another."""
    return ", ".join(
        _("leader of %(class_name)s") % {"class_name": class_name(group, "gen")} for group in groups
    )
