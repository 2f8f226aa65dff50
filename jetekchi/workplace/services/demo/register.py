"""What teachers wrote into the journal: topics, homework, works and marks that fit the term marks; and what they forgot."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from jetekchi.journal import services as journal
from jetekchi.journal.selectors import members_of, unguarded_lessons
from jetekchi.organisation.models import ClassGroup
from jetekchi.workplace.services.demo import lesson_words
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.lessons import lately
from jetekchi.workplace.services.demo.marks import Signs, TermMarks
from jetekchi.workplace.services.demo.roster import Pupil, Roster
from jetekchi.workplace.services.demo.span import Span

if TYPE_CHECKING:
    from jetekchi.journal.models import Lesson, MarkKind

KINDS = (
    ("test", "Текшерүү иши", "Контрольная работа", "Test", "Т", 3),
    ("own", "Өз алдынча иш", "Самостоятельная работа", "Independent work", "Ө", 2),
    ("lab", "Лабораториялык иш", "Лабораторная работа", "Laboratory work", "Л", 2),
)
LABORATORIES = ("Биология", "Химия", "Физика")
# Two days of the week have a test; every sixth lesson of a subject a smaller work.
TEST_DAYS, EVERY = (1, 3), 6
ANSWERS, NEAR = 0.17, 0.5
SAID = {"б": "ill", "у": "valid", "н": "without", "о": "late"}
CANCELLED = "Мугалим иш сапарында болду"
# What is forgotten, in the order in which one class after the other begins; never in a closed half-year.
LAPSES = ("topic", "reason", "roll", "homework", "work", "absent", "homework", "no_lesson")
LEAST, MORE = 3, 6


@dataclass(frozen=True)
class Given:
    """The term marks and the signs of missed lessons that were imported."""

    marks: TermMarks
    signs: Signs


def keep(
    luck: Callable[[str], Random], span: Span, cast: Cast, roster: Roster, cares: list[float], given: Given
) -> None:
    """Every lesson that is over is written about, but for a handful in each class; rolls of all but those."""
    kinds = {
        key: journal.save_kind(
            by=cast.users["study"], name=ky, name_ru=ru, name_en=en, symbol=sign, weight=weight, is_test=key == "test"
        )
        for key, ky, ru, en, sign, weight in KINDS
    }  # fmt: skip
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in unguarded_lessons(roster.groups, span.start, span.end):
        lessons[lesson.class_group_id].append(lesson)
    books = []
    for place, (group, care) in enumerate(zip(roster.groups, cares, strict=True)):
        rng = luck(f"register {group.label}")
        book = Book(rng, span, roster.pupils[group.label], lessons[group.pk], kinds, given)
        book.fill(_begun(span, group, place))
        book.forget(place, min(LEAST + round(MORE * (1 - care)), len(LAPSES)))
        book.give_marks()
        books.append(book)
    journal.carry_over_lessons(by=None, lessons=[page for book in books for page in book.pages])
    for book in books:
        for lesson in book.cancelled:
            journal.cancel_lesson(by=cast.users["study"], lesson=lesson, reason=CANCELLED)
    without = {pk for book in books for pk in book.without_roll}
    journal.take_rolls_of_days(by=None, first=span.start, last=span.today, without=without)
    for book in books:
        book.say_unknown()


def _begun(span: Span, group: ClassGroup, place: int) -> int:
    """At which lesson of the year's row the record of a class begins."""
    weeks = 0 if place == 0 else (lately(span) - span.start).days // 7
    return weeks * 4 + (30 if group.label.startswith("11") else 0)


