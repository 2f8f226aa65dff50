"""Units, offices, members of staff with their roles and logins."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from jetekchi.organisation import services
from jetekchi.organisation.models import Person, Staff, Subject, Unit, User
from jetekchi.organisation.roles import Role
from jetekchi.workplace.services.demo.logins import PASSWORD
from jetekchi.workplace.services.demo.names import Name, Namer
from jetekchi.workplace.services.demo.span import Span

SUBJECTS = (
    ("Математика", "Математика", "Mathematics"),
    ("Биология", "Биология", "Biology"),
    ("Химия", "Химия", "Chemistry"),
    ("Физика", "Физика", "Physics"),
    ("Кыргыз тили жана адабияты", "Кыргызский язык и литература", "Kyrgyz language and literature"),
    ("Орус тили", "Русский язык", "Russian language"),
    ("Англис тили", "Английский язык", "English language"),
    ("Кыргызстандын тарыхы", "История Кыргызстана", "History of Kyrgyzstan"),
)
# login, sex, position, position in Russian, roles
OFFICIALS: tuple[tuple[str, str, str, str, tuple[Role, ...]], ...] = (
    ("director", "m", "лицейдин мүдүрү", "директор лицея", (Role.LYCEUM_DIRECTOR,)),
    (
        "preuni",
        "f",
        "жогорку окуу жайына чейинки даярдоо бөлүмүнүн директору",
        "директор отдела довузовской подготовки",
        (Role.PREUNI_DIRECTOR,),
    ),
    (
        "upbringing",
        "f",
        "тарбиялык иштер боюнча бөлүм башчысы",
        "начальник отдела по воспитательной работе",
        (Role.HEAD_OF_UPBRINGING,),
    ),
    ("study", "m", "окуу бөлүм башчысы", "начальник учебного отдела", (Role.HEAD_OF_STUDY,)),
    ("doctor", "f", "дарыгер", "врач", (Role.MEDICAL,)),
    ("psychologist", "f", "психолог", "психолог", (Role.PSYCHOLOGIST,)),
    ("librarian", "f", "китепканачы", "библиотекарь", (Role.LIBRARIAN,)),
    ("admin", "m", "системанын администратору", "администратор системы", (Role.ADMINISTRATOR,)),
)
# The seven offices of the approval sheet: login of the holder, title in three languages. One seat is vacant.
OFFICES: tuple[tuple[str, str, str, str], ...] = (
    (
        "international",
        "Эл аралык байланыштар боюнча проректор",
        "Проректор по международным связям",
        "Vice-rector for international relations",
    ),
    ("", "Билим сапаты боюнча өкүл", "Представитель по качеству образования", "Representative for quality"),
    (
        "science",
        "Илим жана клиникалык иштер боюнча проректор",
        "Проректор по науке и клинической работе",
        "Vice-rector for science and clinical work",
    ),
    ("university", "Окуу иштери боюнча проректор", "Проректор по учебной работе", "Vice-rector for study"),
    (
        "language",
        "Мамлекеттик тил жана тарбия боюнча проректор",
        "Проректор по государственному языку и воспитанию",
        "Vice-rector for the state language and upbringing",
    ),
    (
        "lawyer",
        "Юридикалык бөлүмдүн башчысы",
        "Начальник юридического отдела",
        "Head of the legal department",
    ),
    ("personnel", "Кадрлар бөлүмүнүн башчысы", "Начальник отдела кадров", "Head of the HR department"),
)


@dataclass
class Cast:
    """Everybody who works: accounts by login, teachers in the order in which they lead classes."""

    lyceum: Unit
    users: dict[str, User] = field(default_factory=dict)
    teachers: list[Staff] = field(default_factory=list)
    teacher_users: list[User] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    # Families with an account, by the number of their student.
    families: dict[str, User] = field(default_factory=dict)


def build_cast(rng: Random, span: Span, leaders: int) -> Cast:
    """Units, offices with their holders, officials, and four teachers more than there are classes."""
    lyceum = services.ensure_lyceum(
        by=None, name="«Тоо булагы» лицейи", name_ru="Лицей «Тоо булагы»", name_en="Too Bulagy Lyceum"
    )
    cast, namer = Cast(lyceum), Namer(rng)
    cast.subjects = [
        services.ensure_subject(by=None, name=ky, name_ru=ru, name_en=en) for ky, ru, en in SUBJECTS
    ]
    for login, sex, position, position_ru, roles in OFFICIALS:
        staff = _hire(
            namer.adult(sex), position, position_ru, date(span.start.year - 4, 9, 1), is_teacher=False
        )
        cast.users[login] = account(staff.person, login, *roles)
    _fill_offices(cast, namer, span)
    for number in range(max(leaders + 4, len(SUBJECTS) + 2)):
        subject = cast.subjects[number % len(SUBJECTS)]
        hired_on = date(span.start.year - 1 - rng.randint(1, 14), 9, 1)
        teacher = _hire(
            namer.adult("m" if rng.random() < 0.25 else "f"),
            f"{_within(subject.name)} мугалими",
            f"учитель, {_within(subject.name_ru)}",
            hired_on,
        )
        login = _teacher_login(number, leaders)
        cast.teachers.append(teacher)
        cast.teacher_users.append(account(teacher.person, login, Role.SUBJECT_TEACHER))
        cast.users[login] = cast.teacher_users[-1]
    return cast


def _within(words: str) -> str:
    """A title inside a sentence: its first letter small, unless it is the country's."""
    return words if words.startswith("Кыргызстан") else words[:1].lower() + words[1:]


def _teacher_login(number: int, leaders: int) -> str:
    """The two leaders of the stories, then a deputy and a teacher who leads no class; the others are counted."""
    named = {0: "leader", 1: "behind", leaders + 1: "teacher", leaders + 2: "deputy"}
    return named.get(number, f"teacher{number + 1}")


def _fill_offices(cast: Cast, namer: Namer, span: Span) -> None:
    """The seven offices; the representative for quality is being looked for."""
    department = cast.lyceum.parent
    assert department is not None and department.parent is not None
    for order, (login, ky, ru, en) in enumerate(OFFICES, start=1):
        office = services.ensure_office(
            by=None, unit=department.parent, title=ky, title_ru=ru, title_en=en, order=order
        )
        if not login:
            continue
        staff = _hire(
            namer.adult("f" if order in (1, 5) else "m"),
            _within(ky),
            _within(ru),
            date(span.start.year - 3, 9, 1),
            False,
        )
        roles = (Role.UNIVERSITY_ADMINISTRATION,) if login == "university" else ()
        cast.users[login] = account(staff.person, login, *roles)
        services.seat(by=None, office=office, person=staff.person, from_on=date(span.start.year - 3, 9, 1))


def _hire(name: Name, position: str, position_ru: str, hired_on: date, is_teacher: bool = True) -> Staff:
    person = services.add_person(by=None, **name.fields)
    return services.hire(
        by=None,
        person=person,
        position=position,
        position_ru=position_ru,
        hired_on=hired_on,
        is_teacher=is_teacher,
    )


def account(person: Person, login: str, *roles: Role) -> User:
    """An account with the password of the demo, and its roles since long ago."""
    user, _password = services.open_account(
        by=None, person=person, username=login, password=PASSWORD, must_change=False
    )
    for role in roles:
        services.grant_role(by=None, user=user, role=role, from_on=date(2020, 9, 1))
    return user
