"""The forms of class hours and events; see tests/form_table.py."""

from typing import Any

from tests import form_scenes as scenes
from tests.form_rows import Row, Words, read, signed, typed
from tests.form_scenes import Scene, file


def occasion(**more: Any) -> Words:
    """An event with everything that can be said about it."""

    def made(scene: Scene) -> dict[str, Any]:
        c = scene.cast
        words = {
            "kind": "excursion",
            "theme": "Музей",
            "on": scene.today,
            "starts_at": "10:00",
            "method": "баруу",
        }
        words |= {"place": "музей", "is_outside": "on", "guests": "сүрөтчү"}
        people = {"students": [c.nurlan.pk], "organisers": [c.nurlan.pk], "adults": [c.staff(c.chynara).pk]}
        return {**words, **people, **more}

    return made


def guardian_of_nurlan(s: Scene) -> int:
    """The representative who may speak."""
    return s.cast.nurlan.guardianships.get(is_barred=False).pk


KIND = {"name": "Маршрут", "name_ru": "", "name_en": "", "clauses": ["3.11"], "is_outside": "on"}
KIND |= {"is_class_hour": "on"}
EVENTS: dict[str, Row] = {
    "plan:event_new: planned": Row("aigul", occasion(deed="planned")),
    "plan:event_new: held": Row(
        "aigul", occasion(deed="held", kind="class_hour", is_outside="", starts_at="00:00")
    ),
    "plan:event_edit": Row("aigul", occasion()),
    "plan:event_held": Row("aigul", typed(result="өттү", reflection="жакшы"), scenes.a_class_hour),
    "plan:event_held: corrected": Row(
        "aigul",
        lambda s: {"result": "өттү", "reflection": "", "students": [s.cast.nurlan.pk], "organisers": []},
        scenes.a_class_hour_held,
    ),
    "plan:event_cancel": Row("aigul", typed(reason="карантин")),
    "plan:event_files": Row(
        "aigul",
        lambda s: {"kind": "protocol", "uploads": file("протокол.txt", b"ok"), "knows_rule": "on"},
    ),
    "plan:event_file_remove": Row("aigul", typed(), page="plan:event"),
    "plan:event_safety: added": Row(
        "aigul", typed(deed="add", hazard="суу", measure="алыс туруу", who="Айгүл")
    ),
    "plan:event_safety: usual": Row("aigul", typed(deed="usual"), also=("hazard", "measure", "who")),
    "plan:event_safety: removed": Row(
        "aigul",
        lambda s: {"deed": "remove", "hazard": s.kept["hazard"]},
        scenes.an_outing_with_an_adult,
    ),
    "plan:event_safety: submitted": Row("aigul", typed(deed="submit"), scenes.an_outing_with_an_adult),
    "plan:event_decision: approved": Row(
        "damir",
        signed("damir", decision="sign", remark=""),
        scenes.an_outing_submitted,
    ),
    "plan:event_decision: returned": Row(
        "damir", read(decision="return", remark="тактаңыз"), scenes.an_outing_submitted
    ),
    "plan:event_decision: opened": Row("damir", typed(decision="open", reason="шашылыш")),
    "plan:event_consents": Row("aigul", typed()),
    "plan:event_consent_written": Row(
        "aigul",
        lambda s: {
            "guardian": guardian_of_nurlan(s),
            "how": "paper",
            "part": "yes",
            "picture": "no",
            "said_at": f"{s.today}T00:00",
        },
    ),
    "plan:consent": Row("ainura", typed(part="yes", picture="no")),
    "plan:event_count": Row(
        "aigul",
        lambda s: {"point": "out", "place": "короо", "here": [s.cast.nurlan.pk], "note": "баары бар"},
        scenes.a_class_hour,
    ),
    "plan:event_invite": Row("aigul", lambda s: {"classes": [s.cast.class_b.pk]}),
    "plan:event_answer": Row(
        "aigul", lambda s: {"students": [s.cast.nurlan.pk], "remark": "барабыз", "answer": "accept"}
    ),
    "plan:event_kind_new": Row("admin", typed(**KIND)),
    "plan:event_kind": Row("admin", typed(**KIND, is_active="on")),
}
