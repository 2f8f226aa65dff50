"""Lyceum settings with their defaults."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jetekchi.core.dates import number_text
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import LyceumSetting, LyceumSettingChange
from jetekchi.organisation.settings_catalogue import BY_KEY, CHOICE_NAMES, SETTINGS, Setting


@dataclass(frozen=True)
class SettingRow:
    """A setting as it stands, in words, and its last change."""

    setting: Setting
    words: str | Promise
    is_default: bool
    changed: LyceumSettingChange | None


@dataclass(frozen=True)
class ChangeRow:
    """One change in words."""

    old: str | Promise
    new: str | Promise
    change: LyceumSettingChange


@while_unchanged("organisation")
def all_settings() -> dict[str, Any]:
    """Every setting as it stands, one query."""
    values = dict(LyceumSetting.objects.values_list("key", "value"))
    return {setting.key: values.get(setting.key, setting.default) for setting in SETTINGS}


def setting(key: str) -> Any:
    """One setting as it stands; an unknown key is a mistake of the programmer."""
    return all_settings()[key]


def in_words(known: Setting, value: Any) -> str | Promise:
    """A value as people read it."""
    if known.kind == "flag":
        return _("yes") if value else _("no")
    if known.kind == "share" and value is not None:
        return number_text(float(value), 2)
    if value in ("", None):
        return _("not set")
    return CHOICE_NAMES.get(value, str(value))


def settings_rows() -> list[SettingRow]:
    """Every setting with its value and last change, two queries."""
    values = all_settings()
    last: dict[str, LyceumSettingChange] = {}
    for change in LyceumSettingChange.objects.select_related("by__person").order_by("at", "pk"):
        last[change.key] = change
    return [
        SettingRow(
            setting=known,
            words=in_words(known, values[known.key]),
            is_default=values[known.key] == known.default,
            changed=last.get(known.key),
        )
        for known in SETTINGS
    ]


def history_of(key: str) -> list[ChangeRow]:
    """What a setting was and who changed it, the newest first."""
    known = BY_KEY[key]
    changes = LyceumSettingChange.objects.filter(key=key).select_related("by__person")
    return [ChangeRow(in_words(known, row.old), in_words(known, row.new), row) for row in changes]
