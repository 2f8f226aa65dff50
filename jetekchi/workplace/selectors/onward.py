"""Where one goes from the page of a student and of a class: the only storey that knows all pages says it (4.1)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from jetekchi.documents.selectors import instruction_in_force
from jetekchi.journal.selectors import own_subjects
from jetekchi.organisation import links
from jetekchi.organisation.links import Link
from jetekchi.organisation.models import ClassGroup, Student, User, WorkSchedule
from jetekchi.organisation.permissions import Permission, class_permissions, sees, standing
from jetekchi.organisation.schedule_rights import is_own
from jetekchi.organisation.selectors import current_half_year
from jetekchi.workplace.selectors.links import address


def of_student(user: User, student: Student) -> Iterator[Link]:
    """Write, report, read: what the table allows of this very student, and only pages that exist."""
    allowed = sees(user, student)
    here = f"student={student.pk}"
    if Permission.WORK_RECORD in allowed and student.left_on is None:
        yield Link(
            _("Write a talk"), address("worklog:record", query=f"{here}&kind=talk"), "edit", is_main=True
        )
        yield Link(_("Thank"), address("worklog:record", query=f"{here}&kind=thanks"), "star")
    if Permission.WORK_VIEW in allowed:
        yield Link(
            _("What was done for the student"), address("worklog:student_chronology", student.pk), "history"
        )
    if Permission.MARKS_VIEW in allowed:
        yield Link(_("Marks and absences"), address("journal:student", student.pk), "marks")
    if Permission.ACCIDENT_REPORT in allowed and student.left_on is None:
        yield Link(_("Report an accident"), address("worklog:accident_new", query=here), "alert")


def of_class(user: User, class_group: ClassGroup) -> Iterator[Link]:
    """The class's half-year, its record of work, its duties and its report."""
    allowed = class_permissions(user, class_group)
    half = current_half_year()
    number = half.number if half and half.year_id == class_group.year_id else 1
    if Permission.MARKS_VIEW in allowed:
        yield Link(
            _("Marks and absences"), address("journal:class_half_year", class_group.pk, number), "marks"
        )
    for subject in own_subjects(user, class_group):
        words = _("Term marks: %(subject)s") % {"subject": subject}
        yield Link(words, address("journal:term_marks", class_group.pk, subject.pk), "marks")
    if Permission.WORK_VIEW in allowed:
        yield Link(_("Entries of work"), address("worklog:class_chronology", class_group.pk), "history")
    if Permission.CLASS_LEAD in allowed or Permission.MATRIX_ALL in allowed:
        yield Link(_("Duties"), address("compliance:leader", class_group.pk), "list-todo")
    if class_group.pk in standing(user).own_classes:
        yield Link(_("Half-year report"), address("reports:report", class_group.pk, number), "file")
    if Permission.INSPECT in allowed or class_group.pk in standing(user).own_classes:
        group = f"group={class_group.pk}"
        yield Link(_("Inspections"), address("journal:inspections", query=group), "clipboard-check")


def of_schedule(user: User, schedule: WorkSchedule) -> Iterator[Link]:
    """The own schedule in force leads to the own calendar."""
    if schedule.state == "approved" and is_own(user, schedule.staff):
        yield Link(_("Into my calendar"), address("workplace:feed"), "calendar-plus")


def of_paper(user: User, class_group: ClassGroup, paper: str) -> str:
    """Where the leader of a class mends one of its papers; nobody else is led there."""
    if class_group.pk not in standing(user).own_classes:
        return ""
    half = current_half_year()
    number = half.number if half and half.year_id == class_group.year_id else 1
    whole, of_half = (class_group.pk,), (class_group.pk, number)
    places: dict[str, tuple[str, tuple[int, ...]]] = {
        "plan": ("plan:paper", of_half),
        "report": ("reports:report", of_half),
        "journal": ("journal:class_half_year", of_half),
        "diary": ("journal:class_half_year", of_half),
        "files": ("organisation:class", whole),
        "work": ("worklog:class_chronology", whole),
        "minutes": ("plan:self_government", whole),
        "schedule": ("organisation:schedules", ()),
    }
    if paper in ("events", "briefings"):
        page = "plan:event_list" if paper == "events" else "worklog:entries"
        return address(page, query=f"group={class_group.pk}")
    if paper not in places:
        return ""
    name, keys = places[paper]
    return address(name, *keys)


def register() -> None:
    """Put these links on the pages below, and tell the first steps whether the instruction is there."""
    links.register_student_links(of_student)
    links.register_class_links(of_class)
    links.register_schedule_links(of_schedule)
    links.register_paper_address(of_paper)
    links.register_state("instruction", lambda: instruction_in_force() is not None)
