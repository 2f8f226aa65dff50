"""Inspections of the demo: a visit without remarks, checks of the papers with remarks in every state (1.2, 3.9)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jetekchi.journal import services
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.span import Span

if TYPE_CHECKING:
    from jetekchi.journal.models import Inspection, Remark

VISIT = {
    "kind": "class_hour",
    "subject": "«Ден соолук – башкы байлык» класстык сааты",
    "grade": "5",
    "words": "Окуучулар өздөрү сүйлөдү, ар бири жеке максатын жазды. Тажрыйбасын бирикмеде бөлүшүү сунушталат.",
}
GOOD = {
    "kind": "papers",
    "subject": "Класстык журнал жана өздүк иштер",
    "grade": "4",
    "words": "Кагаздар толтурулган, майда кемчиликтер бар.",
}
WEAK = {
    "kind": "papers",
    "subject": "Жарым жылдык план, журнал, иш жазуулар",
    "grade": "3",
    "words": "Жазуулар үзгүлтүктүү, план мөөнөтүнөн кеч тапшырылган.",
}
LESSON = {
    "kind": "lesson",
    "subject": "Тарбиялык сааттын сабак менен байланышы",
    "grade": "4",
    "words": "Сабактын максаты так, класс менен иш тынч жүрдү.",
}


def inspect(span: Span, cast: Cast, leaders: list[Leading]) -> None:
    """The exemplary leader has mended hers, the one who is behind has not, the third got one back."""
    head, study, director = (cast.users[login] for login in ("upbringing", "study", "director"))
    first = leaders[0]
    _held(span, head, first, 16, VISIT)
    good = _held(span, head, first, 11, GOOD)
    closed = _remark(span, head, first, good, "Эки өздүк иште медициналык маалымкат жок", "files", 7)
    _mended(first, closed, "Маалымкаттар алынып, папкаларга тигилди.")
    services.verify_remark(by=director, remark=closed, words="Папкалар көрүлдү.")
    waiting = _remark(span, head, first, good, "Октябрдын темалары кыскартылып жазылган", "journal", 5)
    _mended(first, waiting, "Темалар толук жазылды.")
    if len(leaders) > 1:
        weak = _held(span, study, leaders[1], 8, WEAK)
        _remark(span, study, leaders[1], weak, "Ноябрда иш жазуулар дээрлик жок, толуктаңыз", "work", 0)
        _remark(span, study, leaders[1], weak, "Планда аткарылган иштер белгиленген эмес", "plan", 6)
    if len(leaders) > 2:
        lesson = _held(span, head, leaders[2], 5, LESSON)
        returned = _remark(
            span, head, leaders[2], lesson, "Күндөлүктөргө ата-энелер кол койгон эмес", "diary", 4
        )
        _mended(leaders[2], returned, "Күндөлүктөр текшерилди.")
        services.send_back_remark(
            by=head,
            remark=returned,
            words="Үч күндөлүк дагы эле кол коюлбаган.",
            due_on=span.today + timedelta(days=3),
        )


def _held(span: Span, by: Any, one: Leading, days: int, check: dict[str, str]) -> "Inspection":
    on = span.last_school_day(span.today - timedelta(days=days))
    return services.record_inspection(by=by, class_group=one.group, check=services.Check(on=on, **check))


def _remark(
    span: Span, by: Any, one: Leading, about: "Inspection", words: str, paper: str, days: int
) -> "Remark":
    due_on = span.today + timedelta(days=days)
    assert one.user.person is not None
    new = services.NewRemark(words=words, addressee=one.user.person, due_on=due_on, paper=paper)
    return services.add_remark(by=by, inspection=about, remark=new)


def _mended(one: Leading, remark: "Remark", words: str) -> None:
    services.mend_remark(by=one.user, remark=remark, words=words)
