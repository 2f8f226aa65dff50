"""The directions that a lyceum starts with; the lyceum edits the list."""

from typing import NamedTuple

from jetekchi.plan.models import Direction

_P = Direction.Part


class Default(NamedTuple):
    """One direction of the first list."""

    code: str
    part: str
    clauses: str
    kind: str
    ky: str
    ru: str
    en: str


DEFAULT_DIRECTIONS: tuple[Default, ...] = (
    Default("civic", _P.UPBRINGING, "5.3 3.11", "event", "Атуулдук-мекенчилдик, мамлекеттик тил",
            "Гражданско-патриотическое, государственный язык", "Civic and patriotic, state language"),
    Default("moral", _P.UPBRINGING, "2.3 5.3", "class_hour", "Адеп-ахлак", "Нравственное", "Moral and ethical"),
    Default("legal", _P.UPBRINGING, "3.3 5.3", "class_hour", "Укуктук тарбия жана алдын алуу",
            "Правовое воспитание и профилактика", "Law and prevention"),
    Default("health", _P.UPBRINGING, "6.3 5.3", "event", "Ден соолук жана спорт", "Здоровье и спорт",
            "Health and sport"),
    Default("safety", _P.SAFETY, "3.3 7.3", "briefing", "Коопсуздук жана нускамалоо",
            "Безопасность и инструктажи", "Safety and briefings"),
    Default("study", _P.UPBRINGING, "3.4 3.7", "class_hour", "Окуу жана акыл өнүгүүсү",
            "Учебно-интеллектуальное", "Study and intellect"),
    Default("career", _P.UPBRINGING, "6.2 5.3", "event", "Кесипке багыттоо (медицина)",
            "Профориентация (медицина)", "Career guidance (medicine)"),
    Default("labour", _P.UPBRINGING, "5.3", "event", "Эмгек тарбиясы", "Трудовое", "Labour"),
    Default("ecology", _P.UPBRINGING, "5.3", "event", "Экологиялык тарбия", "Экологическое", "Ecology"),
    Default("culture", _P.UPBRINGING, "2.1 3.7", "event", "Эстетика, маданият жана кеп маданияты",
            "Эстетика, культура и речь", "Aesthetics, culture and speech"),
    Default("parents", _P.PARENTS, "4.1 5.5", "parents_meeting", "Үй-бүлө жана ата-энелер менен иш",
            "Работа с семьёй и родителями", "Family and parents"),
    Default("self_government", _P.SELF_GOVERNMENT, "2.2", "event", "Өз алдынча башкаруу",
            "Самоуправление", "Self-government"),
    Default("individual", _P.INDIVIDUAL, "3.4 3.5 4.1", "talk", "Жеке иш", "Индивидуальная работа",
            "Individual work"),
    Default("diagnostics", _P.DIAGNOSTICS, "2.3 4.2 4.3", "observation", "Диагностика", "Диагностика",
            "Diagnostics"),
)  # fmt: skip
