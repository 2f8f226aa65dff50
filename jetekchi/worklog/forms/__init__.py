"""Forms of the record of work: they parse and say what is missing; choices come from selectors."""

from jetekchi.worklog.forms.accidents import (
    AccidentFilter,
    AccidentForm,
    ConfirmationForm,
    NoteForm,
    NoticeForm,
)
from jetekchi.worklog.forms.entries import FilterForm, FollowUpForm, RecordForm, SilentFilter, WithdrawForm
from jetekchi.worklog.forms.kinds import KindForm

__all__ = [
    "AccidentFilter",
    "AccidentForm",
    "ConfirmationForm",
    "FilterForm",
    "FollowUpForm",
    "KindForm",
    "NoteForm",
    "NoticeForm",
    "RecordForm",
    "SilentFilter",
    "WithdrawForm",
]
