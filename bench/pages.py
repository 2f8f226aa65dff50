"""What is measured, by whom it is opened, and what it may cost: in calibration pages, in milliseconds, in queries."""

from dataclasses import dataclass

CALIBRATION = "core:calibration"


@dataclass(frozen=True)
class Page:
    """A page by the name of its address; `keys` are what its path asks for, `who` the login of the demo."""

    title: str
    name: str
    who: str = "leader"
    keys: tuple[str, ...] = ()
    query: str = ""
    at_most: float = 0.0
    at_most_ms: float = 0.0
    at_most_queries: int = 0


# Saving the roll page: everything that was on it, one student the other way.
SAVE, SAVED = "save of a roll", "roll page"
SAVE_AT_MOST, SAVE_AT_MOST_MS = 5, 20
PAGES = [
    Page("calibration", CALIBRATION),
    Page("login page", "account_login", who="", at_most_ms=5),
    Page("Today", "workplace:home", at_most=5, at_most_ms=15),
    Page("student page", "organisation:student", keys=("student",), at_most=4, at_most_ms=12),
    Page("roll page", "journal:roll", keys=("lesson",), at_most=4, at_most_ms=15),
    Page("mark grid", "journal:grid", keys=("class", "subject"), at_most=8, at_most_ms=30),
    Page("class half-year grid", "journal:attendance", keys=("class", "half"), at_most_ms=25),
    Page("class half-year summary", "journal:class_half_year", keys=("class", "half"), at_most_ms=12),
    Page("school half-year summary", "workplace:home", who="study", at_most_ms=50),
    Page("duties of the leader", "compliance:leader", keys=("class",)),
    Page(
        "duty matrix, all leaders", "compliance:matrix", who="upbringing", at_most_ms=400, at_most_queries=15
    ),
    Page("entry form", "worklog:record"),
    Page("record of work", "worklog:entries"),
    Page("class plan", "plan:paper", keys=("class", "half"), at_most=5, at_most_queries=15),
    Page("class plan of 120 items", "plan:paper", keys=("class", "full_half"), at_most=5, at_most_queries=15),
    Page("class plans, all classes", "plan:list", who="upbringing", at_most_queries=15),
    Page("half-year report", "reports:report", keys=("class", "half")),
    Page(
        "half-year report as PDF", "reports:paper", keys=("class", "half"), query="format=pdf", at_most_ms=500
    ),
    Page("list of students", "organisation:students", who="study"),
    Page("search", "workplace:search", who="study", query="q=нур", at_most_ms=150),
]
