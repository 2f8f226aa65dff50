"""The lyceum in miniature: one named cast for every test.

Aigul leads 10-A, Bakyt leads 10-B and must see nothing of 10-A. Chynara teaches both, Damir heads upbringing, Elmira
study, Farhat directs the lyceum, Gulnara the pre-university department. Students: Nurlan and Meerim in 10-A, Sanjar in
10-B, Tilek is an adult listener in group 3. Ainura is Nurlan's mother; Kubat, his father, is barred.
"""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.utils import timezone

from jetekchi.organisation import services
from jetekchi.organisation.models import (
    Appointment,
    ClassGroup,
    Guardianship,
    Office,
    Person,
    SchoolYear,
    Staff,
    Student,
    Subject,
    Term,
    Unit,
    User,
)
from jetekchi.organisation.roles import SECOND_FACTOR, Role
from jetekchi.organisation.services import entrance
from tests.kept import kept

PASSWORD = "тоо-булак-2026-жай"
SECOND_FACTOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Cast:
    """Everybody and everything a test may name."""

    lyceum: Unit
    year: SchoolYear
    half: Term
    class_a: ClassGroup
    class_b: ClassGroup
    group_3: ClassGroup
    maths: Subject
    literature: Subject
    aigul: User
    bakyt: User
    chynara: User
    damir: User
    elmira: User
    farhat: User
    gulnara: User
    doctor: User
    librarian: User
    psychologist: User
    rector_office: User
    admin: User
    nurlan: Student
    meerim: Student
    sanjar: Student
    tilek: Student
    nurlan_user: User
    tilek_user: User
    ainura: User
    kubat: User
    appointment_a: Appointment
    appointment_b: Appointment
    vice_rector_study: Office
    quality_office: Office
    legal_office: Office

    @property
    def users(self) -> dict[str, User]:
        """All accounts by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}

    @property
    def students(self) -> dict[str, Student]:
        """All students by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Student)}

    def staff(self, user: User) -> Staff:
        """The staff record behind an account."""
        assert user.person is not None
        return user.person.staff


def code_of(secret: str) -> str:
    """What an application with one-time codes shows now."""
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return code


def one_time_code(user: User) -> str:
    """The code that the person's phone shows now, usable again as if half a minute had passed; empty without one."""
    if not entrance.has_second_factor(user):
        return ""
    code = code_of(SECOND_FACTOR_SECRET)
    cache.delete_many([f"code-used:{user.pk}:{code}", f"allauth.mfa.totp.used?user={user.pk}&code={code}"])
    return code


def _account(person: Person, username: str, *roles: Role) -> User:
    user, _password = services.open_account(
        by=None, person=person, username=username, password=PASSWORD, must_change=False
    )
    for role in roles:
        services.grant_role(by=None, user=user, role=role, from_on=date(2020, 1, 1))
    if SECOND_FACTOR & set(roles):
        entrance.give_second_factor(by=None, user=user, secret=SECOND_FACTOR_SECRET)
    return user


def _staff(username: str, surname: str, given: str, position: str, *roles: Role, sex: str = "f") -> User:
    person = services.add_person(by=None, surname=surname, given=given, sex=sex)
    services.hire(by=None, person=person, position=position, hired_on=date(2020, 9, 1))
    return _account(person, username, *roles)


def _student(
    number: str, group: ClassGroup, from_on: date, surname: str, given: str, sex: str, **more: str
) -> Student:
    born_on = date(from_on.year - 16, 3, 14)
    person = services.add_person(by=None, surname=surname, given=given, sex=sex, born_on=born_on, **more)
    return services.add_student(
        by=None,
        person=person,
        number=number,
        class_group=group,
        from_on=from_on,
        is_listener=group.kind == "group",
    )


def build(day: date | None = None) -> Cast:
    """The cast in the school year of the day (today when not given)."""
    # What earlier tests guessed at the doors is forgotten.
    cache.clear()
    day = day or timezone.localdate()
    return kept("cast", lambda: _build(day), day)


