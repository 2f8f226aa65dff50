"""Writes of the plan: each function is one thing a person does; atomic, audited, refused by state."""

from jetekchi.plan.services.assignments import (
    accept_report,
    give_assignment,
    report_assignment,
    send_back_report,
    withdraw_assignment,
)
from jetekchi.plan.services.dates import set_institution_day, tell_moved_days
from jetekchi.plan.services.directions import ensure_directions, offered_directions, save_direction
from jetekchi.plan.services.elections import (
    announce_election,
    close_voting,
    name_candidate,
    open_voting,
    void_election,
    withdraw_candidate,
)
from jetekchi.plan.services.event_consents import ask_consents, say_consent
from jetekchi.plan.services.event_counts import count_heads
from jetekchi.plan.services.event_files import add_files, remove_file
from jetekchi.plan.services.event_holding import correct_event, hold_event
from jetekchi.plan.services.event_invitations import answer_invitation, invite_classes
from jetekchi.plan.services.event_kinds import (
    add_event_kind,
    change_event_kind,
    ensure_event_kinds,
    offered_event_kinds,
)
from jetekchi.plan.services.event_occasions import Occasion
from jetekchi.plan.services.event_risk import (
    add_hazard,
    approve_risk,
    fill_usual_hazards,
    open_gap,
    refuse_unseen_risk,
    remove_hazard,
    return_risk,
    submit_risk,
)
from jetekchi.plan.services.events import cancel_event, change_event, plan_event
from jetekchi.plan.services.execution import (
    drop_item,
    link_entry,
    mark_done,
    move_item,
    reopen_item,
    show_item,
    unlink_entry,
)
from jetekchi.plan.services.filling import (
    fill_plan,
)
from jetekchi.plan.services.intentions import (
    Intention,
)
from jetekchi.plan.services.items import (
    add_item,
    change_item,
    remove_item,
)
from jetekchi.plan.services.library import (
    ANSWERED_ALREADY,
    add_titles,
    answer_request,
    ask_library,
    drop_visit,
    finish_visit,
    make_reading_list,
    plan_visit,
    say_read,
    withdraw_request,
)
from jetekchi.plan.services.offices import (
    OfficeWords,
    end_term,
    ensure_offices,
    office_of,
    save_office,
    seat_by_meeting,
)
from jetekchi.plan.services.papers import (
    save_words,
)
from jetekchi.plan.services.route import (
    approve,
    open_correction,
    refuse_unseen,
    return_with_remarks,
    submit,
)
from jetekchi.plan.services.templates import (
    begin_template,
    change_template,
    remove_line,
    save_line,
)
from jetekchi.plan.services.voting import (
    print_voting_slips,
    vote,
    vote_with_slip,
)

__all__ = [
    "ANSWERED_ALREADY",
    "Intention",
    "Occasion",
    "add_event_kind",
    "add_files",
    "add_hazard",
    "add_item",
    "answer_invitation",
    "approve",
    "approve_risk",
    "ask_consents",
    "cancel_event",
    "change_event",
    "change_event_kind",
    "correct_event",
    "count_heads",
    "OfficeWords",
    "accept_report",
    "add_titles",
    "announce_election",
    "answer_request",
    "ask_library",
    "begin_template",
    "change_item",
    "change_template",
    "close_voting",
    "drop_item",
    "drop_visit",
    "end_term",
    "ensure_directions",
    "ensure_event_kinds",
    "fill_plan",
    "fill_usual_hazards",
    "hold_event",
    "invite_classes",
    "ensure_offices",
    "finish_visit",
    "give_assignment",
    "link_entry",
    "make_reading_list",
    "mark_done",
    "move_item",
    "name_candidate",
    "offered_directions",
    "offered_event_kinds",
    "open_correction",
    "open_gap",
    "plan_event",
    "remove_file",
    "remove_hazard",
    "remove_item",
    "remove_line",
    "reopen_item",
    "return_risk",
    "office_of",
    "open_voting",
    "plan_visit",
    "print_voting_slips",
    "report_assignment",
    "refuse_unseen",
    "refuse_unseen_risk",
    "return_with_remarks",
    "save_direction",
    "save_line",
    "save_office",
    "save_words",
    "say_consent",
    "say_read",
    "seat_by_meeting",
    "send_back_report",
    "set_institution_day",
    "show_item",
    "submit",
    "submit_risk",
    "tell_moved_days",
    "unlink_entry",
    "void_election",
    "vote",
    "vote_with_slip",
    "withdraw_assignment",
    "withdraw_candidate",
    "withdraw_request",
]
