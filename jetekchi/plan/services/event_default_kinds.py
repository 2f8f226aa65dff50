"""The kinds of events that a lyceum starts with; the lyceum edits the list."""

from typing import NamedTuple


class Default(NamedTuple):
    """One kind of the first list."""

    code: str
    work_kind: str
    clauses: str
    is_outside: bool
    ky: str
    ru: str
    en: str


# The order is the order of the choices: what is held every week stands first.
DEFAULT_EVENT_KINDS: tuple[Default, ...] = (
    Default("class_hour", "class_hour", "5.3", False, "класстык саат", "классный час", "class hour"),
    Default("thematic", "event", "3.11 5.3", False, "тематикалык иш-чара", "тематическое мероприятие",
            "thematic event"),
    Default("lyceum", "event", "3.11", False, "лицейдин иш-чарасы", "мероприятие лицея", "event of the lyceum"),
    Default("contest", "event", "3.11 3.7", False, "сынак", "конкурс", "contest"),
    Default("sport", "event", "3.11 6.3", False, "спорттук иш-чара", "спортивное мероприятие", "sports event"),
    Default("meeting", "event", "5.3 2.3", False, "жолугушуу", "встреча", "meeting with a guest"),
    Default("debate", "event", "5.3 2.1", False, "талкуу, дебат", "дискуссия, дебаты", "debate"),
    Default("excursion", "event", "3.11 5.3", True, "экскурсия", "экскурсия", "excursion"),
    Default("culture", "event", "3.11 5.3", True, "театрга, музейге баруу", "посещение театра, музея",
            "visit to a theatre or museum"),
    Default("clinic", "event", "5.3 6.2", True, "клиникага, университетке баруу", "посещение клиники, университета",
            "visit to a clinic or university"),
    Default("hike", "event", "3.11 6.3", True, "жөө жүрүш", "поход", "hike"),
    Default("ashar", "event", "3.11 5.3", False, "ашар, эмгек иш-чарасы", "ашар, трудовая акция",
            "ashar, labour campaign"),
)  # fmt: skip
