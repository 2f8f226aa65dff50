"""Self-government and library work of the demo: offices held, a secret ballot counted and one open, books asked and read."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from jetekchi.organisation.models import Student
from jetekchi.organisation.selectors import listed_students
from jetekchi.plan import services
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.span import Span

if TYPE_CHECKING:
    from jetekchi.plan.models import Election

# A ballot needs voters; a smaller class chooses in its meeting.
ENOUGH = 10
SECTORS = ("study", "culture", "sport", "health", "press")
WORDS = (
    "Нөөмөт графигин ар бир апта жарыялайм, бардык сунуштарды класстык саатта чогуу карайбыз.",
    "Окуудагы кыйынчылыктар боюнча жуптарды түзөм: ким эмнени жакшы билсе, ошону үйрөтөт.",
    "Клиникага жана китепканага барууларды уюштурам, класстын дубал газетасын жандандырам.",
)
TITLES = (
    "Х. Сапин, Г. Билич. Адам анатомиясы",
    "Т. Гнатюк. Биринчи жардам: окуучунун китеби",
    "Ч. Айтматов. Тоолор кулаганда",
    "А. Чехов. № 6 палата",
)


def live(luck: Random, span: Span, cast: Cast, leaders: list[Leading], cares: list[float]) -> None:
    """The exemplary class in full, diligent ones in part; the second leader is behind here too."""
    services.ensure_offices()
    for place, (leading, care) in enumerate(zip(leaders, cares, strict=True)):
        students = list(listed_students(leading.group))
        if care < 0.5 or len(students) < 3:
            continue
        _hold_offices(luck, span, leading, students, is_full=place == 0)
        if place < 4 and len(students) >= ENOUGH:
            _elect(luck, span, cast, leading, students)
        if place == 0 and len(students) >= ENOUGH:
            _open_vote(span, cast, leading, students)
        _read(span, cast, leading, students, place)


def _hold_offices(
    luck: Random, span: Span, leading: Leading, students: list[Student], *, is_full: bool
) -> None:
    """The meeting of the class chose in the first weeks; the monitor until yesterday where a ballot follows."""
    by, group = leading.user, leading.group
    first = span.last_school_day(span.start + timedelta(days=10))
    # Where a ballot follows today, the meeting's choice held until yesterday.
    last = span.today - timedelta(days=1) if len(students) >= ENOUGH else group.year.end_on
    held: dict[str, Any] = {"class_group": group, "from_on": first}
    chosen = luck.sample(students, k=min(len(students), 1 + len(SECTORS)))
    monitor = services.office_of("monitor")
    services.seat_by_meeting(by=by, office=monitor, student=chosen[0], until_on=max(last, first), **held)
    for code, student in zip(SECTORS if is_full else SECTORS[:3], chosen[1:], strict=False):
        term = services.seat_by_meeting(
            by=by, office=services.office_of(code), student=student, until_on=group.year.end_on, **held
        )
        if code == "press":
            services.give_assignment(
                by=by, term=term, title="Мугалимдер күнүнө дубал газетасын чыгаруу",
                due_on=span.today + timedelta(days=5),
            )  # fmt: skip
        elif code == "study":
            given = services.give_assignment(
                by=by,
                term=term,
                kind="report",
                title="Чейрек боюнча окуу секторунун отчёту",
                due_on=span.today,
            )
            report = "Жуптар менен сабактан кийин он жолу жыйналдык, алгебрадан үч окуучунун баасы көтөрүлдү."
            services.report_assignment(by=by, assignment=given, report=report)


def _announce(
    leading: Leading, code: str, span: Span, candidates: list[Student], secretary: Student
) -> "Election":
    by = leading.user
    election = services.announce_election(
        by=by, class_group=leading.group, office=services.office_of(code), vote_on=span.today,
        term_from=span.today, term_until=leading.group.year.end_on,
        chair=by.person.short_name if by.person else "", secretary=secretary.person.short_name,
    )  # fmt: skip
    for student, words in zip(candidates, WORDS, strict=False):
        services.name_candidate(by=by, election=election, student=student, words=words)
    return election


def _elect(luck: Random, span: Span, cast: Cast, leading: Leading, students: list[Student]) -> None:
    """The monitor is elected today, with slips; who has an account votes with it."""
    *candidates, secretary = luck.sample(students, k=4)
    election = _announce(leading, "monitor", span, candidates, secretary)
    services.open_voting(by=leading.user, election=election)
    own = {user.person_id: user for user in (cast.users.get("student"), cast.users.get("listener")) if user}
    lines = [luck.choices((1, 2, 3, 0), weights=(11, 6, 5, 2))[0] for _student in students]
    without = [student for student in students if student.person_id not in own]
    for student in students:
        if user := own.get(student.person_id):
            services.vote(by=user, election=election, line=lines.pop())
    codes = services.print_voting_slips(by=leading.user, election=election, students=without)
    for code, line in zip(codes, lines, strict=False):
        services.vote_with_slip(by=leading.user, election=election, code=code, line=line)
    services.close_voting(by=leading.user, election=election)


def _open_vote(span: Span, cast: Cast, leading: Leading, students: list[Student]) -> None:
    """A vote that waits for the student of the demo."""
    others = [student for student in students if student.person_id != cast.users["student"].person_id]
    services.open_voting(by=leading.user, election=_announce(leading, "deputy", span, others[:2], others[2]))


def _read(span: Span, cast: Cast, leading: Leading, students: list[Student], place: int) -> None:
    """A request that the librarian answered, one that waits, one to the university; a list and a visit."""
    by, group = leading.user, leading.group
    soon = span.today + timedelta(days=6)
    asked = services.ask_library(
        by=by, class_group=group, library="lyceum", theme="Анатомия жана биринчи жардам", needed_on=soon,
        details="Класстык саатка 12–15 китеп керек.",
    )  # fmt: skip
    if place % 3 == 1:
        return
    services.answer_request(
        by=cast.users["librarian"], request=asked, theme="medicine", titles="\n".join(TITLES),
        text="Он төрт китеп бар, үчүнчү залда даярдалды. Алып кетүүгө эки окуучу жибериңиз.",
    )  # fmt: skip
    services.make_reading_list(
        by=by, class_group=group, theme="career", title="Дарыгер, медайым, фармацевт", for_whom=group.label,
        titles="Н. Амосов. Ой жана жүрөк\nА. Кронин. Цитадель",
    )  # fmt: skip
    visit = services.plan_visit(
        by=by, class_group=group, library="university", on=span.last_school_day(span.today - timedelta(days=8)),
        purpose="Медициналык атластар менен таанышуу",
    )  # fmt: skip
    services.finish_visit(
        by=by,
        visit=visit,
        students=students,
        outcome="Ар бир топ бир органдын атласын тандап, кыскача баяндады.",
    )
    if place == 0:
        services.ask_library(
            by=by,
            class_group=group,
            library="university",
            theme="Кесип тандоо боюнча китептер",
            needed_on=soon,
        )
