"""Work schedules of all leaders in different states: in force, replaced, waiting, returned, being written, none (3.13)."""

from collections.abc import Iterator
from datetime import time
from random import Random

from jetekchi.documents.selectors import has_accepted_agreement
from jetekchi.documents.services import schedules as signed
from jetekchi.organisation import services
from jetekchi.organisation.models import SchoolYear, Staff, User, WorkSchedule
from jetekchi.organisation.selectors.schedules import Line
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.papers import Pens, accept_agreement

REMARK = "Ата-энелер менен жолугушуунун убактысы көрсөтүлсүн: шаршемби күнү саат 17:00дөн кийин ылайыктуу."
# What befell the versions of a leader one after another; who is not named here has one in force.
ENDINGS: dict[int, tuple[str, ...]] = {
    0: ("approved", "draft"),
    1: (),
    2: ("submitted",),
    3: ("returned",),
    5: ("draft",),
    6: ("approved", "submitted"),
    7: ("approved", "approved"),
    9: ("submitted",),
}
ROOMS = ("204-кабинет", "117-кабинет", "Химия кабинети", "309-кабинет", "Биология кабинети")


def write_schedules(rng: Random, cast: Cast, pens: Pens, year: SchoolYear, leaders: list[Leading]) -> None:
    """Each leader writes the own week; the director of pre-university training answers most of them."""
    director = cast.users["preuni"]
    for place, leading in enumerate(leaders):
        staff = Staff.objects.get(person=leading.user.person_id)
        for number, ending in enumerate(ENDINGS.get(place, ("approved",))):
            schedule = services.begin_schedule(by=leading.user, staff=staff, year=year)
            lines = list(_week(rng, late=number > 0))
            services.save_schedule(by=leading.user, schedule=schedule, from_on=schedule.from_on, lines=lines)
            _bring(pens, leading, schedule, ending, director)


def _bring(pens: Pens, leading: Leading, schedule: WorkSchedule, ending: str, director: User) -> None:
    if ending == "draft":
        return
    if not has_accepted_agreement(leading.user):
        accept_agreement(pens, [leading.user])
    signed.submit_schedule(by=leading.user, schedule=schedule, confirmation=pens.of(leading.user))
    if ending == "approved":
        signed.approve_schedule(by=director, schedule=schedule, confirmation=pens.of(director))
    elif ending == "returned":
        signed.return_schedule(by=director, schedule=schedule, remark=REMARK)


def _week(rng: Random, *, late: bool) -> Iterator[Line]:
    """A believable week of a leader: the roll each morning, the class hour, families, papers, teachers, duty."""
    room = rng.choice(ROOMS)
    for weekday in range(1, 6):
        yield Line(weekday, time(7, 45), time(8, 0), "Катышууну текшерүү", room)
    yield Line(1, time(14, 0), time(14, 45), "Класстык саат", room)
    yield Line(2, time(14, 30), time(16, 0), "Окуучулар менен жекече иш", room)
    start = 17 if late else 16
    yield Line(3, time(start, 0), time(start + 1, 30), "Ата-энелер менен жолугушуу", "Мугалимдер бөлмөсү")
    yield Line(
        4, time(14, 0), time(15, 30), "Класстын иш кагаздары, журнал жана күндөлүк", "Мугалимдер бөлмөсү"
    )
    yield Line(4, time(15, 30), time(16, 15), "Класстын мугалимдери менен кеңешүү", "Мугалимдер бөлмөсү")
    yield Line(
        5, time(13, 30), time(14, 30), "Лицейдеги кезмет", rng.choice(("1-кабат", "2-кабат", "Ашкана"))
    )
    if rng.random() < 0.5:
        yield Line(6, time(10, 0), time(11, 30), "Усулдук иш", "Китепкана")
