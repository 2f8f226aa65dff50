"""Class hours and events of the demo: held from the plan and beside it, an outing counted, another being settled."""

from datetime import date, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from jetekchi.organisation.models import Student
from jetekchi.organisation.selectors import listed_students
from jetekchi.plan import selectors, services
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.papers import Pens
from jetekchi.workplace.services.demo.span import Span

if TYPE_CHECKING:
    from jetekchi.plan.models import Event

HOURS = (
    ("Менин укугум жана милдетим", "тегерек стол", "Класстын эрежелери чогуу макулдашылды."),
    ("Ден соолук – башкы байлык", "талкуу", "Ар бир окуучу жеке максатын жазды."),
    ("Манас – элдин руху", "окуу жана талкуу", "Үзүндүлөр жатка айтылды, маанисин талкуулашты."),
    ("Интернеттеги коопсуздук", "дебат", "Купуя сөздүн жана сырсөздүн эрежелери түзүлдү."),
)
REFLECTION = (
    "Окуучулар өз мисалдарын айтышты; кийинки жолу убакытты азыраак сүйлөөгө, көбүрөөк ишке бөлүү керек."
)
MUSEUM = {"theme": "Тарых музейине экскурсия", "place": "Улуттук тарых музейи", "method": "экскурсия"}
CLINIC = {
    "theme": "Университеттин клиникасы менен таанышуу",
    "place": "Медициналык университет",
    "method": "экскурсия",
}
CONCERT = {"theme": "Нооруз майрамына даярдык", "place": "актылар залы", "method": "долбоор"}
GAP = "Тобокелдик баасы жана макулдуктар кагаз түрүндө алынган, көчүрмөлөрү тарбия бөлүмүндө турат."

MISSING = "Бир окуучуну ата-энеси музейден алып кеткен, жетекчи телефон менен сүйлөшүп тактады."


def write_events(
    rng: Random, span: Span, cast: Cast, pens: Pens, leaders: list[Leading], cares: list[float]
) -> None:
    """Each diligent leader holds class hours; the first one an outing with counts, and settles the next one."""
    services.ensure_event_kinds()
    for place, (one, care) in enumerate(zip(leaders, cares, strict=True)):
        if care > 0.3:
            _hours(rng, span, one, 3 if care >= 1 else 1 + place % 2)
    _past_outing(span, cast, leaders[0], everybody_back=True)
    if len(leaders) > 2:
        _past_outing(span, cast, leaders[2], everybody_back=False)
    _next_outing(rng, span, cast, pens, leaders[0], is_approved=False)
    if len(leaders) > 1:
        _next_outing(rng, span, cast, pens, leaders[-1], is_approved=True)
        _invite(span, leaders)


def _pupils(one: Leading) -> tuple[Student, ...]:
    return tuple(listed_students(one.group))


def _event(one: Leading, kind: str, on: date, students: tuple[Student, ...], **more: Any) -> "Event":
    occasion = services.Occasion(kind=kind, on=on, students=students, **more)
    return services.plan_event(by=one.user, class_group=one.group, occasion=occasion)


def _hours(rng: Random, span: Span, one: Leading, count: int) -> None:
    days = [day for day in span.school_days() if day >= one.terms[-1][0]][-40:]
    pupils = _pupils(one)
    for (theme, method, result), day in zip(HOURS[:count], days[::12], strict=False):
        there = tuple(one for one in pupils if rng.random() > 0.06) or pupils
        event = _event(one, "class_hour", day, there, theme=theme, method=method, organisers=there[:2])
        services.hold_event(by=one.user, event=event, result=result, reflection=REFLECTION)


def _past_outing(span: Span, cast: Cast, one: Leading, *, everybody_back: bool) -> None:
    """Held before the system knew risk assessments: the gap is opened with its reason, the counts are kept."""
    pupils, adults = _pupils(one), tuple(cast.teachers[-2:])
    day = span.last_school_day(span.today - timedelta(days=9))
    event = _event(
        one, "excursion", day, pupils, **MUSEUM, starts_at=time(13), is_outside=True, adults=adults,
        organisers=pupils[:1],
    )  # fmt: skip
    services.open_gap(by=cast.users["upbringing"], event=event, reason=GAP)
    came = pupils[:-1]
    services.count_heads(by=one.user, event=event, point="out", here=came, place="лицейдин короосу")
    services.count_heads(by=one.user, event=event, point="way", here=came, place="музей")
    back = services.count_heads(by=one.user, event=event, point="back", here=came[:-1])
    if everybody_back:
        note = "Ата-энеси жолдон алып кеткен, телефон менен такталды."
        services.count_heads(by=one.user, event=event, point="back", here=came, corrects=back, note=note)
    services.hold_event(
        by=one.user, event=event, result="Экспозиция көрүлдү, дептерге жазылды.",
        missing_words="" if everybody_back else MISSING,
    )  # fmt: skip


def _next_outing(rng: Random, span: Span, cast: Cast, pens: Pens, one: Leading, *, is_approved: bool) -> None:
    """The next outing is being settled: hazards submitted or approved, families asked, some answers there."""
    pupils, day = _pupils(one), span.today + timedelta(days=6)
    event = _event(
        one, "clinic", day, pupils, **CLINIC, starts_at=time(10), is_outside=True,
        adults=tuple(cast.teachers[-2:]), organisers=pupils[1:2],
    )  # fmt: skip
    services.fill_usual_hazards(by=one.user, event=event)
    services.submit_risk(by=one.user, event=event)
    if is_approved:
        head = cast.users["upbringing"]
        services.approve_risk(by=head, event=event, confirmation=pens.of(head))
    services.ask_consents(by=one.user, event=event)
    for row in selectors.consents_of(event):
        if rng.random() < 0.35:
            continue
        guardian = row.guardians[0] if row.guardians else None
        # Who has a login answers there: the demo's guardian finds the question on the first page.
        if (guardian is None and not row.is_of_age) or (guardian and hasattr(guardian.person, "user")):
            continue
        services.say_consent(
            by=one.user, event=event, student=row.student, part=True, picture=rng.random() < 0.8,
            guardian=guardian, how=rng.choice(("paper", "phone")),
        )  # fmt: skip


def _invite(span: Span, leaders: list[Leading]) -> None:
    """The first class invites others: one comes with its students, the next one has not answered."""
    host = leaders[0]
    event = _event(host, "lyceum", span.today + timedelta(days=4), _pupils(host), **CONCERT)
    services.invite_classes(by=host.user, event=event, classes=[one.group for one in leaders[1:4]])
    guest = leaders[1]
    invitation = event.invitations.get(class_group=guest.group)
    services.answer_invitation(
        by=guest.user, invitation=invitation, accepts=True, students=_pupils(guest)[:6], remark="алты окуучу"
    )
