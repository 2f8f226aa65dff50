"""Reads of people, classes, years and settings for pages and for the storeys above."""

from jetekchi.organisation.selectors.calendar import (
    current_half_year,
    current_year,
    half_years_of,
    quarters_of,
    term_for,
    year_named,
)
from jetekchi.organisation.selectors.cards import READING as CARD_READING
from jetekchi.organisation.selectors.classes import (
    Movements,
    class_by_label,
    classes_by_key,
    classes_of,
    leader_of,
    leaders_of,
    list_of_today,
    listed_on,
    listed_students,
    movements,
    student_counts,
    teachers_of_class,
)
from jetekchi.organisation.selectors.people import (
    find_classes,
    find_people,
    find_students,
    first_people,
    first_students,
    users_with_role,
)
from jetekchi.organisation.selectors.settings import all_settings, setting
from jetekchi.organisation.selectors.units import lyceum, office_holders

__all__ = [
    "CARD_READING",
    "Movements",
    "all_settings",
    "class_by_label",
    "classes_by_key",
    "classes_of",
    "current_half_year",
    "current_year",
    "find_classes",
    "find_people",
    "find_students",
    "first_people",
    "first_students",
    "half_years_of",
    "leader_of",
    "leaders_of",
    "listed_on",
    "list_of_today",
    "listed_students",
    "lyceum",
    "movements",
    "office_holders",
    "quarters_of",
    "setting",
    "student_counts",
    "teachers_of_class",
    "term_for",
    "users_with_role",
    "year_named",
]
