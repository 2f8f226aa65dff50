"""Lyceum settings: changed by a person, with history."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import LyceumSetting, LyceumSettingChange, Subject, User
from jetekchi.organisation.settings_catalogue import BY_KEY, Setting, graded_names


def _fits(setting: Setting, value: Any) -> bool:
    match setting.kind:
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000
        case "share":
            return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        case "flag":
            return isinstance(value, bool)
        case "choice":
            return value in setting.choices
        case _:
            return isinstance(value, str) and len(value) <= 2000


def _unknown(text: str) -> list[str]:
    """Names that no subject of the lyceum bears, in any of its three languages."""
    names = Subject.objects.values_list("name", "name_ru", "name_en")
    known = {search_key(name) for three in names for name in three if name}
    return [name for _grade, name in graded_names(text) if search_key(name) not in known]


@transaction.atomic
def change_setting(*, by: User | None, key: str, value: Any) -> bool:
    """Set a value and keep the old one in the history. False: unchanged.

    Refused: a value outside the setting's range; the name of a subject that the lyceum does not have.
    """
    setting = BY_KEY.get(key)
    if setting is None or not _fits(setting, value):
        raise Refused("setting-value", _("This value does not fit the setting. Correct it."))
    if setting.kind == "subjects" and (unknown := _unknown(value)):
        words = _(
            "The lyceum has no subject with this name: %(names)s. Write it as it stands in the journal."
        )
        raise Refused("setting-subject", words % {"names": ", ".join(unknown)})
    stored = LyceumSetting.objects.select_for_update().filter(key=key).first()
    old = stored.value if stored else setting.default
    if old == value:
        return False
    LyceumSetting.objects.update_or_create(key=key, defaults={"value": value})
    change = LyceumSettingChange.objects.create(key=key, old=old, new=value, by=by)
    audit.record(by, "organisation:setting:changed", change, key=key)
    return True
