"""Writes of the first screens: the invented lyceum, its logins, its removal."""

from jetekchi.workplace.services.demo import (
    DemoLogin,
    Filled,
    Size,
    demo_logins,
    fill_demo,
    remove_demo,
)

__all__ = ["DemoLogin", "Filled", "Size", "demo_logins", "fill_demo", "remove_demo"]
