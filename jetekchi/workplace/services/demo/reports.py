"""Half-year reports in every state, and who looked at which clause."""

from random import Random
from typing import Any

from jetekchi.compliance.services import note_look
from jetekchi.documents.selectors import has_accepted_agreement
from jetekchi.documents.services import confirm
from jetekchi.organisation.models import Term
from jetekchi.reports import services
from jetekchi.reports.selectors import draft_of
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.logins import PASSWORD
from jetekchi.workplace.services.demo.papers import Pens, accept_agreement

WORDS = {
    "class": "Класста тынчтык, жаңы келгендер көнүп калды.",
    "study": "Биринчи чейрекке салыштырганда математика жана химиядан алга жылыш бар, артта калгандар менен иш уланат.",
    "attendance": "Себепсиз калтыруулардын көбү эки окуучуга туура келет, үй-бүлөлөрү менен сүйлөшүлдү.",
    "upbringing": "Класстык сааттардын темасын окуучулар өздөрү сунуштады; спорт мелдеши аба ырайынан улам кийинкиге калды.",
    "individual": "Ар бир окуучу менен жекече сүйлөшүлдү, кимге кандай колдоо керектиги такталды.",
    "family": "Ата-энелердин көбү менен байланыш туруктуу, алыста иштегендери менен видео чалуу аркылуу сүйлөшөбүз.",
    "conclusions": "1. Кечигүүнү азайтуу. 2. Химия боюнча топтук консультация. 3. Ата-энелер менен айына бир жолу жыйын.",
}
PLAIN = "Өзгөчө белгилей турган окуя болгон жок, иш план боюнча жүрдү."
REMARK = "Катышуу бөлүмүндө себепсиз калтыруулардын себеби жана көрүлгөн чара жазылсын."


def write_reports(cast: Cast, pens: Pens, half: Term, leaders: list[Leading]) -> None:
    """The exemplary one is accepted, another waits, a third came back; some are begun, the others are not."""
    endings = {0: "accepted", 3: "submitted", 4: "returned", 5: "draft", 6: "draft", 8: "submitted"}
    for place, leading in enumerate(leaders):
        ending = endings.get(place)
        if ending is None:
            continue
        report: dict[str, Any] = {"by": leading.user, "class_group": leading.group, "half": half}
        draft = draft_of(leading.group, half)
        keys = [section.key for section in draft.unwritten]
        if ending == "draft":
            keys = keys[:2]
        services.save_words(**report, words={key: WORDS.get(key, PLAIN) for key in keys})
        if ending == "draft":
            continue
        if not has_accepted_agreement(leading.user):
            accept_agreement(pens, [leading.user])
        services.submit(**report, confirmation=confirm(by=leading.user, password=PASSWORD))
        if ending == "accepted":
            study = cast.users["study"]
            services.accept(**{**report, "by": study}, confirmation=confirm(by=study, password=PASSWORD))
        if ending == "returned":
            services.return_with_remarks(
                by=cast.users["study"], class_group=leading.group, half=half, remark=REMARK
            )


def look(
    rng: Random, cast: Cast, half: Term, leaders: list[Leading], cares: list[float], clauses: list[str]
) -> None:
    """The leaders opened their clauses as diligently as they work; the supervision looked at most classes."""
    for leading, care in zip(leaders, cares, strict=True):
        seen = clauses if care >= 1 else [number for number in clauses if rng.random() < care]
        if seen:
            note_look(by=leading.user, class_group=leading.group, half=half, clauses=seen, side="leader")
        if care >= 1 or rng.random() < 0.7:
            watched = [number for number in clauses if care >= 1 or rng.random() < 0.5]
            note_look(
                by=cast.users["upbringing"],
                class_group=leading.group,
                half=half,
                clauses=watched,
                side="supervision",
            )
