"""Diaries of the weeks that are over: checked by diligent leaders, seen by families, with a word to some of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from jetekchi.journal import services as journal
from jetekchi.journal.selectors import WEEK, monday_of
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.lessons import lately
from jetekchi.workplace.services.demo.roster import Pupil, Roster
from jetekchi.workplace.services.demo.span import Span

DILIGENT = 0.5
PRAISE = (
    "Сабакка активдүү катышты, рахмат.",
    "Математикадан текшерүү ишин мыкты жазды. Ушул темптен жазбаңыз.",
)
TOLD = {
    "falling": (
        "Ушул аптада бир нече сабакка себепсиз келген жок. Бейшембиде саат 15:00дө лицейге келип кетиңизди суранам.",
        "Консультацияга келе баштады. Үйдөн да колдоп туруңуз, химиядан карызы калды.",
    ),
    "late": ("Биринчи сабакка үч жолу кечикти. Таңкы автобуска эртерээк чыгууга жардам бериңиз.",),
    "gifted": ("Олимпиаданын кийинки айлампасына даярданып жатат. Уктоо тартибине көңүл буруңуз.",),
}
# How often a family looks; the one that is needed most looks least.
LOOKS = {"falling": 0.3, "": 0.8}


def keep(
    rng: Random, span: Span, cast: Cast, roster: Roster, leaders: list[Leading], cares: list[float]
) -> None:
    """Checks of every week that has lessons on record, looks of the families that have an account."""
    looks = [*_checks(span, leaders, cares), *_seen(rng, span, cast, roster)]
    journal.carry_over_looks(by=None, looks=looks)
    present = monday_of(span.today)
    weeks = [week for step in (1, 2) if (week := present - step * WEEK) >= monday_of(span.start)]
    for place, pupil in enumerate(roster.pupils[leaders[0].group.label]):
        words = TOLD.get(pupil.story, ()) if place else PRAISE
        for week, text in zip(weeks, words, strict=False):
            if pupil.student:
                journal.write_to_family(by=leaders[0].user, student=pupil.student, week=week, text=text)


def _weeks(span: Span, first: date) -> Iterator[date]:
    """Mondays of the school weeks that are over."""
    monday = monday_of(first)
    while monday + WEEK <= span.today:
        if any(span.start <= day and span.is_school_day(day) for day in (monday, monday + timedelta(days=4))):
            yield monday
        monday += WEEK


def _checks(span: Span, leaders: list[Leading], cares: list[float]) -> Iterator[journal.CarriedLook]:
    for place, (leading, care) in enumerate(zip(leaders, cares, strict=True)):
        for week in _weeks(span, lately(span) if place else span.start):
            friday = week + timedelta(days=4)
            if care > DILIGENT:
                yield journal.CarriedLook(
                    leading.user_on(friday), week, span.at(friday, 15, 40), class_group=leading.group
                )


def _seen(rng: Random, span: Span, cast: Cast, roster: Roster) -> Iterator[journal.CarriedLook]:
    weeks = list(_weeks(span, span.start))
    for pupil in roster.everybody:
        family = cast.families.get(pupil.number)
        if family is None or pupil.student is None:
            continue
        for week in weeks:
            if pupil.from_on <= week and rng.random() < _eagerness(pupil):
                at = span.at(week + timedelta(days=6), rng.randint(18, 21), rng.randint(0, 59))
                yield journal.CarriedLook(
                    family, week, min(at, span.at(span.today, 7)), student=pupil.student
                )


def _eagerness(pupil: Pupil) -> float:
    return LOOKS.get(pupil.story, LOOKS[""])
