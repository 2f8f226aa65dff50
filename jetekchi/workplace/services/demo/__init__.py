"""The invented lyceum «Тоо булагы»: people, papers, marks and a half-year of work, the same for the same seed."""

from jetekchi.workplace.services.demo.filling import Filled, Size, fill_demo
from jetekchi.workplace.services.demo.logins import DemoLogin, demo_logins
from jetekchi.workplace.services.demo.removal import remove_demo

__all__ = ["DemoLogin", "Filled", "Size", "demo_logins", "fill_demo", "remove_demo"]