def _build(day: date) -> Cast:
    from jetekchi.organisation.services.calendar import year_name

    lyceum = services.ensure_lyceum(by=None)
    year = services.ensure_year(by=None, name=year_name(day))
    half = year.terms.get(kind=Term.Kind.HALF_YEAR, number=1)
    class_a = services.ensure_class(by=None, year=year, label="10-А")
    class_b = services.ensure_class(by=None, year=year, label="10-Б")
    group_3 = services.ensure_class(by=None, year=year, label="3-топ", kind=ClassGroup.Kind.GROUP)
    university = lyceum.parent.parent if lyceum.parent else lyceum
    assert university is not None
    offices = [
        services.ensure_office(by=None, unit=university, title=title, order=order)
        for order, title in enumerate(
            ("Окуу иштери боюнча проректор", "Сапат боюнча өкүл", "Укук бөлүмүнүн башчысы"), start=1
        )
    ]
    people = {
        "aigul": _staff("aigul", "Сыдыкова", "Айгүл", "биология мугалими", Role.SUBJECT_TEACHER),
        "bakyt": _staff("bakyt", "Токтомушев", "Бакыт", "физика мугалими", Role.SUBJECT_TEACHER, sex="m"),
        "chynara": _staff("chynara", "Эсенгулова", "Чынара", "математика мугалими", Role.SUBJECT_TEACHER),
        "damir": _staff(
            "damir", "Бейшеев", "Дамир", "тарбия бөлүмүнүн башчысы", Role.HEAD_OF_UPBRINGING, sex="m"
        ),
        "elmira": _staff("elmira", "Жусуева", "Элмира", "окуу бөлүмүнүн башчысы", Role.HEAD_OF_STUDY),
        "farhat": _staff("farhat", "Мамытов", "Фархат", "лицейдин мүдүрү", Role.LYCEUM_DIRECTOR, sex="m"),
        "gulnara": _staff(
            "gulnara", "Эшимбекова", "Гүлнара", "даярдоо бөлүмүнүн директору", Role.PREUNI_DIRECTOR
        ),
        "doctor": _staff("doctor", "Осмонова", "Назира", "дарыгер", Role.MEDICAL),
        "librarian": _staff("librarian", "Касымова", "Роза", "китепканачы", Role.LIBRARIAN),
        "psychologist": _staff("psychologist", "Раимова", "Гүлзат", "психолог", Role.PSYCHOLOGIST),
        "rector_office": _staff(
            "rector", "Алиев", "Эмил", "проректор", Role.UNIVERSITY_ADMINISTRATION, sex="m"
        ),
        "admin": _staff("admin", "Садыков", "Илим", "системанын администратору", Role.ADMINISTRATOR, sex="m"),
    }
    start = year.start_on
    assert people["rector_office"].person and people["librarian"].person
    services.seat(by=None, office=offices[0], person=people["rector_office"].person, from_on=start)
    services.seat(by=None, office=offices[2], person=people["psychologist"].person, from_on=start)  # type: ignore[arg-type]
    maths = services.ensure_subject(by=None, name="Математика", name_ru="Математика", name_en="Mathematics")
    literature = services.ensure_subject(by=None, name="Адабият", name_ru="Литература", name_en="Literature")

    def staff(name: str) -> Staff:
        person = people[name].person
        assert person is not None
        return person.staff

    appointments = [
        services.appoint_leader(
            by=None, class_group=group, leader=staff(name), order_no=f"{no}-Б", order_on=start, from_on=start
        )
        for no, (group, name) in enumerate(((class_a, "aigul"), (class_b, "bakyt")), start=11)
    ]
    for group in (class_a, class_b):
        services.assign_teaching(
            by=None, teacher=staff("chynara"), class_group=group, subject=maths, from_on=start
        )
    nurlan = _student("1001", class_a, start, "Токтогулов", "Нурлан", "m", patronymic="Кубатович")
    meerim = _student("1002", class_a, start, "Бакыт кызы", "Мээрим", "f")
    sanjar = _student("1003", class_b, start, "Өмүралиев", "Санжар", "m")
    tilek = _student("1004", group_3, start - timedelta(days=0), "Асанбек уулу", "Тилек", "m")
    mother = services.add_person(
        by=None, surname="Токтогулова", given="Айнура", sex="f", phone="+996 555 010 203"
    )
    father = services.add_person(by=None, surname="Токтогулов", given="Кубат", sex="m")
    services.add_guardian(by=None, student=nurlan, person=mother, kind=Guardianship.Kind.MOTHER)
    barred = services.add_guardian(by=None, student=nurlan, person=father, kind=Guardianship.Kind.FATHER)
    services.bar_guardian(by=None, guardianship=barred, is_barred=True, basis="Соттун чечими № 4")
    return Cast(
        lyceum=lyceum,
        year=year,
        half=half,
        class_a=class_a,
        class_b=class_b,
        group_3=group_3,
        maths=maths,
        literature=literature,
        **people,
        nurlan=nurlan,
        meerim=meerim,
        sanjar=sanjar,
        tilek=tilek,
        nurlan_user=_account(nurlan.person, "nurlan"),
        tilek_user=_account(tilek.person, "tilek"),
        ainura=_account(mother, "ainura"),
        kubat=_account(father, "kubat"),
        appointment_a=appointments[0],
        appointment_b=appointments[1],
        vice_rector_study=offices[0],
        quality_office=offices[1],
        legal_office=offices[2],
    )
