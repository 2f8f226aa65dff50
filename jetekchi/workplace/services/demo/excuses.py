"""Excuses of families in every state: some wait, some were accepted or came back, one was withdrawn, some are notes."""

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from jetekchi.journal import services as journal
from jetekchi.organisation.models import Student
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.marks import Signs
from jetekchi.workplace.services.demo.roster import Pupil, Roster
from jetekchi.workplace.services.demo.span import Span

if TYPE_CHECKING:
    from jetekchi.journal.models import Excuse

ILL = "Ысытмасы көтөрүлдү, үйдө дарыланып жатат."
# Kind and words, in turn; an illness on record is always told as one.
WORDS = (
    ("family", "Чоң атасынын мааракесине Нарынга барып келдик."),
    ("other", "Автобус жолдо бузулуп калып, сабактарга жетише алган жок."),
    ("family", "Кичүү инисин ооруканага алып баруу керек болду, үйдө башка эч ким жок эле."),
    ("other", "Тиш дарыгеринин кабыл алуусунда болду."),
)
AHEAD = (
    ("other", "Шаардык олимпиаданын экинчи айлампасына катышат.", None),
    ("other", "Көз дарыгерине жазылганбыз, акыркы сабактарга катыша албайт.", (5, 6)),
)
ENDINGS = ("sent", "accepted", "returned", "sent", "accepted", "withdrawn")
RETURNED = "Кайсы сабактарда болбогонун жана дарыгердин маалымкатын кошуп жөнөтүңүз."
NOTE = "Ата-энесинин кагазы класстык папкада."
BACK = timedelta(days=13)


def write(span: Span, cast: Cast, roster: Roster, leaders: list[Leading], signs: Signs) -> None:
    """The families of the first classes explain what was missed; elsewhere a leader wrote down a note on paper."""
    # A demo of another year has nobody who is away now.
    if span.today != timezone.localdate():
        return
    away = _away(span, signs)
    for place, leading in enumerate(leaders[:6]):
        pupils = [
            pupil for pupil in roster.pupils[leading.group.label] if pupil.student and not pupil.left_on
        ]
        families = [pupil for pupil in pupils if pupil.number in cast.families]
        if families:
            _of_families(span, cast, leading, families, away, is_behind=place == 1)
        elif missing := [pupil for pupil in pupils if away.get(pupil.number)]:
            on, lessons, sign = away[missing[0].number][-1]
            kind = "ill" if sign == "б" else "family"
            note: dict[str, Any] = {
                "student": missing[0].student,
                "away": _time(on, lessons),
                "kind": kind,
                "words": NOTE,
            }
            excuse = journal.send_excuse(by=leading.user, is_paper=True, **note)
            journal.accept_excuse(by=leading.user, excuse=excuse)


Days = dict[str, list[tuple[date, list[int], str]]]


def _away(span: Span, signs: Signs) -> Days:
    """By student the days of the last two weeks on which lessons were missed, with the lessons and the sign."""
    days: dict[tuple[str, date], list[int]] = defaultdict(list)
    for (number, on, lesson), sign in sorted(signs.items()):
        if sign != "о" and on >= span.today - BACK:
            days[number, on].append(lesson)
    found: Days = defaultdict(list)
    for (number, on), lessons in days.items():
        found[number].append((on, lessons, signs[number, on, lessons[0]]))
    return found


def _time(on: date, lessons: list[int]) -> journal.Away:
    """Lessons in a row, or the whole day."""
    if len(lessons) > 4 or lessons[-1] - lessons[0] >= len(lessons):
        return journal.Away(on, on)
    return journal.Away(on, on, lessons[0], lessons[-1])


def _of_families(
    span: Span, cast: Cast, leading: Leading, families: list[Pupil], away: Days, *, is_behind: bool
) -> None:
    told = 0
    for pupil in families:
        for on, lessons, sign in away.get(pupil.number, [])[-2:]:
            kind, words = ("ill", ILL) if sign == "б" else WORDS[told % len(WORDS)]
            excuse = journal.send_excuse(
                by=cast.families[pupil.number],
                student=_student(pupil),
                away=_time(on, lessons),
                kind=kind,
                words=words,
            )
            _end(cast, leading, pupil, excuse, "sent" if is_behind else ENDINGS[told % len(ENDINGS)])
            told += 1
    days = (day for n in range(1, 30) if span.is_school_day(day := span.today + timedelta(days=n)))
    ahead = next(days)
    for pupil, (kind, words, hours) in zip(families[-2:], AHEAD, strict=False):
        time = journal.Away(ahead, ahead, *(hours or ()))
        journal.send_excuse(
            by=cast.families[pupil.number], student=_student(pupil), away=time, kind=kind, words=words
        )
    if not is_behind:
        # On a free day nobody is missed; the next letter waits for a day of school.
        on = span.today if span.is_school_day(span.today) else next(days)
        time = journal.Away(on, on)
        journal.send_excuse(
            by=cast.users["guardian"], student=_student(families[0]), away=time, kind="ill", words=ILL
        )


def _student(pupil: Pupil) -> Student:
    assert pupil.student is not None
    return pupil.student


def _end(cast: Cast, leading: Leading, pupil: Pupil, excuse: "Excuse", ending: str) -> None:
    if ending == "accepted":
        journal.accept_excuse(by=leading.user, excuse=excuse)
    elif ending == "returned":
        journal.return_excuse(by=leading.user, excuse=excuse, words=RETURNED)
    elif ending == "withdrawn":
        journal.withdraw_excuse(by=cast.families[pupil.number], excuse=excuse)
