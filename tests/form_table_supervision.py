"""The forms of lessons, rolls, marks, inspections, remarks and reminders; see tests/form_table.py."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import Excuse, Lesson, Remark, TimetableSlot
from jetekchi.journal.selectors.timetable_edit import hour_mark
from jetekchi.journal.tests import lesson_factories
from jetekchi.organisation.models import ClassGroup, SchoolYear, Teaching
from tests.form_rows import Row, Words, typed
from tests.form_scenes import PATH, Scene, file


def a_mended_remark(scene: Scene) -> PATH:
    """The remark of the world, mended by its addressee."""
    pk = scene.world.parts["journal remark_pk"][0]
    remark = services.mend_remark(by=scene.cast.aigul, remark=Remark.objects.get(pk=pk), words="болду")
    scene.kept["seen"] = remark.acts.latest("pk").pk
    return {"remark_pk": pk}


def remark(**more: Any) -> Words:
    """A remark with everything that can be said about it."""

    def made(scene: Scene) -> dict[str, Any]:
        due = (timezone.localdate() + timedelta(days=5)).isoformat()
        words = {"words": "толуктоо", "addressee": scene.cast.aigul.person_id, "due_on": due}
        return {**words, **more}

    return made


def inspection(scene: Scene) -> dict[str, Any]:
    """A check with its first remark."""
    words = {"kind": "papers", "on": scene.today, "subject": "папка", "grade": "4", "remark": "бош барак"}
    return {**remark(paper="files")(scene), **words, "words": "жакшы"}


def judged(decision: str) -> Words:
    """The answer to what was mended."""
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    return lambda s: {"decision": decision, "words": "көрдүм", "due_on": later, "seen": s.kept["seen"]}


def roll(**more: Any) -> Words:
    """One student absent; `w…` and `m…` of everybody else are not read."""
    return lambda s: {"seen": 0, f"a{s.cast.nurlan.pk}": "on", f"w{s.cast.nurlan.pk}": "ill", **more}


def a_lesson_with_gaps(scene: Scene) -> PATH:
    """A lesson of last week of which nothing is written."""
    lesson_factories.lesson_today(scene.cast, scene.cast.class_a, number=5, state="held")
    Lesson.objects.filter(number=5).update(on=timezone.localdate() - timedelta(days=7))
    return {}


def gaps(scene: Scene) -> dict[str, Any]:
    """All gaps of one check, and one that is ticked."""
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    return {"due_on": due, "check": "topic", "gap": "roll.1..."}


def a_difference(scene: Scene) -> PATH:
    """The teacher saw Nurlan, the leader did not."""
    lesson = Lesson.objects.get(pk=scene.world.parts["journal lesson_pk"][0])
    services.take_roll(by=scene.cast.chynara, lesson=lesson, marks={})
    absent = {scene.cast.nurlan.pk: services.Mark("unknown")}
    services.take_roll(by=scene.cast.aigul, lesson=lesson, marks=absent, kind="check")
    return {"lesson_pk": lesson.pk}


def making(scene: Scene) -> dict[str, Any]:
    """Lessons of one day."""
    return {"deed": "make", "first": scene.today, "last": scene.today}


def a_taught_hour(scene: Scene) -> PATH:
    """The first hour of Monday has a lesson, and the subject has its teacher; the year holds today."""
    cast, group = scene.cast, scene.cast.class_a
    lesson_factories.timetable(cast)
    SchoolYear.objects.filter(end_on__lt=timezone.localdate()).update(end_on=timezone.localdate())
    TimetableSlot.objects.filter(class_group=group, weekday=1, number=3).update(number=1)
    lines = TimetableSlot.objects.filter(class_group=group, weekday=1, number=1)
    teaching = Teaching.objects.get(class_group=group, subject=cast.literature)
    day = max(timezone.localdate(), cast.year.start_on).isoformat()
    scene.kept |= {"hour": {"seen": hour_mark(lines), "from_on": day}, "teaching": teaching.pk}
    return {}


def an_hour(scene: Scene) -> dict[str, Any]:
    """Another room, and on to the next empty hour."""
    words = {"teaching": scene.kept["teaching"], "room": "12", "part": "", "next": "1"}
    return {**scene.kept["hour"], **words}


def an_end(scene: Scene) -> dict[str, Any]:
    """The lesson is taken out."""
    return {**scene.kept["hour"], "end": "1"}


def two_shifts(scene: Scene) -> PATH:
    """Bells of two shifts."""
    hours = [(time(8), time(8, 45))]
    made = [services.set_bells(by=None, shift=shift, name=str(shift), times=hours) for shift in (1, 2)]
    scene.kept["shift"] = made[1].pk
    return {}


def shifts(scene: Scene) -> dict[str, Any]:
    """Every class in the second shift."""
    classes = ClassGroup.objects.filter(year=scene.cast.year)
    return {"deed": "shifts", **{f"shift_{group.pk}": scene.kept["shift"] for group in classes}}


def marks(scene: Scene) -> dict[str, Any]:
    """A mark for each student of the lesson."""
    keys = [scene.cast.nurlan.pk, scene.cast.meerim.pk]
    given = {f"mark_{key}": "5" for key in keys} | {f"version_{key}": "0" for key in keys}
    return {**given, "reason": "ката"}


def term_marks(scene: Scene) -> dict[str, Any]:
    """A mark of the running term for each student of the class."""
    keys = [scene.cast.nurlan.pk, scene.cast.meerim.pk]
    given = {f"mark_{key}": "4" for key in keys} | {f"was_{key}": "" for key in keys}
    return {**given, "reason": "ката"}


def cells(scene: Scene) -> dict[str, Any]:
    """The same from the script of the grid."""
    lesson = scene.world.parts["journal lesson_pk"][0]
    keys = [scene.cast.nurlan.pk, scene.cast.meerim.pk]
    return {"cell": [f"{lesson}.{key}.0.5" for key in keys], "reason": "ката"}


def week(**more: Any) -> Words:
    """A week that has begun."""
    return lambda s: {"week": s.today, **more}


def excuse(scene: Scene) -> dict[str, Any]:
    """Lessons of one day, with a certificate."""
    day = lesson_factories.school_day(scene.cast)
    times = {"from_on": day, "until_on": day, "first_lesson": 2, "last_lesson": 3}
    return {**times, "kind": "other", "words": "олимпиада", "upload": file("кагаз.txt", b"paper")}


def ticked(scene: Scene) -> dict[str, Any]:
    """The excuse of the world."""
    return {"chosen": [scene.world.parts["journal excuse_pk"][0]]}


def the_excuse(scene: Scene) -> Excuse:
    """The excuse of the world."""
    return Excuse.objects.get(pk=scene.world.parts["journal excuse_pk"][0])


def an_accepted_excuse(scene: Scene) -> PATH:
    services.accept_excuse(by=scene.cast.aigul, excuse=the_excuse(scene))
    return {}


def a_returned_excuse(scene: Scene) -> PATH:
    services.return_excuse(by=scene.cast.aigul, excuse=the_excuse(scene), words="күнү жок")
    return {}


def revoked(scene: Scene) -> dict[str, Any]:
    """The acceptance was a mistake."""
    return {**ticked(scene), "words": "ката"}


def a_part(scene: Scene) -> dict[str, Any]:
    """A part of the class with one student, from the first day of its year on."""
    student = scene.cast.nurlan
    return {"name": "Англис", "from_on": student.class_group.year.start_on, "students": [student.pk]}


SUPERVISION: dict[str, Row] = {
    "journal:diary_seen": Row("ainura", week()),
    "journal:diary_remark": Row("aigul", week(text="Жакшы жүрөт")),
    "journal:diaries": Row("aigul", week()),
    "journal:excuse_new": Row("ainura", excuse),
    "journal:excuses": Row("aigul", ticked),
    "journal:excuses_revoke": Row("aigul", revoked, an_accepted_excuse),
    "journal:excuse_correct": Row("aigul", excuse, a_returned_excuse),
    "journal:excuse_answer: accepted": Row("aigul", typed(decision="accept")),
    "journal:excuse_answer: returned": Row("aigul", typed(decision="return", words="күнү жок")),
    "journal:excuse_withdraw": Row("aigul", typed()),
    "journal:lesson": Row("aigul", typed(topic="Туунду", homework="12-маселе")),
    "journal:roll": Row("chynara", roll()),
    "journal:roll_check": Row("aigul", roll()),
    "journal:roll_settle": Row("aigul", typed(decided="ill", words="апасы айтты"), a_difference),
    "journal:lesson_change": Row("elmira", typed(deed="cancel", reason="суук")),
    "journal:timetables: bells": Row(
        "elmira", typed(deed="bells", shift="1", name="Биринчи", times="8:00-8:45")
    ),
    "journal:timetables: lessons": Row("elmira", making),
    "journal:timetables: shifts": Row("elmira", shifts, two_shifts),
    "journal:timetable_make": Row("elmira", typed(), a_taught_hour),
    "journal:slot: put": Row("elmira", an_hour, a_taught_hour),
    "journal:slot: taken out": Row("elmira", an_end, a_taught_hour),
    "journal:parts": Row("elmira", a_part),
    "journal:part: changed": Row("elmira", a_part),
    "journal:part: removed": Row("elmira", typed(remove="1")),
    "journal:work": Row("chynara", lambda s: {"kind": s.world.parts["journal kind_pk"][0]}),
    "journal:kinds": Row("elmira", typed(name="Сынак", name_ru="Тест", symbol="С", weight="3", is_test="on")),
    "journal:kind": Row("elmira", typed(name="Сынак", weight="3")),
    "journal:column": Row("chynara", marks),
    "journal:term_marks": Row("chynara", term_marks),
    "journal:cells": Row("chynara", cells),
    "journal:inspection_new": Row("damir", inspection),
    "journal:remark_new": Row("damir", remark(paper="journal")),
    "journal:inspection_gaps": Row("damir", gaps, a_lesson_with_gaps),
    "journal:inspection_withdraw": Row("damir", typed(words="ката")),
    "journal:remark_mend": Row("aigul", typed(words="болду", link="/inspections/")),
    "journal:remark_judge: verified": Row("damir", judged("verify"), a_mended_remark),
    "journal:remark_judge: sent back": Row("damir", judged("send_back"), a_mended_remark),
    "journal:remark_pass_on": Row("damir", remark()),
    "journal:remark_withdraw": Row("damir", typed(words="ката")),
    "workplace:remind": Row("damir", typed()),
}
