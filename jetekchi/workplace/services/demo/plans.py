"""Class plans in every state: approved, waiting, returned, being written, one not begun; and what came of the items."""

from datetime import timedelta
from random import Random
from typing import Any

from jetekchi.documents.selectors import has_accepted_agreement, instruction_in_force
from jetekchi.organisation.models import Term, User
from jetekchi.plan import selectors, services
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.papers import Pens, accept_agreement
from jetekchi.workplace.services.demo.span import Span

WORDS = {
    "analysis": "Класстын курамы жаңырды: жарымынан көбү башка мектептерден келди. Катышуу туруктуу, китеп окууга "
    "кызыгуу төмөн, ата-энелердин чогулушка келиши жакшы.",
    "aim": "Ар бир окуучу өзүн керектүү сезген, бири-бирин сыйлаган, келечек кесибине аң-сезимдүү даярданган класс.",
    "tasks": "1. Класстын эрежелерин чогуу макулдашуу.\n2. Ар бир окуучу менен жекече сүйлөшүү.\n"
    "3. Медициналык кесиптерге тирүү мисалдар аркылуу жакындатуу.\n"
    "4. Үй-бүлө менен байланышты айына бир жолудан кем кылбоо.",
}
REMARK = "Кесипке багыттоо боюнча иштердин жооптуулары көрсөтүлсүн."
LATE = "Дайындоо буйругу кеч чыкты."
ENDINGS = {0: "approved", 2: "submitted", 3: "returned", 6: "approved", 7: "approved"}


def write_plans(
    rng: Random, span: Span, cast: Cast, pens: Pens, half: Term, leaders: list[Leading], cares: list[float]
) -> None:
    """The exemplary one is approved and carried out, another waits, a third came back, the last is not begun."""
    head = cast.users["upbringing"]
    services.ensure_directions()
    _template_of_grade_ten(head)
    services.set_institution_day(by=head, half=half, approval_on=half.end_on)
    is_late = span.today > selectors.clocks_of(half).submit_by
    for place, (leading, care) in enumerate(zip(leaders, cares, strict=True)):
        if place and place == len(leaders) - 1:
            continue
        place_of: dict[str, Any] = {"class_group": leading.group, "half": half}
        services.save_words(**{"by": leading.user, **place_of, **WORDS})
        services.fill_plan(by=leading.user, **place_of, source="template")
        _carry_out(rng, span, half, leading, care)
        ending = ENDINGS.get(place)
        if ending is None:
            continue
        if not has_accepted_agreement(leading.user):
            accept_agreement(pens, [leading.user])
        reason = LATE if is_late else ""
        services.submit(by=leading.user, **place_of, confirmation=pens.of(leading.user), late_reason=reason)
        if ending == "approved":
            services.approve(by=head, **place_of, confirmation=pens.of(head))
        elif ending == "returned":
            services.return_with_remarks(by=head, **place_of, remark=REMARK)


def _template_of_grade_ten(head: User) -> None:
    """The lyceum has made one template its own; it rests on the instruction in force."""
    template, instruction = services.begin_template(by=head, key="10"), instruction_in_force()
    services.change_template(
        by=head,
        template=template,
        aim=WORDS["aim"],
        tasks=WORDS["tasks"],
        documents=[instruction.document] if instruction else [],
    )


def _carry_out(rng: Random, span: Span, half: Term, leading: Leading, care: float) -> None:
    """What lies behind was done: the exemplary leader writes it from the plan, others name the entry that shows it."""
    by, this_month = leading.user, span.today.replace(day=1)
    items = [item for item in selectors.items_of(leading.group, half) if item.month < this_month]
    free = iter(selectors.evidence_candidates(items[0]) if items else [])
    for number, item in enumerate(items):
        if care >= 1 and number == 2:
            services.move_item(by=by, item=item, month=this_month, reason="Мамлекеттик майрамга туура келди.")
        elif care >= 1:
            day = max(span.last_school_day(item.month + timedelta(days=19)), half.start_on)
            services.mark_done(by=by, item=item, done_on=day)
        elif rng.random() < care:
            entry = next(free, None)
            if entry is not None:
                services.mark_done(by=by, item=item, done_on=entry.on, entry_pk=entry.pk)
