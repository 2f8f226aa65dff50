"""Writes of the organisation: each function is one thing a person does, atomic and audited."""

from jetekchi.organisation.services.accounts import change_profile, end_role, grant_role, open_account
from jetekchi.organisation.services.appointments import (
    appoint_leader,
    end_appointment,
    give_over,
    name_deputy,
    take_over,
    write_handover,
)
from jetekchi.organisation.services.calendar import close_term, ensure_year, mark_day, move_term, reopen_term
from jetekchi.organisation.services.classes import (
    add_guardian,
    add_student,
    assign_teaching,
    bar_guardian,
    enrol,
    ensure_class,
    ensure_subject,
    move_student,
    release_student,
)
from jetekchi.organisation.services.people import add_person, change_person, dismiss, hire
from jetekchi.organisation.services.settings import change_setting
from jetekchi.organisation.services.units import ensure_lyceum, ensure_office, seat, vacate

__all__ = [
    "add_guardian",
    "add_person",
    "add_student",
    "appoint_leader",
    "assign_teaching",
    "bar_guardian",
    "change_person",
    "change_profile",
    "change_setting",
    "close_term",
    "dismiss",
    "end_appointment",
    "end_role",
    "enrol",
    "ensure_class",
    "ensure_lyceum",
    "ensure_office",
    "ensure_subject",
    "ensure_year",
    "give_over",
    "grant_role",
    "hire",
    "mark_day",
    "move_student",
    "move_term",
    "name_deputy",
    "open_account",
    "release_student",
    "reopen_term",
    "seat",
    "take_over",
    "vacate",
    "write_handover",
]
