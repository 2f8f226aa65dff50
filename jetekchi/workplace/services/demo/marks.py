"""Term marks of two quarters and missed lessons, imported as lists; the people of the stories stand out."""

from datetime import date, timedelta
from random import Random

from jetekchi.journal.services.importing import ABSENCES_KIND, TERM_MARKS
from jetekchi.organisation.models import Subject, Term
from jetekchi.workplace.services.demo.roster import Pupil, Roster, take_list
from jetekchi.workplace.services.demo.span import Span

MARK_HEADS = ["окуучу №", "предмет", "чейрек", "баа"]
ABSENCE_HEADS = ["окуучу №", "күнү", "сабак", "белги"]
LESSONS = 6


# Student, subject and place of the term in the half-year → the mark.
TermMarks = dict[tuple[str, str, int], str]
# Student, day and lesson → the sign of a missed one.
Signs = dict[tuple[str, date, int], str]


def import_marks(rng: Random, roster: Roster, subjects: list[Subject], quarters: list[Term]) -> TermMarks:
    """Marks in every subject for both quarters of the half-year; what was imported."""
    rows, given = [MARK_HEADS], TermMarks()
    for pupil in roster.everybody:
        leaning = [rng.gauss(0, 0.45) for _subject in subjects]
        for place, term in enumerate(quarters):
            if (pupil.from_on > term.end_on and not pupil.is_moved) or (
                pupil.left_on and pupil.left_on < term.end_on
            ):
                continue
            for number, subject in enumerate(subjects):
                value = _mark(rng, pupil, place, number, leaning[number])
                given[pupil.number, subject.name, place] = value
                rows.append([pupil.number, subject.name, str(term.number), value])
    take_list(TERM_MARKS, "чейректик-баалар.csv", rows)
    return given


def _mark(rng: Random, pupil: Pupil, quarter: int, subject: int, leaning: float) -> str:
    """What the talent says, one lower in most subjects when the student falls."""
    if subject == 3 and rng.random() < 0.006:
        return "осв"
    wanted = pupil.talent + leaning + rng.gauss(0.03, 0.12)
    if pupil.story == "falling" and quarter == 1:
        if subject in (0, 2):
            return "2"
        wanted -= 1.1
    if pupil.care < 0.35 and quarter == 1 and rng.random() < 0.12:
        return "н/а"
    return str(min(5, max(2 if pupil.care < 0.5 else 3, round(wanted))))


def import_absences(rng: Random, roster: Roster, span: Span) -> Signs:
    """Illness of some days, single lessons with and without a reason, those who come late; what was imported."""
    days = span.school_days()
    rows, signs = [ABSENCE_HEADS], Signs()
    for pupil in roster.everybody:
        present = [day for day in days if pupil.from_on <= day and (not pupil.left_on or day < pupil.left_on)]
        if not present:
            continue
        missed: dict[tuple[date, int], str] = {}
        _ill(rng, present, missed)
        _single(rng, pupil, present, missed)
        if pupil.story == "falling":
            _skips(rng, present, missed)
        if pupil.story == "late":
            _late(rng, present, missed)
        rows += [
            [pupil.number, day.isoformat(), str(lesson), kind]
            for (day, lesson), kind in sorted(missed.items())
        ]
        signs |= {(pupil.number, day, lesson): kind for (day, lesson), kind in missed.items()}
    take_list(ABSENCES_KIND, "катышуу.csv", rows)
    return signs


Missed = dict[tuple[date, int], str]


def _ill(rng: Random, present: list[date], missed: Missed) -> None:
    if rng.random() > 0.28:
        return
    start = rng.randrange(len(present))
    for day in present[start : start + rng.randint(1, 4)]:
        for lesson in range(1, LESSONS + 1):
            missed[day, lesson] = "б"


def _single(rng: Random, pupil: Pupil, present: list[date], missed: Missed) -> None:
    for _number in range(round(rng.expovariate(1) * (2.6 - 2 * pupil.care))):
        place = (rng.choice(present), rng.randint(1, LESSONS))
        kind = rng.choices("унно", (4, 3, 1, 4) if pupil.care > 0.5 else (2, 5, 2, 4))[0]
        missed.setdefault(place, kind)


def _skips(rng: Random, present: list[date], missed: Missed) -> None:
    """From the second month on, more and more lessons without a reason."""
    late = [day for day in present if day >= present[0] + timedelta(days=28)]
    for number, day in enumerate(late):
        if rng.random() < 0.1 + 0.25 * number / max(len(late), 1):
            for lesson in range(rng.randint(1, 4), LESSONS + 1):
                missed.setdefault((day, lesson), "н")


def _late(rng: Random, present: list[date], missed: Missed) -> None:
    for day in present:
        if rng.random() < 0.35:
            missed.setdefault((day, 1), "о")
