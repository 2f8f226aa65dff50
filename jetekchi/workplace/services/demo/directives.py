"""Directives of the half-year in every state: done, open, overdue, with a reason given."""

from datetime import timedelta

from jetekchi.documents import services
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.span import Span

TEXTS = (
    "Класстын өздүк иштерин толуктап, жетишпеген маалымкаттарды алуу.",
    "Кышкы мезгилдеги жол эрежелери боюнча нускамалоо өткөрүп, журналды көрсөтүү.",
    "Ата-энелердин байланыш маалыматын тактап, тизмени тапшыруу.",
    "Эвакуация машыгуусуна класстын катышуусун камсыз кылуу.",
    "Класс бөлмөсүнүн күзөт тизмесин жаңыртуу.",
)
DONE = "Аткарылды: тизме толукталып, көчүрмөсү окуу бөлүмүнө берилди."
REASON = "Эки окуучунун маалымкаты бейтапканадан келе элек, сурам жөнөтүлгөн."


def issue_directives(span: Span, cast: Cast, leaders: list[Leading]) -> None:
    """About every second leader has one; the exemplary one has done hers, the one who is behind is overdue."""
    for place, leading in enumerate(leaders):
        user = leading.user
        if user.person is None or (place > 3 and place % 2):
            continue
        is_overdue = place == 1
        given_on = span.last_school_day(span.today - timedelta(days=24 - place % 5))
        directive = services.issue_directive(
            by=cast.users["preuni" if place % 3 == 0 else "director"],
            number=f"{40 + place}-Т",
            given_on=given_on,
            text=TEXTS[place % len(TEXTS)],
            executor=user.person,
            due_on=span.today - timedelta(days=4)
            if is_overdue
            else span.today + timedelta(days=6 + place % 4),
        )
        if is_overdue:
            continue
        state = ("done", "open", "reason", "accepted", "new")[place % 5]
        if state != "new":
            directive = services.acknowledge_directive(by=user, directive=directive)
        if state == "done":
            services.complete_directive(by=user, directive=directive, evidence=DONE)
        elif state in ("reason", "accepted"):
            directive = services.give_reason(by=user, directive=directive, reason=REASON)
        if state == "accepted":
            services.accept_reason(
                by=cast.users["preuni"], directive=directive, answer="Макул, он күнгө созулду."
            )
