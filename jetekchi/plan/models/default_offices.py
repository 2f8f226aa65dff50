"""The offices and sectors that a lyceum starts with; the lyceum edits the list."""

from typing import NamedTuple

from jetekchi.plan.models.offices import ClassOffice

_K = ClassOffice.Kind


class Default(NamedTuple):
    """One seat of the first list."""

    code: str
    kind: str
    is_required: bool
    ky: str
    ru: str
    en: str


DEFAULT_OFFICES: tuple[Default, ...] = (
    Default("monitor", _K.OFFICE, True, "Класс старостасы", "Староста класса", "Class monitor"),
    Default("deputy", _K.OFFICE, False, "Старостанын орун басары", "Заместитель старосты", "Deputy monitor"),
    Default("study", _K.SECTOR, False, "Окуу сектору", "Учебный сектор", "Study"),
    Default("discipline", _K.SECTOR, False, "Тартип жана катышуу сектору", "Сектор дисциплины и посещаемости",
            "Discipline and attendance"),
    Default("culture", _K.SECTOR, False, "Маданият сектору", "Культурный сектор", "Culture"),
    Default("sport", _K.SECTOR, False, "Спорт сектору", "Спортивный сектор", "Sport"),
    Default("labour", _K.SECTOR, False, "Эмгек жана нөөмөт сектору", "Сектор труда и дежурства",
            "Labour and duty"),
    Default("press", _K.SECTOR, False, "Басма сөз сектору", "Сектор печати", "Press"),
    Default("health", _K.SECTOR, False, "Ден соолук сектору", "Сектор здоровья", "Health"),
    Default("volunteers", _K.SECTOR, False, "Ыктыярчылар сектору", "Сектор волонтёров", "Volunteers"),
)  # fmt: skip


def first_offices() -> list[ClassOffice]:
    """The first list as it will be; nothing is written by looking at it."""
    return [
        ClassOffice(
            code=one.code, kind=one.kind, is_required=one.is_required, name=one.ky, name_ru=one.ru,
            name_en=one.en, order=(place + 1) * 10,
        )
        for place, one in enumerate(DEFAULT_OFFICES)
    ]  # fmt: skip
