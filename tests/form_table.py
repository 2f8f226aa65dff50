"""Every form of the product as somebody who may sends it: tests/test_mass_assignment.py adds what was never asked for.

    "address" or "address: which of its forms": Row(who, what is typed, scene, where the form stands)

`also`: names that the address reads and no page of the scene shows. `silent`: it leaves no audit record, on purpose
(one's own colours, a file that is only looked at). `empty`: it stores nothing.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jetekchi.documents.tests import factories, texts
from tests import cast
from tests import form_scenes as scenes
from tests.form_class_life import CLASS_LIFE
from tests.form_rows import Row, Words, read, signed, typed
from tests.form_scenes import NEW_PASSWORD, STUDENTS, Scene, file
from tests.form_table_events import EVENTS
from tests.form_table_supervision import SUPERVISION


def entry(**more: Any) -> Words:
    """A piece of work with everything that can be said about it."""

    def made(scene: Scene) -> dict[str, Any]:
        c = scene.cast
        words = {"kind": "talk", "text": "Сүйлөштүк", "on": scene.today, "agreement": "макул"}
        people = {"students": [c.nurlan.pk], "colleagues": [c.staff(c.chynara).pk], "clauses": ["4.1"]}
        return {**words, **people, "restriction": "no", **more}

    return made


def person(**more: Any) -> dict[str, Any]:
    """Names and nothing else."""
    return {"surname": "Асанов", "given": "Бек", "patronymic": "", "phone": "", "email": "", **more}


RU = {"surname_ru": "", "given_ru": "", "patronymic_ru": ""}
LOGIN = "account_login"

DOORS: dict[str, Row] = {
    "account_login": Row("", typed(login="aigul", password=cast.PASSWORD), also=("next",)),
    "account_logout": Row("aigul", typed(), also=("next",)),
    "set_language": Row("aigul", typed(language="ru"), also=("next",), silent=True),
    "account_change_password": Row("aigul", typed(present=cast.PASSWORD, new=NEW_PASSWORD)),
    "account_reset_password": Row("", typed(login="aigul")),
    "account_reset_password_from_key": Row("", typed(new=NEW_PASSWORD), scenes.link_of_a_letter),
    "account_reauthenticate": Row(
        "aigul", typed(password=cast.PASSWORD), also=("next",), silent=True, empty=True
    ),
    "mfa_authenticate": Row("", lambda s: {"code": cast.one_time_code(s.cast.farhat)}, scenes.half_way_in),
    "mfa_activate_totp": Row("", lambda s: {"code": cast.code_of(s.kept["secret"])}, scenes.just_came_in),
    "mfa_deactivate_totp": Row("", typed(), scenes.came_in_with_a_code),
    "mfa_generate_recovery_codes": Row("", typed(), scenes.came_in_with_a_code),
    "usersessions_list": Row("", typed(), scenes.two_sessions),
    "session_end": Row("", typed(), scenes.two_sessions),
}

PEOPLE: dict[str, Row] = {
    "organisation:theme": Row("aigul", typed(theme="dark"), also=("next",), silent=True),
    "organisation:slips": Row("aigul", lambda s: {"people": [s.cast.meerim.person_id]}),
    "organisation:student_add": Row(
        "admin",
        lambda s: {
            **person(sex="m", born_on="2010-03-14", number="9009", class_group=s.cast.class_a.pk),
            "from_on": s.today,
            "order_no": "7",
            "parent_kind": "mother",
            "parent_surname": "Асанова",
            "parent_given": "Зуура",
            "parent_phone": "",
        },
    ),
    "organisation:student_edit": Row(
        "admin",
        typed(**person(sex="m", born_on="2010-03-14", official_name="", number="1001", **RU)),
    ),
    "organisation:student_move": Row(
        "admin", lambda s: {"class_group": s.cast.class_b.pk, "from_on": s.today, "order_no": "8"}
    ),
    "organisation:student_leave": Row("admin", lambda s: {"left_on": s.today, "order_no": "9"}),
    "organisation:guardian_add": Row("admin", typed(**person(kind="relative", is_legal="on"))),
    "organisation:guardian_edit": Row("admin", typed(**person(kind="mother"))),
    "organisation:guardian_bar": Row("admin", typed(basis="сот № 1")),
    "organisation:guardian_take_back": Row(
        "admin", typed(), lambda s: {"pk": s.cast.nurlan.guardianships.get(is_barred=False).pk}
    ),
    "organisation:guardian_admit": Row(
        "admin", typed(), lambda s: {"pk": s.cast.nurlan.guardianships.get(is_barred=True).pk}
    ),
    "organisation:staff_add": Row(
        "admin", lambda s: {**person(sex="f", **RU), "position": "мугалим", "hired_on": s.today}
    ),
    "organisation:staff_edit": Row(
        "admin",
        typed(**person(sex="f", position="мугалим", position_ru="", hired_on="2020-09-01", **RU)),
    ),
    "organisation:staff_dismiss": Row(
        "admin", lambda s: {"dismissed_on": s.today}, scenes.account_of_a_newcomer
    ),
    "organisation:role_add": Row(
        "admin",
        lambda s: {"role": "psychologist", "from_on": s.today, "until_on": ""},
        scenes.account_of_a_newcomer,
    ),
    "organisation:role_end": Row("admin", typed()),
}

CLASSES: dict[str, Row] = {
    "organisation:class_add": Row("admin", typed(label="9-В", kind="class", grade="9", programme="11y")),
    "organisation:class_edit": Row("admin", typed(label="10-Г", kind="class", grade="10", programme="11y")),
    "organisation:teaching_add": Row(
        "admin",
        lambda s: {
            "teacher": s.cast.staff(s.cast.bakyt).pk,
            "subject": "",
            "new_subject": "Химия",
            "from_on": s.today,
        },
    ),
    "organisation:teaching_end": Row("admin", lambda s: {"until_on": s.today}),
    "organisation:appoint": Row(
        "farhat",
        lambda s: {
            "leader": s.cast.staff(s.cast.chynara).pk,
            "order_no": "12-Б",
            "order_on": s.today,
            "from_on": s.today,
            "order_file": file("буйрук.txt", "буйрук".encode()),
        },
    ),
    "organisation:appointment_end": Row("farhat", lambda s: {"until_on": s.today}),
    "organisation:deputy_add": Row(
        "farhat",
        lambda s: {
            "person": s.cast.staff(s.cast.chynara).pk,
            "from_on": s.today,
            "until_on": s.today,
            "basis": "оору",
        },
    ),
    "organisation:handover_add": Row(
        "farhat", lambda s: {"on": s.today, "papers": "журнал", "remarks": ""}, scenes.handover_waits
    ),
    "organisation:handover_confirm": Row("aigul", typed()),
}

LYCEUM: dict[str, Row] = {
    "organisation:unit_edit": Row("farhat", typed(name="Лицей", name_ru="", name_en="", place="Нарын")),
    "organisation:office_add": Row(
        "farhat",
        lambda s: {"title": "Катчы", "title_ru": "", "title_en": "", "order": 5, "unit": s.cast.lyceum.pk},
    ),
    "organisation:office_edit": Row("farhat", typed(title="Катчы", title_ru="", title_en="", order=5)),
    "organisation:seat": Row(
        "farhat", lambda s: {"person": s.cast.staff(s.cast.chynara).pk, "from_on": s.today}
    ),
    "organisation:vacate": Row(
        "farhat", lambda s: {"until_on": s.today}, lambda s: {"office_pk": s.cast.legal_office.pk}
    ),
    "organisation:year_add": Row("farhat", typed(name="2031-2032")),
    "organisation:term_move": Row(
        "farhat",
        lambda s: {"start_on": s.cast.half.start_on.isoformat(), "end_on": s.cast.half.end_on.isoformat()},
    ),
    "organisation:term_close": Row("farhat", typed(is_meant="on", reason="ремонт")),
    "organisation:next_year": Row("admin", lambda s: s.kept["words"], scenes.a_year_that_is_over),
    "organisation:term_reopen": Row("farhat", typed(reason="ката"), scenes.half_is_closed),
    "organisation:day_mark": Row("farhat", lambda s: {"day": s.today, "kind": "holiday", "note": "майрам"}),
    "organisation:day_clear": Row("farhat", typed()),
    "organisation:setting_edit": Row("farhat", typed(value="9")),
    "organisation:import_new": Row(
        "admin",
        lambda s: {"file": file("тизме.csv", STUDENTS), "year": s.cast.year.name, "create_missing": "on"},
        silent=True,
        empty=True,
    ),
    "organisation:import_preview: the columns": Row(
        "admin",
        typed(deed="map", column_number="0", column_surname="1", column_given="2", column_class="3"),
        scenes.a_draft_of_an_import,
        also=("column_sex",),
        silent=True,
        empty=True,
    ),
    "organisation:import_preview: the list": Row(
        "admin",
        typed(deed="confirm", agreed=""),
        scenes.a_draft_of_an_import,
        also=("skip_bad_rows",),
        spends=True,
    ),
    "organisation:import_run": Row("admin", typed(), scenes.an_import),
    "workplace:notices_read": Row("aigul", typed(upto="1000000"), silent=True),
    "workplace:demo": Row("farhat", typed(typed_name="башка лицей"), scenes.an_invented_lyceum),
}

DOCUMENTS: dict[str, Row] = {
    "documents:import": Row(
        "damir",
        lambda s: {
            "file": file("эреже.txt", "Лицейдин эрежеси жана тартиби".encode()),
            "kind": "regulation",
            "code": "ЭР-1",
            "title": "Эреже",
            "language": "ky",
        },
    ),
    "documents:import_confirmation": Row(
        "damir",
        lambda s: {"name": "а.txt", "code": "КН-05", "language": "ky", **s.kept},
        scenes.a_previewed_file,
    ),
    "documents:readers": Row(
        "damir", lambda s: {"audiences": ["class_leaders"], "people": [s.cast.librarian.person_id]}
    ),
    "documents:text": Row(
        "damir",
        lambda s: {"file": file("б.txt", texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode())},
        scenes.a_draft,
    ),
    "documents:withdrawal": Row("damir", typed(), scenes.a_draft),
    "documents:submission": Row("damir", typed(), scenes.a_draft),
    "documents:route_setting": Row(
        "damir",
        lambda s: {"order": "ordered", "offices": [s.kept["office"]], "added": ""},
        scenes.a_draft,
    ),
    "documents:decision": Row(
        "rector_office", signed("rector_office", remark="2.3 так эмес"), scenes.on_its_way, also=("decision",)
    ),
    "documents:vacancy": Row("damir", typed(reason="орун бош"), scenes.a_vacant_seat),
    "documents:entry_into_force": Row(
        "gulnara",
        lambda s: signed("gulnara", from_on=s.today)(s),
        scenes.an_agreed_text,
    ),
    "documents:change": Row(
        "damir",
        lambda s: signed("damir", replaced_sheet="3", basis="буйрук № 1", entered_on=s.today)(s),
        scenes.a_second_edition,
    ),
    "documents:acquaintance": Row("aigul", signed("aigul"), scenes.an_edition_in_force),
    "documents:agreement": Row("elmira", signed("elmira"), scenes.the_agreement, also=("next",)),
    "documents:signature": Row(
        "aigul", lambda s: {"file": file("а.txt", factories.DATA)}, silent=True, empty=True
    ),
    "documents:protocol_signature": Row("aigul", signed("aigul"), scenes.an_inspection_to_sign),
    "documents:new_directive": Row(
        "farhat",
        lambda s: {
            "number": "9",
            "given_on": s.today,
            "due_on": s.today,
            "text": "тескеме",
            "executor": s.cast.aigul.person_id,
        },
    ),
    "documents:directive_acknowledgement": Row("aigul", typed()),
    "documents:directive_completion": Row(
        "aigul",
        lambda s: {"evidence": "бүттү", "upload": file("күбө.txt", "күбө".encode())},
        scenes.an_acknowledged_directive,
    ),
    "documents:directive_reason": Row("aigul", typed(reason="оорудум"), scenes.an_acknowledged_directive),
    "documents:directive_answer": Row(
        "farhat", typed(answer="макул", decision="accept"), scenes.an_explained_directive
    ),
    "documents:directive_withdrawal": Row("farhat", typed()),
    "documents:outside_signature": Row(
        "damir",
        lambda s: {"file": file("кол.p7s", s.kept["cms"])},
        scenes.a_personal_signature,
        "documents:sealed",
    ),
    "documents:scan_new": Row(
        "damir", lambda s: {"file": file("скан.png", s.kept["scan"]), "code": ""}, scenes.a_scan
    ),
    "documents:verify": Row("", lambda s: {"code": s.kept["code"]}, scenes.a_code, silent=True, empty=True),
    "documents:verified": Row("", lambda s: {"code": s.kept["code"]}, scenes.a_code, silent=True, empty=True),
    "compliance:signature": Row("gulnara", signed("gulnara"), also=("seen",)),
}

WORK: dict[str, Row] = {
    "worklog:record": Row(
        "aigul", lambda s: {**entry()(s), "class": s.cast.class_a.pk}, also=("next", "follow_up_on")
    ),
    "worklog:correct": Row("aigul", entry(text="Оңдолду"), also=("next",)),
    "worklog:withdraw": Row("aigul", typed(reason="ката")),
    "worklog:finish": Row("aigul", typed(note="бүттү"), scenes.a_promise, also=("next",)),
    "worklog:kind": Row("farhat", typed(name="маек", needs="students", clauses=["4.1"], is_active="on")),
    "worklog:kind_new": Row("farhat", typed(name="жыйын", needs="group", clauses=["4.1"])),
    "worklog:accident_new": Row(
        "aigul",
        lambda s: {
            "students": [s.cast.nurlan.pk],
            "text": "жыгылды",
            "place": "зал",
            "first_aid": "муз",
            "happened_at": f"{s.today}T00:01",
        },
        also=("class",),
    ),
    "worklog:accident_confirm": Row("rector_office", typed()),
    "worklog:accident_confirmation": Row(
        "damir",
        lambda s: {
            "name": "Алиев Эмил",
            "office": "проректор",
            "channel": "phone",
            "confirmed_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        },
    ),
    "worklog:accident_told": Row(
        "aigul", typed(to_whom="guardian", channel="phone", name="Айнура"), also=("sent_at", "answered")
    ),
    "worklog:accident_noted": Row("aigul", typed(text="рентген таза")),
    "reports:report": Row("aigul", typed(conclusions="Үч милдет коюлду.")),
    "reports:signature": Row("aigul", signed("aigul", is_early="on"), scenes.a_written_report),
    "reports:decision: accepted": Row(
        "elmira", signed("elmira", remark=""), scenes.a_submitted_report, also=("decision",)
    ),
    "reports:decision: returned": Row(
        "elmira", typed(remark="тактаңыз", decision="return"), scenes.a_submitted_report, also=("seen",)
    ),
}


def planned(**more: Any) -> Words:
    """An item of the plan with everything that can be said about it."""

    def made(scene: Scene) -> dict[str, Any]:
        month = scene.cast.half.start_on.replace(day=1).isoformat()
        words = {"title": "Музей", "direction": "culture", "month": month, "on": "", "form": "баруу"}
        people = {"responsible": "староста", "participants": "класс", "expected": "көрдүк"}
        return {**words, **people, "students": [scene.cast.nurlan.pk], **more}

    return made


def directed() -> Words:
    """A direction with everything that can be said about it."""
    names = {"name": "Медиация", "name_ru": "Медиация", "name_en": "Mediation"}
    return typed(**names, part="upbringing", kind="event", clauses=["5.3"], order="150", is_active="on")


def lined() -> Words:
    """A line of a template."""
    people = {"responsible": "староста", "participants": "класс", "expected": "көрдүк"}
    return typed(title="Музей", direction="culture", month="10", form="баруу", **people)


PLAN: dict[str, Row] = {
    "plan:day": Row("damir", lambda s: {"half": "1", "approval_on": s.cast.half.end_on.isoformat()}),
    "plan:direction_add": Row("damir", directed()),
    "plan:direction": Row("damir", directed(), lambda s: {"code": "civic"}),
    "plan:template": Row("damir", typed(aim="Ынтымак", tasks="Үч милдет"), scenes.a_template_of_plans),
    "plan:template_begin": Row("damir", typed(), lambda s: {"key": "9"}, page="plan:templates"),
    "plan:line_add": Row("damir", lined(), scenes.a_template_of_plans),
    "plan:line_edit": Row("damir", lined(), scenes.a_line_of_a_template),
    "plan:line_remove": Row("damir", typed(), scenes.a_line_of_a_template, page="plan:line_edit"),
    "plan:work": Row(
        "aigul", lambda s: {"entry": s.kept["entry"], "item": s.kept["item"]}, scenes.work_outside_the_plan
    ),
    "plan:paper": Row("aigul", typed(aim="Ынтымак", tasks="Үч милдет", analysis="")),
    "plan:fill": Row("aigul", typed(source="template"), page="plan:paper"),
    "plan:item_add": Row("aigul", planned()),
    "plan:item_edit": Row("aigul", planned(), scenes.an_item_of_the_plan),
    "plan:item_remove": Row("aigul", typed(), scenes.an_item_of_the_plan, page="plan:item_edit"),
    "plan:item: done": Row(
        "aigul",
        lambda s: {"deed": "done", "done_on": s.today, "result": "", "entry": ""},
        scenes.an_item_of_the_plan,
    ),
    "plan:item: moved": Row(
        "aigul",
        lambda s: {
            "deed": "move",
            "month": (s.cast.half.start_on.replace(day=1) + timedelta(days=32)).replace(day=1).isoformat(),
            "reason": "кар жаады",
        },
        scenes.an_item_of_the_plan,
    ),
    "plan:item: dropped": Row("aigul", typed(deed="drop", reason="орду жок"), scenes.an_item_of_the_plan),
    "plan:item: reopened": Row(
        "aigul", typed(deed="reopen", reason="орду бар"), scenes.an_item_that_was_dropped
    ),
    "plan:item: not shown": Row(
        "aigul",
        lambda s: {"deed": "unlink", "entry": s.kept["entry"]},
        scenes.an_entry_that_shows_an_item,
    ),
    "plan:signature": Row("aigul", signed("aigul", late_reason="ооруп калдым"), scenes.a_written_plan),
    "plan:decision: approved": Row(
        "damir", signed("damir", remark=""), scenes.a_submitted_plan, also=("decision",)
    ),
    "plan:decision: returned": Row(
        "damir", typed(remark="тактаңыз", decision="return"), scenes.a_submitted_plan, also=("seen",)
    ),
    "plan:correction": Row("aigul", typed(reason="клиника жылдырды"), scenes.an_approved_plan),
}


def week(scene: Scene) -> dict[str, Any]:
    """Two lines of a week as its form sends them."""
    lines = ((1, "14:00", "14:45", "Класстык саат", "204"), (3, "16:00", "17:00", "Жолугушуу", ""))
    words: dict[str, Any] = {"seen": scene.kept["seen"], "from_on": scene.today}
    words |= {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "1"}
    for place, line in enumerate(lines):
        for name, value in zip(("weekday", "start", "end", "what", "where"), line, strict=True):
            words[f"line-{place}-{name}"] = str(value)
    return words


SCHEDULES: dict[str, Row] = {
    "organisation:schedule_begin": Row("aigul", typed(), scenes.no_schedule_under_way),
    "organisation:schedule_edit": Row("aigul", week, scenes.a_schedule_to_write, also=("then",)),
    "organisation:schedule_take_back": Row("aigul", typed()),
    "documents:schedule_signature": Row("aigul", signed("aigul"), scenes.a_schedule_to_sign),
    "documents:schedule_decision: approved": Row(
        "gulnara", signed("gulnara", remark=""), scenes.a_schedule_before_the_director, also=("decision",)
    ),
    "documents:schedule_decision: returned": Row(
        "gulnara",
        read(remark="тактаңыз", decision="return"),
        scenes.a_schedule_before_the_director,
    ),
    "workplace:feed_make": Row("aigul", typed()),
    "workplace:feed_take_back": Row("aigul", typed(), scenes.an_address_of_a_calendar),
}

FORMS = {
    **DOORS,
    **PEOPLE,
    **CLASSES,
    **LYCEUM,
    **DOCUMENTS,
    **WORK,
    **PLAN,
    **SCHEDULES,
    **EVENTS,
    **CLASS_LIFE,
    **SUPERVISION,
}
# The page of the first hour stands only in an empty database.
FIRST_HOUR = "organisation:setup"
SETUP = Row(
    "",
    lambda s: {
        "code": s.kept["code"],
        "lyceum": "Ала-Тоо",
        "lyceum_ru": "",
        "lyceum_en": "",
        "place": "Нарын",
        "year": "2026-2027",
        "surname": "Бейшеналиева",
        "given": "Асель",
        "language": "ky",
        "username": "a.beishenalieva",
        "password": NEW_PASSWORD,
    },
    scenes.nobody_is_here_yet,
)
