"""What a person does with the record of work; other apps write their work here too."""

from jetekchi.worklog.services.accidents import (
    add_accident_note,
    confirm_accident,
    keep_confirmation,
    notify,
    report_accident,
)
from jetekchi.worklog.services.carrying import CarriedWork, carry_over_accident, carry_over_work
from jetekchi.worklog.services.entries import (
    UNDO_MINUTES,
    correct_entry,
    finish_follow_up,
    may_undo,
    record_work,
    withdraw_entry,
)
from jetekchi.worklog.services.kinds import add_kind, change_kind, ensure_kinds, kind_of, retire_kind

__all__ = [
    "CarriedWork",
    "UNDO_MINUTES",
    "add_accident_note",
    "add_kind",
    "carry_over_accident",
    "carry_over_work",
    "change_kind",
    "confirm_accident",
    "correct_entry",
    "ensure_kinds",
    "finish_follow_up",
    "keep_confirmation",
    "kind_of",
    "may_undo",
    "notify",
    "record_work",
    "report_accident",
    "retire_kind",
    "withdraw_entry",
]
