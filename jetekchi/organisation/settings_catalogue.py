"""The lyceum settings: key, default, kind and words. One place; appendix B of the domain pages is their source."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Setting:
    """One setting; `kind` is int, share (0–1), flag, text, subjects (names, one a line) or one of `choices`."""

    key: str
    default: Any
    kind: str
    label: str | Promise
    choices: tuple[Any, ...] = ()
    clause: str = ""


def graded_names(text: str) -> list[tuple[int | None, str]]:
    """The lines of a setting of subjects: the grade before the name, None where it holds for every grade; the name."""
    found: list[tuple[int | None, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _space, rest = line.partition(" ")
        found.append((int(head), rest.strip()) if head.isdecimal() else (None, line))
    return found


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "plan_days_before",
        5,
        "int",
        _("class plan approved this many days before the institution's plan"),
        clause="3.1",
    ),
    Setting(
        "plan_days_kind",
        "calendar",
        "choice",
        _("days before the plan are counted as"),
        ("calendar", "working"),
        "3.1",
    ),
    Setting(
        "plan_institution_days",
        14,
        "int",
        _(
            "days after the half-year's start by which the institution's plan is approved, where no day is set"
        ),
        clause="3.1",
    ),
    Setting("plan_review_days", 3, "int", _("days to look a class plan through"), clause="3.1"),
    Setting(
        "report_due_days",
        5,
        "int",
        _("days after the half-year's end by which the report is due"),
        clause="3.8",
    ),
    Setting(
        "schedule_due_days",
        10,
        "int",
        _("days after the start of the year, or of the appointment, by which the work schedule is due"),
        clause="3.13",
    ),
    Setting("schedule_review_days", 3, "int", _("days to look a work schedule through"), clause="3.13"),
    Setting("tests_a_day", 1, "int", _("most tests of a class on one day"), clause="5.2"),
    Setting("tests_a_week", 3, "int", _("most tests of a class in one week"), clause="5.2"),
    Setting("tests_over", "warn", "choice", _("a test above these limits"), ("warn", "refuse"), "5.2"),
    Setting("mark_lock_hours", 72, "int", _("hours after which a mark is locked"), clause="3.9"),
    Setting(
        "roll_unknown_days",
        5,
        "int",
        _("days after which an absence whose reason nobody told counts as one without a reason"),
        clause="5.1",
    ),
    Setting(
        "absence_run_days",
        3,
        "int",
        _("school days away in a row that a class leader is told of"),
        clause="4.3",
    ),
    Setting(
        "absence_pattern_least",
        3,
        "int",
        _("missed lessons or days of one kind from which they are looked at as a habit"),
        clause="4.3",
    ),
    Setting("excuse_days", 2, "int", _("days to answer an excuse of a family"), clause="5.1"),
    Setting(
        "excuse_paper_days", 3, "int", _("days of an excuse after which a paper is asked for"), clause="5.1"
    ),
    Setting(
        "diary_silent_days",
        14,
        "int",
        _("days after which a family that has not looked at the diary is named"),
        clause="4.1",
    ),
    Setting(
        "na_missed_share",
        0.5,
        "share",
        _("share of missed lessons from which a student is not attested"),
        clause="3.9",
    ),
    Setting(
        "na_min_marks_1",
        3,
        "int",
        _("marks of lessons that attest a student at 1 lesson a week"),
        clause="3.9",
    ),
    Setting(
        "na_min_marks_2",
        5,
        "int",
        _("marks of lessons that attest a student at 2 lessons a week"),
        clause="3.9",
    ),
    Setting(
        "na_min_marks_3",
        7,
        "int",
        _("marks of lessons that attest a student at 3 lessons a week and more"),
        clause="3.9",
    ),
    Setting("round_half", "up", "choice", _("a mean of exactly one half is rounded"), ("up", "down"), "3.9"),
    Setting(
        "round_choice",
        0.1,
        "share",
        _("how far from one half on a mean is left to the teacher, without a proposal"),
        clause="3.9",
    ),
    Setting(
        "exam_subjects",
        "",
        "subjects",
        _(
            "subjects with a final examination, one a line; a grade before the name where only that grade has it"
        ),
        clause="3.9",
    ),
    Setting(
        "final_half",
        "exam",
        "choice",
        _("a mean of year and examination of exactly one half is rounded"),
        ("exam", "up", "down"),
        "3.9",
    ),
    Setting(
        "final_exam_limit",
        True,
        "flag",
        _("after an examination with 2 the final mark is not higher than 2"),
        clause="3.9",
    ),
    Setting(
        "divergence_flag", 0.6, "share", _("difference of mean and term mark that is flagged"), clause="3.9"
    ),
    Setting("sou_na_weight", 7, "int", _("weight of «not attested» in the degree of learning"), clause="3.8"),
    Setting(
        "briefing_student_sign_age", 14, "int", _("age from which a student signs a briefing"), clause="3.3"
    ),
    Setting("drills_per_year", 2, "int", _("evacuation drills a year"), clause="7.3"),
    Setting("act_days", 3, "int", _("days for the accident act"), clause="3.2"),
    Setting(
        "accident_confirm_minutes",
        60,
        "int",
        _("minutes in which an accident report must be confirmed"),
        clause="3.2",
    ),
    Setting("parents_meetings_min", 4, "int", _("parents' meetings a year, at least"), clause="5.5"),
    Setting("complaint_days", 5, "int", _("working days to answer a complaint"), clause="3.6"),
    Setting("ballot_least_voters", 5, "int", _("votes that a secret ballot needs, at least"), clause="2.2"),
    Setting(
        "ballot_quorum", 0.5, "share", _("share of the roll that makes a secret ballot valid"), clause="2.2"
    ),
    Setting(
        "office_gap_days",
        14,
        "int",
        _("days without a holder of an office that are no gap yet"),
        clause="2.2",
    ),
    Setting(
        "inspection_grades", "5\n4\n3\n2", "text", _("grades of an inspection, one a line"), clause="3.9"
    ),
    Setting(
        "gap_days",
        1,
        "int",
        _("days after a lesson by which roll, topic and homework are written"),
        clause="3.9",
    ),
    Setting(
        "gap_homework_grade",
        1,
        "int",
        _("grade from which every lesson has homework; 0 where it is not asked for"),
        clause="3.9",
    ),
    Setting("gap_work_days", 5, "int", _("days in which a written work gets its marks"), clause="3.9"),
    Setting(
        "gap_reason_days", 3, "int", _("days in which the reason of an absence is found out"), clause="5.1"
    ),
    Setting(
        "gap_least_marks", 3, "int", _("marks of lessons that a term mark needs, at least"), clause="3.9"
    ),
    Setting(
        "gap_term_days",
        14,
        "int",
        _("days before the end of a term on which too few marks are told"),
        clause="3.9",
    ),
    Setting("remark_days", 7, "int", _("days to mend a remark, as a form offers them"), clause="3.9"),
    Setting("remark_verify_days", 5, "int", _("days to verify what was mended"), clause="1.2"),
    Setting("council_quorum", 0.67, "share", _("share of members that makes a council valid"), clause="3.10"),
    Setting("school_days", 5, "choice", _("school days a week"), (5, 6)),
    Setting("lesson_minutes", 45, "int", _("minutes of a lesson")),
    Setting("lessons_a_day", 6, "int", _("lessons a day, at most")),
    Setting("last_grade", 11, "int", _("last grade of the lyceum: its classes graduate")),
    Setting("term_scheme", "quarters", "choice", _("terms"), ("quarters", "half_years")),
    Setting("official_language", "ky", "choice", _("language of official papers"), ("ky", "ru", "en")),
    Setting("acquaintance_days", 7, "int", _("days to read and sign a document"), clause="1.3"),
    Setting("approval_days", 3, "int", _("days for an office to answer an approval"), clause="1.3"),
    Setting(
        "scan_least_pixels",
        600,
        "int",
        _("points that a scan has on its shorter side, at least"),
        clause="1.3",
    ),
    Setting("print_signing_date", True, "flag", _("print the date of signing on the class leaders' sheet")),
    Setting(
        "silent_days",
        30,
        "int",
        _("days without an entry after which a student is called «nobody has written about»"),
        clause="4.1",
    ),
    Setting("higher_bodies", "", "text", _("higher bodies, one a line")),
    # Thresholds of the duty matrix: what is enough evidence in a half-year. Defaults are ours, each lyceum sets its own.
    Setting(
        "evidence_share_named", 1.0, "share", _("share of students named in the record of work"), clause="4.1"
    ),
    Setting("evidence_class_hours", 8, "int", _("class hours and events in a half-year"), clause="5.3"),
    Setting("evidence_family_share", 1.0, "share", _("share of families contacted"), clause="4.1"),
    Setting("evidence_lesson_visits", 4, "int", _("lessons visited in a half-year"), clause="5.2"),
    Setting(
        "evidence_tests_share",
        1.0,
        "share",
        _("share of the weeks with tests that are within the limits or settled"),
        clause="5.2",
    ),
    Setting("evidence_checks", 4, "int", _("attendance checks in a half-year"), clause="5.1"),
    Setting(
        "evidence_diary_share",
        0.75,
        "share",
        _("share of the weeks with lessons in which the diaries were checked"),
        clause="4.1",
    ),
    Setting(
        "evidence_excuse_share", 1.0, "share", _("share of the excuses that were answered"), clause="5.1"
    ),
    Setting(
        "evidence_gaps",
        5,
        "int",
        _("gaps in the class journal that a leader may leave, at most"),
        clause="3.9",
    ),
    Setting("evidence_inspections", 1, "int", _("inspections of a class in a half-year"), clause="1.2"),
    Setting(
        "evidence_entries", 2, "int", _("entries for a clause in a half-year, where nothing else is set")
    ),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}
# Words of the choices; a number speaks for itself.
CHOICE_NAMES: dict[Any, str | Promise] = {
    "calendar": _("calendar days"),
    "working": _("working days"),
    "up": pgettext_lazy("rounding", "up"),
    "down": pgettext_lazy("rounding", "down"),
    "warn": _("is planned with a warning"),
    "refuse": _("is refused"),
    "exam": pgettext_lazy("rounding", "towards the examination"),
    "quarters": _("quarters"),
    "half_years": _("half-years"),
    "ky": _("Kyrgyz"),
    "ru": _("Russian"),
    "en": _("English"),
}
