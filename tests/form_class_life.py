"""Forms of self-government and the library (tests/form_table.py), with what must be there before them."""

from typing import Any

from jetekchi.plan import services
from jetekchi.plan.models import Assignment, Election, LibraryRequest
from jetekchi.plan.tests import selfgov_factories as made
from tests.form_rows import Row, Words, typed
from tests.form_scenes import PATH, Scene

OFFICE = {
    "name": "Тазалык",
    "name_ru": "",
    "name_en": "",
    "kind": "sector",
    "order": "210",
    "is_active": "on",
}


def days(**more: Any) -> Words:
    """From today to the end of the year, under the names that are asked."""

    def words(scene: Scene) -> dict[str, Any]:
        ends = scene.cast.class_a.year.end_on.isoformat()
        known = {
            "@today": scene.today,
            "@end": ends,
            "@meerim": scene.cast.meerim.pk,
            "@nurlan": scene.cast.nurlan.pk,
        }
        return {
            name: [known.get(one, one) for one in value]
            if isinstance(value, list)
            else known.get(value, value)
            for name, value in more.items()
        }

    return words


def an_open_vote(scene: Scene) -> PATH:
    election = _open(scene)
    return {"election_pk": election.pk}


def _open(scene: Scene) -> Election:
    group = scene.cast.class_a
    made.crowd(group, 5, first=9600)
    return made.opened(scene.cast.aigul, group, [scene.cast.meerim], code="press")


def a_vote_to_open(scene: Scene) -> PATH:
    group = scene.cast.class_a
    made.crowd(group, 5, first=9600)
    election = made.announced(scene.cast.aigul, group, code="press")
    services.name_candidate(by=scene.cast.aigul, election=election, student=scene.cast.meerim)
    return {"election_pk": election.pk}


def a_slip_was_printed(scene: Scene) -> PATH:
    election = _open(scene)
    codes = services.print_voting_slips(by=scene.cast.aigul, election=election, students=[scene.cast.meerim])
    scene.kept["code"] = codes[0]
    return {"election_pk": election.pk}


def a_report_came(scene: Scene) -> PATH:
    pk = scene.world.parts["plan assignment_pk"][0]
    services.report_assignment(
        by=scene.cast.nurlan_user, assignment=Assignment.objects.get(pk=pk), report="Чыкты"
    )
    return {"assignment_pk": pk}


def asked_outside(scene: Scene) -> PATH:
    request: LibraryRequest = made.asked(scene.cast.aigul, scene.cast.class_a, library="university")
    return {"request_pk": request.pk}


ELECTION = "plan:election"
CLASS_LIFE: dict[str, Row] = {
    "plan:office_add": Row("damir", typed(**OFFICE)),
    "plan:office_edit": Row("damir", typed(**OFFICE)),
    "plan:seat": Row("aigul", days(office="sport", student="@meerim", from_on="@today", until_on="@end")),
    "plan:term: assignment": Row(
        "aigul", days(deed="give", kind="report", title="Айлык отчёт", due_on="@today", details="")
    ),
    "plan:term: end": Row("aigul", days(deed="end", until_on="@today", because="көчүп кетти")),
    "plan:assignment: reported": Row("nurlan_user", typed(deed="report", report="Чыкты")),
    "plan:assignment: accepted": Row("aigul", typed(deed="accept", remark=""), a_report_came),
    "plan:assignment: sent back": Row("aigul", typed(deed="send_back", reason="сүрөт жок"), a_report_came),
    "plan:assignment: withdrawn": Row("aigul", typed(deed="withdraw", reason="кереги жок")),
    "plan:election_add": Row(
        "aigul",
        days(office="press", vote_on="@today", term_from="@today", term_until="@end", chair="", secretary=""),
    ),
    "plan:candidate_add": Row("aigul", days(student="@nurlan", words="Мен")),
    "plan:candidacy": Row("nurlan_user", typed(words="Мен иштейм")),
    "plan:candidate_remove": Row("aigul", typed(), page=ELECTION),
    "plan:election_open": Row("aigul", typed(), a_vote_to_open, page=ELECTION),
    "plan:election_close": Row("aigul", typed(though_too_few="on"), an_open_vote, page=ELECTION),
    "plan:election_void": Row("aigul", typed(reason="кар жаады"), an_open_vote),
    "plan:ballot": Row("nurlan_user", typed(line="01"), an_open_vote),
    "plan:booth": Row("aigul", lambda s: {"code": s.kept["code"], "line": "00"}, a_slip_was_printed),
    "plan:slips": Row("aigul", days(students=["@meerim"]), an_open_vote),
    "plan:library_ask": Row(
        "aigul",
        days(library="other", library_name="Баялинов", theme="Жүрөк", details="", needed_on="@today"),
    ),
    "plan:reading_list_add": Row(
        "aigul", typed(theme="career", title="Кесиптер", for_whom="10-А", titles="Биринчи\nЭкинчи")
    ),
    "plan:library_visit_add": Row(
        "aigul", days(library="university", library_name="", on="@today", purpose="Атлас көрүү")
    ),
    "plan:library_request: answered": Row("librarian", typed(text="Бар", titles="Атлас", theme="medicine")),
    "plan:library_request: written down": Row(
        "aigul",
        days(answered_by="Китепканачы", answered_on="@today", text="Бар", titles="", theme="medicine"),
        asked_outside,
    ),
    "plan:library_request: withdrawn": Row("aigul", typed(deed="withdraw")),
    "plan:reading_list": Row("aigul", typed(titles="Үчүнчү")),
    "plan:book_read": Row("nurlan_user", typed(is_read="on"), page="plan:reading_list"),
    "plan:library_visit: made": Row("aigul", days(deed="done", students=["@meerim"], outcome="Көрдүк")),
    "plan:library_visit: dropped": Row("aigul", typed(deed="drop", reason="жабык экен")),
}
