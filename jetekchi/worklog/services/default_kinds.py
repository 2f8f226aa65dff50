"""The kinds that a lyceum starts with: code, icon, whom it is about, clauses, names. The lyceum edits the list."""

from typing import NamedTuple

from jetekchi.worklog.models import WorkKind

_NEEDS = WorkKind.Needs
STUDENTS, GROUP, FAMILY, COLLEAGUES = _NEEDS.STUDENTS, _NEEDS.GROUP, _NEEDS.FAMILY, _NEEDS.COLLEAGUES
NOBODY = _NEEDS.NOBODY


class Default(NamedTuple):
    """One kind of the first list."""

    code: str
    icon: str
    needs: str
    clauses: str
    ky: str
    ru: str
    en: str


# The order is the order of the chips: what is done daily stands first.
DEFAULT_KINDS: tuple[Default, ...] = (
    Default("talk", "message-circle", STUDENTS, "3.4 4.1", "маектешүү", "беседа", "talk"),
    Default(
        "family_contact", "phone", FAMILY, "4.1", "үй-бүлө менен байланыш", "связь с семьёй", "family contact"
    ),
    Default("thanks", "award", STUDENTS, "4.1", "ыраазычылык", "благодарность", "thanks"),
    Default("class_hour", "users", GROUP, "5.3", "класстык саат", "классный час", "class hour"),
    Default("help", "hand-heart", STUDENTS, "3.5", "жардам", "помощь", "help"),
    Default("observation", "eye", STUDENTS, "2.3 4.3", "байкоо", "наблюдение", "observation"),
    Default("event", "calendar-days", GROUP, "3.11 5.3", "иш-чара", "мероприятие", "event"),
    Default(
        "lesson_visit", "school", GROUP, "5.2", "сабакка катышып көрүү", "посещение урока", "lesson visit"
    ),
    Default(
        "attendance_check",
        "list-checks",
        GROUP,
        "5.1",
        "сабакка катышууну текшерүү",
        "проверка посещаемости",
        "attendance check",
    ),
    Default("home_visit", "house", FAMILY, "4.1", "үйгө баруу", "посещение на дому", "home visit"),
    Default(
        "parents_meeting",
        "users-round",
        GROUP,
        "5.5",
        "ата-энелер чогулушу",
        "родительское собрание",
        "parents' meeting",
    ),
    Default("invitation", "mail", FAMILY, "5.5", "чакыруу", "приглашение", "invitation"),
    Default("goal", "target", STUDENTS, "3.4", "жеке максат", "личная цель", "individual goal"),
    Default("achievement", "trophy", STUDENTS, "3.7", "жетишкендик", "достижение", "achievement"),
    Default(
        "creativity", "sparkles", STUDENTS, "3.7", "чыгармачылык иш", "творческая работа", "creative work"
    ),
    Default(
        "relations", "handshake", GROUP, "4.2", "өз ара мамиле", "взаимоотношения", "relations in the group"
    ),
    Default(
        "conflict",
        "scale",
        STUDENTS,
        "4.2",
        "чыр-чатакты чечүү",
        "разрешение конфликта",
        "settling a conflict",
    ),
    Default("speech", "megaphone", GROUP, "2.1", "оозеки маданият", "культура речи", "culture of speech"),
    Default(
        "self_government", "vote", GROUP, "2.2", "өз алдынча башкаруу", "самоуправление", "self-government"
    ),
    Default("briefing", "shield-check", GROUP, "3.3", "нускамалоо", "инструктаж", "safety briefing"),
    Default(
        "antiterror",
        "shield-alert",
        GROUP,
        "7.3",
        "антитеррордук коопсуздук",
        "антитеррористическая безопасность",
        "anti-terror safety",
    ),
    Default(
        "medical_question",
        "stethoscope",
        STUDENTS,
        "6.3",
        "медицина кызматкерине суроо",
        "вопрос медицинскому работнику",
        "medical question",
    ),
    Default(
        "library",
        "library",
        GROUP,
        "6.2",
        "китепкана менен иш",
        "работа с библиотекой",
        "work with the library",
    ),
    Default("rights", "scroll-text", STUDENTS, "3.6", "укугун коргоо", "защита прав", "protection of rights"),
    Default("papers", "files", NOBODY, "3.9", "иш кагаздары", "документация", "working papers"),
    Default(
        "meeting",
        "megaphone",
        COLLEAGUES,
        "3.10",
        "педагогикалык кеңеш",
        "педагогический совет",
        "pedagogical council",
    ),
    Default(
        "interests",
        "lightbulb",
        GROUP,
        "6.1",
        "кызыкчылыктар менен тааныштыруу",
        "представление интересов класса",
        "interests presented",
    ),
    Default(
        "proposal",
        "message-square",
        GROUP,
        "5.4",
        "класстын сунушу",
        "предложение класса",
        "proposal of the class",
    ),
    Default(
        "course",
        "graduation-cap",
        NOBODY,
        "3.12",
        "квалификациясын жогорулатуу",
        "повышение квалификации",
        "professional development",
    ),
    Default(
        "association",
        "network",
        COLLEAGUES,
        "3.12",
        "усулдук бирикме",
        "методическое объединение",
        "methodological association",
    ),
    Default("open_lesson", "book-open", COLLEAGUES, "3.12", "ачык сабак", "открытый урок", "open lesson"),
    Default("schedule", "calendar-clock", NOBODY, "3.13", "иш графиги", "график работы", "work schedule"),
    Default("ethics", "scale", NOBODY, "3.14", "этикалык ченемдер", "этические нормы", "ethical norms"),
    Default("accident", "alert", STUDENTS, "3.2", "кырсык", "несчастный случай", "accident"),
)
BY_CODE = {default.code: default for default in DEFAULT_KINDS}
RESTRICTED = frozenset({"conflict", "medical_question", "ethics"})
