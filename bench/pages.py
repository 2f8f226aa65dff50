"""What is measured, and how many times the calibration page it may cost."""

from dataclasses import dataclass

CALIBRATION = "core:calibration"


@dataclass(frozen=True)
class Page:
    """A page by the name of its address; `about` says whose key the address takes."""

    title: str
    name: str
    at_most: float = 0.0
    about: str = ""
    is_public: bool = False


PAGES = [
    Page("calibration", CALIBRATION),
    Page("login page", "account_login", is_public=True),
    Page("Today", "workplace:today", 5.0),
    Page("student page", "organisation:student", 4.0, about="student"),
    Page("class", "organisation:class", about="class"),
    Page("record of work", "worklog:entries"),
    Page("duties of the leader", "compliance:leader", about="class"),
    Page("half-year reports", "reports:reports"),
    Page("duty matrix, all leaders", "compliance:matrix"),
]
