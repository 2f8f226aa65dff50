"""A first plan in own words: about two dozen items from September to May, by age: grades 7 to 9, 10, 11, adults.

Nothing here quotes a law or asks anybody for money. The words are stored in the language in which the plan is filled.
"""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jetekchi.plan.models.templates import GROUP
from jetekchi.plan.services.intentions import Intention

TALK, EVENT, MEETING = _("class hour"), _("event"), _("meeting of parents")
VISIT, BRIEFING, GATHERING, SURVEY = _("visit"), _("briefing"), _("class meeting"), _("survey")
ALONE = _("personal talk")
JUNIOR, TEN, ELEVEN, ADULTS = "7-9", "10", "11", "adults"
YOUNG = frozenset({JUNIOR, TEN, ELEVEN})
ALL = YOUNG | {ADULTS}


class Line(NamedTuple):
    """One line of the template: direction, month, what, in what form, for whom."""

    direction: str
    month: int
    title: str
    form: str
    who: frozenset[str] = ALL


LINES: tuple[Line, ...] = (
    Line("civic", 9, _("Day of Knowledge: the first meeting of the school year"), EVENT),
    Line("civic", 9, _("Day of the state language: poems, riddles, reading aloud"), EVENT),
    Line("self_government", 9, _("Election of the class head and sharing out of duties"), GATHERING),
    Line("safety", 9, _("Introductory briefing and the way out of the building"), BRIEFING),
    Line("diagnostics", 9, _("Questionnaire of interests and expectations"), SURVEY, frozenset({JUNIOR, TEN, ADULTS})),
    Line("diagnostics", 9, _("Questionnaire of professional intentions"), SURVEY, frozenset({ELEVEN})),
    Line("parents", 9, _("Meeting of parents: how we work this year"), MEETING, YOUNG),
    Line("moral", 10, _("Rules of our class: we agree on them together"), TALK, frozenset({JUNIOR, TEN})),
    Line("moral", 10, _("Honesty in study and in medicine"), TALK, frozenset({ELEVEN, ADULTS})),
    Line("safety", 10, _("On the road: walking, public transport, darkness"), BRIEFING),
    Line("career", 10, _("Visit to a clinic of the university"), VISIT, frozenset({TEN, ELEVEN, ADULTS})),
    Line("career", 10, _("Professions around us: meetings with people at work"), EVENT, frozenset({JUNIOR})),
    Line("study", 10, _("How to learn and remember: habits that help"), TALK, frozenset({JUNIOR, TEN, ADULTS})),
    Line("study", 10, _("A plan of preparation for the final tests"), TALK, frozenset({ELEVEN})),
    Line("civic", 11, _("Days of history and memory of ancestors"), EVENT),
    Line("legal", 11, _("My rights and my responsibility"), TALK),
    Line("safety", 11, _("What to do in an earthquake"), BRIEFING),
    Line("parents", 11, _("Meeting of parents: first results of the half-year"), MEETING, YOUNG),
    Line("individual", 11, _("Talks with students whose marks fell"), ALONE),
    Line("health", 12, _("Sleep, food and movement in the time of tests"), TALK),
    Line("career", 12, _("Meeting with a doctor"), EVENT),
    Line("self_government", 12, _("Class meeting: results of the half-year"), GATHERING),
    Line("culture", 1, _("An evening of the book: what we have read"), EVENT),
    Line("safety", 1, _("Repeated briefing: ice, cold, heating devices"), BRIEFING),
    Line("individual", 1, _("Looking through the plans of help"), ALONE),
    Line("career", 2, _("Week of medical professions"), EVENT),
    Line("parents", 2, _("Meeting of parents: health and the load of study"), MEETING, frozenset({JUNIOR, TEN})),
    Line("parents", 2, _("Meeting of parents: choosing a profession"), MEETING, frozenset({ELEVEN})),
    Line("legal", 2, _("Behaviour on the internet and personal data"), TALK),
    Line("civic", 3, _("Nooruz: customs and games of our people"), EVENT),
    Line("culture", 3, _("Contest of speakers: the power of the word"), EVENT),
    Line("ecology", 4, _("Clean yard, clean river: a day of care for nature"), EVENT),
    Line("health", 4, _("Sports day of the class"), EVENT),
    Line("safety", 4, _("Training of leaving the building"), BRIEFING),
    Line("moral", 1, _("Friendship and quarrels: how we make peace"), TALK, frozenset({JUNIOR})),
    Line("legal", 4, _("No to bullying: what I do when somebody is hurt"), TALK, frozenset({JUNIOR})),
    Line("labour", 4, _("Order in the classroom and the laboratory by own hands"), EVENT, frozenset({JUNIOR, TEN, ADULTS})),
    Line("individual", 4, _("Personal talks about entering the university"), ALONE, frozenset({ELEVEN, ADULTS})),
    Line("civic", 5, _("Victory Day: remembering those who fought"), EVENT),
    Line("diagnostics", 5, _("Sociometry: how the class has grown together"), SURVEY),
    Line("parents", 5, _("Meeting of parents: results of the year"), MEETING, YOUNG),
    Line("self_government", 5, _("Closing meeting: what we did and what we pass on"), GATHERING),
)  # fmt: skip

RESPONSIBLE = {
    "self_government": _("class head, class leader"),
    "culture": _("class leader, librarian"),
    "health": _("class leader, medical staff"),
    "diagnostics": _("class leader, psychologist"),
}
EXPECTED = {
    "civic": _("students know and honour language, history and customs"),
    "moral": _("agreed rules that everybody keeps"),
    "legal": _("students know their rights and whom to turn to"),
    "health": _("students plan their day and move more"),
    "safety": _("everybody briefed, signed in the register"),
    "study": _("each student has an own plan of study"),
    "career": _("students know what work in medicine is like"),
    "labour": _("order kept by the class itself"),
    "ecology": _("a cleaned place and the habit to care"),
    "culture": _("each student has spoken before others"),
    "parents": _("parents know how the class lives and what is agreed"),
    "self_government": _("duties are shared out, decisions written down"),
    "individual": _("agreement with each student on the next step"),
    "diagnostics": _("results taken into account in the work"),
}


def _needs_of(key: str) -> str:
    if key == GROUP:
        return ADULTS
    grade = int(key)
    return ELEVEN if grade >= 11 else TEN if grade == 10 else JUNIOR


def first_plan(key: str, start: date) -> list[Intention]:
    """What a class of this grade (or a group of adults) usually plans in the year that starts on this day (3.1)."""
    needs = _needs_of(key)
    whole = gettext("the whole group") if needs == ADULTS else gettext("the whole class")
    found = []
    for line in LINES:
        if needs not in line.who:
            continue
        year = start.year if line.month >= start.month else start.year + 1
        found.append(
            Intention(
                direction=line.direction,
                month=date(year, line.month, 1),
                title=gettext(line.title),
                form=gettext(line.form),
                responsible=gettext(RESPONSIBLE.get(line.direction, _("class leader"))),
                participants=gettext("parents") if line.direction == "parents" else whole,
                expected=gettext(EXPECTED[line.direction]),
            )
        )
    return found
