"""The common vocabulary of the house; every other storey may import these."""

from jetekchi.organisation.models.accounts import RoleGrant, User
from jetekchi.organisation.models.appointments import Appointment, Deputy, Handover
from jetekchi.organisation.models.calendar import CalendarDay, SchoolYear, Term, TermAct
from jetekchi.organisation.models.classes import (
    ClassGroup,
    Enrolment,
    Guardianship,
    Student,
    Subject,
    Teaching,
)
from jetekchi.organisation.models.feeds import FeedAddress
from jetekchi.organisation.models.imports import ImportedRow, ImportRun
from jetekchi.organisation.models.people import Person, Staff
from jetekchi.organisation.models.schedules import ScheduleAct, ScheduleRow, WorkSchedule
from jetekchi.organisation.models.settings import LyceumSetting, LyceumSettingChange
from jetekchi.organisation.models.units import Holding, Office, Unit
from jetekchi.organisation.roles import Role

__all__ = [
    "Appointment",
    "CalendarDay",
    "ClassGroup",
    "Deputy",
    "Enrolment",
    "FeedAddress",
    "Guardianship",
    "Handover",
    "Holding",
    "ImportRun",
    "ImportedRow",
    "LyceumSetting",
    "LyceumSettingChange",
    "Office",
    "Person",
    "Role",
    "RoleGrant",
    "ScheduleAct",
    "ScheduleRow",
    "SchoolYear",
    "Staff",
    "Student",
    "Subject",
    "Teaching",
    "Term",
    "TermAct",
    "Unit",
    "User",
    "WorkSchedule",
]
