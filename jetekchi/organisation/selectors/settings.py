"""Lyceum settings with their defaults."""

from typing import Any

from jetekchi.organisation.models import LyceumSetting
from jetekchi.organisation.settings_catalogue import BY_KEY, SETTINGS


def all_settings() -> dict[str, Any]:
    """Every setting as it stands, one query."""
    values = dict(LyceumSetting.objects.values_list("key", "value"))
    return {setting.key: values.get(setting.key, setting.default) for setting in SETTINGS}


def setting(key: str) -> Any:
    """One setting as it stands; an unknown key is a mistake of the programmer."""
    default = BY_KEY[key].default
    stored = LyceumSetting.objects.filter(key=key).values_list("value", flat=True).first()
    return default if stored is None else stored
