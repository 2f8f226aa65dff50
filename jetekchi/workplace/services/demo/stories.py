"""The stories that a visitor meets: one who falls, one who is often late, a gifted one, an accident answered late."""

from datetime import timedelta
from random import Random

from jetekchi.organisation.models import Guardianship, User
from jetekchi.worklog.services import carry_over_accident
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.roster import Pupil
from jetekchi.workplace.services.demo.span import Span
from jetekchi.workplace.services.demo.work import Diary


def tell_falling(diary: Diary, pupil: Pupil, parents: list[Guardianship]) -> None:
    """Marks fall from the second month on: seen, talked about, the family told, help given, the next talk is due."""
    span = diary.span
    days = [span.last_school_day(span.start + timedelta(days=number)) for number in (33, 38, 45, 58, 66)]
    days = [day for day in days if day < span.today] or [span.start]
    telling = (
        (
            "observation",
            "Эки жумадан бери сабакка көңүлү жок, акыркы партага өтүп алды. Мурда мындай эмес эле.",
        ),
        ("talk", "Акырын сүйлөштүк: атасы Россияга иштегени кеткен, түнкүсүн курулушта жардам берет экен."),
        (
            "family_contact",
            "Үй-бүлөсү менен сүйлөштүк: түнкү жумуш токтотулат, сабакка келүүсү көзөмөлгө алынды.",
        ),
        (
            "help",
            "Математика жана химия мугалимдери менен артта калган темалардын тизмеси түзүлдү, жумасына эки консультация.",
        ),
        ("help", "Консультацияга үч жолу келди. Эки тема жабылды, химиядан лабораториялык иши калды."),
    )
    for day, (kind, text) in zip(days, telling, strict=False):
        guardians = parents[:1] if kind == "family_contact" else []
        diary.write(kind, day, text, students=[pupil.student], guardians=guardians)
    last = diary.works[-1]
    last.agreement = "Ар жума күнү дептерин көрсөтөт; катышуусу күн сайын белгиленет."
    last.follow_up_on = span.today + timedelta(days=2)


def tell_late(diary: Diary, pupil: Pupil) -> None:
    """Often late: the reason is the bus, and there is an agreement that was not kept yet."""
    span = diary.span
    day = span.last_school_day(span.today - timedelta(days=16))
    work = diary.write(
        "talk",
        day,
        "Кечигүүлөр тууралуу сүйлөштүк: шаардын четинен эки автобус менен келет, биринчиси көп токтойт.",
        students=[pupil.student],
    )
    work.agreement = "Бир автобус эрте чыгат; кечиксе алдын ала билдирүү жазат."
    work.follow_up_on = span.today - timedelta(days=3)


def tell_gifted(diary: Diary, pupil: Pupil) -> None:
    """A gifted one: the olympiad, the next goal, thanks before the class."""
    span = diary.span
    days = [span.last_school_day(span.start + timedelta(days=number)) for number in (21, 47, 49)]
    texts = (
        (
            "goal",
            "Биология боюнча республикалык олимпиадага даярданат: жумасына үч тапшырма, мугалим менен талкуу.",
        ),
        (
            "achievement",
            "Шаардык биология олимпиадасында экинчи орунду алды, дипломдун көчүрмөсү өздүк ишинде.",
        ),
        (
            "thanks",
            "Олимпиададагы ийгилиги жана жолдошторун даярдагандыгы үчүн класстын алдында ыраазычылык.",
        ),
    )
    for day, (kind, text) in zip(days, texts, strict=True):
        diary.write(
            kind,
            min(day, span.last_school_day(span.today - timedelta(days=1))),
            text,
            students=[pupil.student],
        )


def tell_restricted(diary: Diary, pupil: Pupil, readers: list[User]) -> None:
    """An entry that only the named people may read."""
    day = diary.span.last_school_day(diary.span.today - timedelta(days=12))
    diary.write(
        "conflict",
        day,
        "Класстык чаттагы таарынтуу боюнча эки окуучу өзүнчө угулду; психолог менен үч жолугушуу белгиленди.",
        students=[pupil.student],
        readers=readers,
        is_restricted=True,
    )


def report_accident_late(rng: Random, span: Span, cast: Cast, by: User, pupil: Pupil) -> None:
    """A slip on the stairs: told at once, and the university administration confirmed only the next afternoon."""
    if pupil.student is None:
        return
    day = span.last_school_day(span.today - timedelta(days=20))
    happened_at = span.at(day, 11, rng.randint(10, 50))
    told_at = happened_at + timedelta(minutes=14)
    answered_at = happened_at + timedelta(hours=27)
    carry_over_accident(
        by=by,
        students=[pupil.student],
        happened_at=happened_at,
        recorded_at=happened_at + timedelta(minutes=12),
        place="Экинчи кабаттын тепкичи",
        text="Танапис учурунда тепкичтен тайып, оң кызыл ашыгын бурап алды. Шишиги бар, ачык жарасы жок.",
        first_aid="Бутун бийик койдук, муздак басма, кыймылдатпадык; медайым келип көрдү.",
        first_aid_by="Класс жетекчи, андан кийин медайым",
        told=(
            ("university_administration", "app", told_at),
            ("lyceum_director", "app", told_at),
            ("medical", "person", happened_at + timedelta(minutes=4)),
            ("guardian", "phone", happened_at + timedelta(minutes=20)),
        ),
        confirmed=(
            ("university_administration", answered_at, cast.users["university"]),
            ("medical", happened_at + timedelta(minutes=6), cast.users["doctor"]),
        ),
    )