class Book:
    """The journal of one class."""

    def __init__(
        self,
        rng: Random,
        span: Span,
        pupils: list[Pupil],
        lessons: "Iterable[Lesson]",
        kinds: "dict[str, MarkKind]",
        given: Given,
    ) -> None:
        self.rng, self.span, self.kinds, self.given = rng, span, kinds, given
        self.pupils = [pupil for pupil in pupils if pupil.student]
        self.lessons = sorted(lessons, key=lambda one: (one.on, one.number))
        self.members = members_of(part__in={one.part_id for one in self.lessons if one.part_id})
        self.pages: list[journal.CarriedLesson] = []
        self.cancelled: list[Lesson] = []
        self.without_roll: set[int] = set()
        self.unknown: tuple[Lesson, Pupil] | None = None
        self.unmarked: set[int] = set()
        # By student, subject and term: the sum of the marks by weight, and of the weights.
        self.sums: dict[tuple[str, str, int], tuple[int, int]] = {}

    def fill(self, begun: int) -> None:
        """Every lesson before the run's day; of the days to come only the tests that are announced."""
        tests, counts = self._tests(), Counter[tuple[str, int | None]]()
        for lesson in self.lessons:
            subject = lesson.subject.name
            place = begun + counts[subject, lesson.part_id]
            counts[subject, lesson.part_id] += 1
            kind = self.kinds["test"] if lesson.pk in tests else self._work(subject, place - begun + 1)
            if lesson.on >= self.span.today:
                if kind and lesson.pk in tests:
                    self.pages.append(journal.CarriedLesson(lesson, kind=kind))
                continue
            topic = lesson_words.topic_of(subject, place)
            homework = "" if lesson.pk in tests else lesson_words.homework_of(subject, place)
            if kind:
                topic = f"{kind.name}. {lesson_words.subject_of_work(subject, place)}"
            page = journal.CarriedLesson(lesson, topic, homework or lesson_words.REVISION, kind)
            self.pages.append(page)

    def _tests(self) -> set[int]:
        """On two days a week the subject that had the fewest tests writes one."""
        of_days: dict[tuple[int, int], list[Lesson]] = defaultdict(list)
        for lesson in self.lessons:
            if lesson.on.weekday() in TEST_DAYS and lesson.part_id is None:
                of_days[lesson.on.isocalendar()[1], lesson.on.toordinal()].append(lesson)
        written, found = Counter[int](), set()
        for _day, lessons in sorted(of_days.items(), key=lambda item: item[0][1]):
            chosen = min(lessons, key=lambda one: (written[one.subject_id], one.number))
            written[chosen.subject_id] += 1
            found.add(chosen.pk)
        return found

    def _work(self, subject: str, count: int) -> "MarkKind | None":
        if count % EVERY:
            return None
        return self.kinds["lab" if subject in LABORATORIES else "own"]

    def give_marks(self) -> None:
        """Marks of every lesson that is over, but for those that were forgotten."""
        for page in self.pages:
            if page.lesson.on < self.span.today and page.lesson.pk not in self.unmarked:
                page.marks = self._marks(page.lesson, page.kind) | page.marks

    def _marks(self, lesson: "Lesson", kind: "MarkKind | None") -> dict[int, str]:
        found = {}
        for pupil in self.pupils:
            chance = 0.97 if kind else ANSWERS * (2 if pupil.story == "gifted" else 1)
            if self.rng.random() < chance and self._was_there(pupil, lesson):
                assert pupil.student is not None
                if value := self._mark(pupil, lesson, kind.weight if kind else 1):
                    found[pupil.student.pk] = value
        return found

    def _was_there(self, pupil: Pupil, lesson: "Lesson") -> bool:
        if self.unknown == (lesson, pupil):
            return False
        if not self._learns(pupil, lesson):
            return False
        if lesson.on < pupil.from_on or (pupil.left_on and lesson.on >= pupil.left_on):
            return False
        return self.given.signs.get((pupil.number, lesson.on, lesson.number), "о") == "о"

    def _learns(self, pupil: Pupil, lesson: "Lesson") -> bool:
        """Whether the lesson is the pupil's: one of the whole class, or of the own part."""
        return pupil.student is not None and self.members.learns(lesson.part_id, pupil.student.pk, lesson.on)

    def _mark(self, pupil: Pupil, lesson: "Lesson", weight: int) -> str:
        """Mostly the mark of the term, sometimes one above or below; who falls gets lower ones from October on."""
        quarter = int(lesson.on >= self.span.rest_from)
        key = (pupil.number, lesson.subject.name, quarter)
        term = self.given.marks.get(key, str(round(pupil.talent)))
        if term == "осв":
            return ""
        middle = int(term) if term.isdigit() else 3
        lower = 0.16
        if pupil.story == "falling" and not quarter and lesson.on > self.span.start + timedelta(days=30):
            lower = 0.6
        turned = self.rng.random()
        value = min(5, max(2, middle - (turned < lower) + (turned > 0.84)))
        # No mark takes the mean so far away that the teacher's own mark of the term looks wrong.
        total, weights = self.sums.get(key, (0, 0))
        if abs((total + value * weight) / (weights + weight) - middle) > NEAR:
            value = min(5, max(2, middle))
        self.sums[key] = total + value * weight, weights + weight
        return str(value)

    def forget(self, begin: int, count: int) -> None:
        """So many lapses of the last days, of different kinds."""
        recent = [page for page in self.pages if lately(self.span) <= page.lesson.on < self.span.today]
        self.rng.shuffle(recent)
        for number in range(2 * len(LAPSES)):
            # Where one kind finds no place, the next one takes it.
            lapse = LAPSES[(begin + number) % len(LAPSES)]
            chosen = next((page for page in recent if self._fits(page, lapse)), None)
            if count and chosen:
                recent.remove(chosen)
                self._lapse(chosen, lapse)
                count -= 1

    def _fits(self, page: journal.CarriedLesson, lapse: str) -> bool:
        """Whether something of this kind could have been forgotten there."""
        on = page.lesson.on
        if lapse == "reason":
            late = self.span.last_school_day(self.span.today - timedelta(days=3))
            is_free = self.unknown is None and page.kind is None
            return is_free and on == late and bool(self._there_all_day(page.lesson))
        if lapse == "work":
            return page.kind is not None and on <= self.span.today - timedelta(days=6)
        if lapse == "absent":
            return page.kind is None and bool(self._absent(page.lesson))
        return page.kind is None

    def _lapse(self, page: journal.CarriedLesson, lapse: str) -> None:
        lesson = page.lesson
        if lapse in ("topic", "homework"):
            setattr(page, lapse, "")
        elif lapse == "work":
            self.unmarked.add(lesson.pk)
        elif lapse == "absent":
            absent = self._absent(lesson)[0]
            if absent.student and (value := self._mark(absent, lesson, 1)):
                page.marks[absent.student.pk] = value
        elif lapse == "roll":
            self.unmarked.add(lesson.pk)
            self.without_roll.add(lesson.pk)
        elif lapse == "no_lesson":
            present = [one.student.pk for one in self.pupils if one.student and self._was_there(one, lesson)]
            page.marks = dict.fromkeys(present[:1], "5")
            self.unmarked.add(lesson.pk)
            self.without_roll.add(lesson.pk)
            self.cancelled.append(lesson)
        else:
            missing = self.rng.choice(self._there_all_day(lesson))
            self.unknown = lesson, missing
            self.without_roll.add(lesson.pk)

    def _there_all_day(self, lesson: "Lesson") -> list[Pupil]:
        """Of whom nothing else is known on that day: no excuse takes the missing reason away."""
        missed = {number for number, on, _lesson in self.given.signs if on == lesson.on}
        return [
            one
            for one in self.pupils
            if one.number not in missed and not one.story and self._was_there(one, lesson)
        ]

    def _absent(self, lesson: "Lesson") -> list[Pupil]:
        return [
            pupil
            for pupil in self.pupils
            if self._learns(pupil, lesson)
            and pupil.from_on <= lesson.on
            and not pupil.left_on
            and self.given.signs.get((pupil.number, lesson.on, lesson.number), "о") != "о"
        ]

    def say_unknown(self) -> None:
        """The roll in which somebody is missing and nobody knows why."""
        if self.unknown is None:
            return
        lesson, missing = self.unknown
        marks = {}
        for pupil in self.pupils:
            sign = self.given.signs.get((pupil.number, lesson.on, lesson.number), "")
            if (
                pupil.student
                and sign
                and self._learns(pupil, lesson)
                and pupil.from_on <= lesson.on
                and not pupil.left_on
            ):
                marks[pupil.student.pk] = journal.Mark(SAID[sign], 10 if sign == "о" else None)
        if missing.student:
            marks[missing.student.pk] = journal.Mark("unknown")
        teacher = getattr(lesson.teacher.person, "user", None)
        journal.take_roll(by=teacher, lesson=lesson, marks=marks)
