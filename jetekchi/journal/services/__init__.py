"""Writes of the journal: marks of lessons, inspections with their remarks, reminders; imports stand beside."""

from jetekchi.core.http import Refused
from jetekchi.journal.services.absence_runs import tell_runs
from jetekchi.journal.services.carrying import (
    CarriedLesson,
    CarriedLook,
    carry_over_lessons,
    carry_over_looks,
)
from jetekchi.journal.services.diary import check_diaries, mark_seen, write_to_family
from jetekchi.journal.services.excuses import (
    Away,
    accept_excuse,
    accept_excuses,
    correct_excuse,
    return_excuse,
    revoke_excuse,
    revoke_excuses,
    send_excuse,
    withdraw_excuse,
)
from jetekchi.journal.services.gap_remarks import add_gap_remarks
from jetekchi.journal.services.grid import REFUSALS, Cell, Outcome, save_marks
from jetekchi.journal.services.grid_roll import LETTERS, mark_absences
from jetekchi.journal.services.inspections import (
    Check,
    NewRemark,
    add_remark,
    record_inspection,
    remind,
    withdraw_inspection,
)
from jetekchi.journal.services.lessons import (
    cancel_lesson,
    move_lesson,
    restore_lesson,
    substitute_lesson,
    write_lesson,
)
from jetekchi.journal.services.many_rolls import take_rolls, take_rolls_of_days
from jetekchi.journal.services.marks_import import mark_words
from jetekchi.journal.services.parts import (
    add_part,
    change_part,
    move_to_part,
    remove_part,
    set_part,
    take_back_planned,
)
from jetekchi.journal.services.remarks import (
    mend_remark,
    pass_on_remark,
    send_back_remark,
    verify_remark,
    withdraw_remark,
)
from jetekchi.journal.services.rolls import ROLL_CHANGED, Mark, settle_difference, settle_unknown, take_roll
from jetekchi.journal.services.slots import Hour, end_slot, set_slot
from jetekchi.journal.services.term_marks import (
    TERM_REFUSALS,
    TermOutcome,
    TypedMark,
    set_term_marks,
)
from jetekchi.journal.services.timetable import (
    Generated,
    count_lessons,
    generate_lessons,
    put_in_shift,
    put_in_shifts,
    set_bells,
)
from jetekchi.journal.services.works import plan_work, save_kind

__all__ = [
    "ROLL_CHANGED",
    "TERM_REFUSALS",
    "TermOutcome",
    "TypedMark",
    "move_to_part",
    "set_term_marks",
    "LETTERS",
    "REFUSALS",
    "Away",
    "CarriedLesson",
    "CarriedLook",
    "carry_over_lessons",
    "carry_over_looks",
    "accept_excuse",
    "accept_excuses",
    "check_diaries",
    "correct_excuse",
    "revoke_excuse",
    "revoke_excuses",
    "mark_seen",
    "return_excuse",
    "send_excuse",
    "withdraw_excuse",
    "write_to_family",
    "Cell",
    "Check",
    "Generated",
    "Hour",
    "add_part",
    "change_part",
    "count_lessons",
    "end_slot",
    "remove_part",
    "set_slot",
    "Mark",
    "NewRemark",
    "Outcome",
    "Refused",
    "add_gap_remarks",
    "add_remark",
    "cancel_lesson",
    "generate_lessons",
    "mend_remark",
    "move_lesson",
    "pass_on_remark",
    "plan_work",
    "put_in_shift",
    "put_in_shifts",
    "record_inspection",
    "mark_absences",
    "mark_words",
    "remind",
    "restore_lesson",
    "save_kind",
    "save_marks",
    "send_back_remark",
    "set_bells",
    "set_part",
    "settle_difference",
    "settle_unknown",
    "substitute_lesson",
    "take_back_planned",
    "take_roll",
    "tell_runs",
    "take_rolls",
    "take_rolls_of_days",
    "verify_remark",
    "withdraw_inspection",
    "withdraw_remark",
    "write_lesson",
]
