"""The figures of a term mark: the mean, what it proposes, who is not attested. Pure functions; all limits are settings.

No law that we could read sets them; the defaults are the usual practice of schools of the region (half up, x.50–x.59
left to the teacher, half-year by its two quarters with the later one deciding, at least 3, 5 or 7 marks at 1, 2 or more
lessons a week; the final mark by year and examination, one half towards the examination, not above a failed one).
Nothing computed ever takes the place of the teacher's mark.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

HALF, CENT = Decimal("0.5"), Decimal("0.01")


def mean_of(marks: Iterable[tuple[str, int]]) -> Decimal | None:
    """The weighted mean of the figures among the marks: Σ mark·weight / Σ weight, two decimals; None without figures."""
    figures = [(int(value), weight) for value, weight in marks if value.isdigit()]
    if not figures:
        return None
    weights = sum(weight for _value, weight in figures)
    total = sum(value * weight for value, weight in figures)
    return (Decimal(total) / weights).quantize(CENT, ROUND_HALF_UP)


def is_far(mean: Decimal | None, value: str, limit: Decimal) -> bool:
    """Whether the teacher's mark is looked at again: |mean − mark| ≥ limit; words have no distance."""
    return mean is not None and value.isdigit() and abs(mean - int(value)) >= limit


@dataclass(frozen=True)
class Rules:
    """The settings of the lyceum by which marks are proposed and students attested."""

    half: str
    choice: Decimal
    missed_share: Decimal
    least: tuple[int, int, int]
    far: Decimal
    final_half: str
    exam_limit: bool

    @classmethod
    def of(cls, settings: dict[str, Any]) -> "Rules":
        """The rules as the lyceum has set them."""
        share = {
            key: Decimal(str(settings[key])) for key in ("round_choice", "na_missed_share", "divergence_flag")
        }
        first, second, third = (int(settings[f"na_min_marks_{hours}"]) for hours in (1, 2, 3))
        return cls(
            half=settings["round_half"],
            choice=share["round_choice"],
            missed_share=share["na_missed_share"],
            least=(first, second, third),
            far=share["divergence_flag"],
            final_half=settings["final_half"],
            exam_limit=settings["final_exam_limit"],
        )

    def least_marks(self, hours: int) -> int:
        """How many marks attest a student, at so many lessons of the subject a week."""
        return self.least[min(max(hours, 1), 3) - 1]


def proposals(mean: Decimal | None, rules: Rules) -> tuple[str, ...]:
    """What the mean proposes: one mark; two between which the teacher chooses (x.50 up to the width of choice); nothing."""
    if mean is None:
        return ()
    whole = int(mean)
    rest = mean - whole
    if HALF <= rest < HALF + rules.choice:
        return str(whole), str(whole + 1)
    is_up = rest > HALF or (rest == HALF and rules.half == "up")
    return (str(whole + is_up),)


def proposals_of_parts(values: Sequence[str], rules: Rules, *, later_decides: bool) -> tuple[str, ...]:
    """What the marks of the parts propose for the whole: the mean of the figures; exempt parts do not count.

    Nothing while a part has no mark, is not attested or not passed: that is the teacher's to judge. All passed is
    passed, all exempt is exempt. Of a half-year the tie goes to the later quarter, of a year it is rounded like a mean.
    """
    counted = [value for value in values if value != "exempt"]
    if not values or not all(values) or {"na", "fail"} & set(values):
        return ()
    if not counted:
        return ("exempt",)
    figures = [value for value in counted if value.isdigit()]
    if not figures:
        return ("pass",)
    mean = mean_of((value, 1) for value in figures)
    if later_decides and mean is not None and mean - int(mean) == HALF:
        later = int(figures[-1])
        return (str(int(mean) + (later > mean)),)
    return proposals(mean, rules)


def proposals_of_final(year: str, exam: str, rules: Rules) -> tuple[str, ...]:
    """What year and examination propose for the final mark: their mean, one half rounded as the lyceum has set.

    Who is exempt from the examination keeps the mark of the year. Nothing while one of both has no mark, is not
    attested or not passed, or where one is a figure and the other a word: that is the teacher's to judge.
    """
    if not year or not exam or {"na", "fail"} & {year, exam}:
        return ()
    if exam == "exempt" or year == exam:
        return (year,)
    if not (year.isdigit() and exam.isdigit()):
        return ()
    if rules.exam_limit and exam == "2":
        return ("2",)
    low, is_half = divmod(int(year) + int(exam), 2)
    is_up = exam > year if rules.final_half == "exam" else rules.final_half == "up"
    return (str(low + bool(is_half and is_up)),)


@dataclass(frozen=True)
class Presence:
    """Lessons of a subject in a term: how many were held for the student, how many missed, of these for a valid reason."""

    lessons: int = 0
    missed: int = 0
    valid: int = 0
    hours: int = 0


def advice(presence: Presence, marks: int, rules: Rules) -> str:
    """`na` where the student missed at least the set share of lessons and has too few marks; else nothing.

    `extension` instead where more than half of the missed lessons have a valid reason: then time and a plan to make
    them up are due, not «not attested».
    """
    if not presence.lessons or marks >= rules.least_marks(presence.hours):
        return ""
    if Decimal(presence.missed) / presence.lessons < rules.missed_share:
        return ""
    return "extension" if presence.valid * 2 > presence.missed else "na"
