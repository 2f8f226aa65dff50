"""Lists that the lyceum already has, taken in from csv and xlsx (clauses 3.9 and 4.1 begin with them).

One import kind = columns with their headings in three languages + a planner that says each row's fate + a writer.
Read the table, map its headings, plan, show the plan, write all of it in one transaction, or nothing. A run can be
undone as a whole while nothing builds on it. Other apps add their kinds with `register` when they are ready.
"""

from jetekchi.organisation.services.importing.engine import (
    Rehearsal,
    carry_out,
    make_plan,
    rehearse,
    take_in,
)
from jetekchi.organisation.services.importing.headings import map_headings
from jetekchi.organisation.services.importing.kinds import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Problem,
    Row,
    kind_of,
    kinds,
    register,
)
from jetekchi.organisation.services.importing.staff import STAFF
from jetekchi.organisation.services.importing.students import STUDENTS
from jetekchi.organisation.services.importing.undoing import undo, what_builds_on
from jetekchi.organisation.services.importing.writing import Writer

register(STUDENTS, STAFF)

__all__ = [
    "Column",
    "Fate",
    "ImportKind",
    "Options",
    "Plan",
    "PlannedRow",
    "Problem",
    "Rehearsal",
    "Row",
    "STAFF",
    "STUDENTS",
    "Writer",
    "carry_out",
    "kind_of",
    "kinds",
    "make_plan",
    "map_headings",
    "register",
    "rehearse",
    "take_in",
    "undo",
    "what_builds_on",
]
