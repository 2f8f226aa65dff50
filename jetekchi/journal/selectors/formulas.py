"""The figures of study and attendance: pure functions of counts, exact inside, rounded half-up when they are said.

The formulas are the ones that schools of the region print in their half-year papers (as the help pages of an
electronic journal, lyc.zelenogorsk.ru, describe them); the degree of learning (СОУ) is V. P. Simonov's of 1999.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jetekchi.core.dates import round_half_up

FIGURES = ("5", "4", "3", "2")
COUNTED = (*FIGURES, "na")
# Weights of Simonov's degree of learning for the figures; the one of «not attested» is a setting of the lyceum.
SOU_WEIGHTS = {"5": 100, "4": 64, "3": 36, "2": 16}


def share(part: int, whole: int) -> Decimal | None:
    """part / whole · 100 with one decimal, half-up; None (printed as a dash) when there is no whole."""
    return round_half_up(Fraction(part * 100, whole), 1) if whole else None


def ratio(part: int, whole: int, places: int = 2) -> Decimal | None:
    """part / whole with two decimals, half-up; None when there is no whole."""
    return round_half_up(Fraction(part, whole), places) if whole else None


@dataclass(frozen=True)
class SubjectTerm:
    """One subject of one class in one term: the raw counts and the four figures made of them."""

    term_number: int
    subject: str
    n: int
    n5: int
    n4: int
    n3: int
    n2: int
    na: int
    success: Decimal | None
    quality: Decimal | None
    sou: Decimal | None
    mean: Decimal | None
    term_id: int = 0
    subject_id: int = 0
    exempt: int = 0
    passed: int = 0
    not_passed: int = 0
    unmarked: int = 0


def subject_term(
    values: Iterable[str],
    *,
    listed: int,
    na_weight: int,
    term_number: int = 0,
    subject: str = "",
    term_id: int = 0,
    subject_id: int = 0,
) -> SubjectTerm:
    """Figures of a subject from the marks of those who stand on the list at the term's end.

    N = on the list − exempt − without a mark; «not attested» stays in N. Pass and fail are words of their own and
    leave N too. Success = (n5+n4+n3)/N, quality = (n5+n4)/N, degree of learning = (100·n5 + 64·n4 + 36·n3 +
    16·n2 + w·n_na)/N, mean = sum of figures / number of figures.
    """
    n = Counter(values)
    whole = sum(n[value] for value in COUNTED)
    weighted = sum(SOU_WEIGHTS[value] * n[value] for value in FIGURES) + na_weight * n["na"]
    marked = whole - n["na"]
    return SubjectTerm(
        term_number=term_number,
        subject=subject,
        n=whole,
        n5=n["5"],
        n4=n["4"],
        n3=n["3"],
        n2=n["2"],
        na=n["na"],
        success=share(n["5"] + n["4"] + n["3"], whole),
        quality=share(n["5"] + n["4"], whole),
        sou=ratio(weighted, whole, 1),
        mean=ratio(sum(int(value) * n[value] for value in FIGURES), marked),
        term_id=term_id,
        subject_id=subject_id,
        exempt=n["exempt"],
        passed=n["pass"],
        not_passed=n["fail"],
        unmarked=listed - sum(n.values()),
    )


def is_failing(values: Sequence[str]) -> bool:
    """At least one 2, «not attested» or «not passed»."""
    return any(value in ("2", "na", "fail") for value in values)


def levels(values: Sequence[str]) -> frozenset[str]:
    """How a student finished the term: excellent, good, one_four, one_three, failing, succeeding, quality, counted.

    Excellent: every figure is a 5. Good: only 5 and 4 with at least one 4 (one_four: exactly one). One_three: the
    only mark below 4 is one single 3. Exempt subjects and those passed without a figure do not spoil a level.
    """
    n = Counter(value for value in values if value != "exempt")
    if not n:
        return frozenset()
    found = {"counted"}
    if is_failing(values):
        return frozenset({*found, "failing"})
    found.add("succeeding")
    if not any(n[value] for value in FIGURES):
        return frozenset(found)
    if n["3"] == 0:
        found |= {"quality", "good" if n["4"] else "excellent"}
        if n["4"] == 1:
            found.add("one_four")
    elif n["3"] == 1:
        found.add("one_three")
    return frozenset(found)


@dataclass(frozen=True)
class ClassTerm:
    """A class in one term, counted by student."""

    term_number: int
    n: int
    excellent: int
    good: int
    one_four: int
    one_three: int
    failing: int
    success: Decimal | None
    quality: Decimal | None
    listed: int = 0
    term_id: int = 0


def class_term(
    students: Iterable[Sequence[str]], *, listed: int, term_number: int = 0, term_id: int = 0
) -> ClassTerm:
    """Figures of a class from each student's marks of the term.

    N = students on the list at the term's end with at least one mark that is not «exempt». Success = students
    without 2 and without «not attested» / N, quality = (excellent + good) / N.
    """
    n: Counter[str] = Counter()
    for values in students:
        n.update(levels(values))
    whole = n["counted"]
    return ClassTerm(
        term_number=term_number,
        n=whole,
        excellent=n["excellent"],
        good=n["good"],
        one_four=n["one_four"],
        one_three=n["one_three"],
        failing=n["failing"],
        success=share(n["succeeding"], whole),
        quality=share(n["quality"], whole),
        listed=listed,
        term_id=term_id,
    )


@dataclass(frozen=True)
class AbsenceCount:
    """Missed lessons of a class or a student over a period; coming late is counted apart."""

    missed: int
    ill: int
    valid: int
    unexcused: int
    late: int
    days: int
    per_student: Decimal | None
    unexcused_share: Decimal | None
    # Missed with a reason that nobody has told yet; part of what is missed.
    unknown: int = 0
    # Of the lessons with a roll: places of students who had to be there, those that stayed empty, the share of the rest.
    places: int = 0
    empty_places: int = 0
    attendance: Decimal | None = None


def absence_count(
    kinds: Counter[str], *, days: int, students: int, places: int = 0, empty_places: int = 0
) -> AbsenceCount:
    """Missed = ill + valid + unexcused + not known yet; per student = missed / N; share of unexcused = unexcused / missed.

    Attendance = (places − empty places) / places over the lessons whose roll was taken; a dash where none was.
    """
    missed = kinds["ill"] + kinds["valid"] + kinds["unexcused"] + kinds["unknown"]
    return AbsenceCount(
        missed=missed,
        ill=kinds["ill"],
        valid=kinds["valid"],
        unexcused=kinds["unexcused"],
        late=kinds["late"],
        days=days,
        per_student=ratio(missed, students),
        unexcused_share=share(kinds["unexcused"], missed),
        unknown=kinds["unknown"],
        places=places,
        empty_places=empty_places,
        attendance=share(places - empty_places, places),
    )
