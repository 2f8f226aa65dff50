"""Papers of the demo: the instruction in force and its next edition on its way, acquaintances, directives."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone

from jetekchi.core.kyrgyz import signature_name
from jetekchi.documents import services
from jetekchi.documents.selectors import has_accepted_agreement
from jetekchi.organisation.models import User
from jetekchi.workplace.services.demo import instruction
from jetekchi.workplace.services.demo.cast import OFFICES, Cast
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.logins import PASSWORD
from jetekchi.workplace.services.demo.span import Span

VACANT_REASON = "Орун бош: өкүл дайындала элек, кызматка конкурс жарыяланган."
REMARK = "3.8-пунктта отчёттун мөөнөтү так көрсөтүлсүн."


@dataclass
class Pens:
    """Confirms each signer's password once, as a person would before signing; nothing is signed without it."""

    kept: dict[int, services.Confirmation] = field(default_factory=dict)

    def of(self, user: User) -> services.Confirmation:
        """The user's confirmation, fresh."""
        known = self.kept.get(user.pk)
        if known is None or not known.is_fresh_for(user):
            known = self.kept[user.pk] = services.confirm(by=user, password=PASSWORD)
        return known


def accept_agreement(pens: Pens, users: list[User]) -> None:
    """These people accept the agreement on signatures; the others are still asked to."""
    version = services.ensure_agreement()
    for user in users:
        services.accept_agreement(by=user, confirmation=pens.of(user), seen_sha256=version.sha256)


def signers_of(rng: Random, cast: Cast, leaders: list[Leading]) -> list[User]:
    """Officials, offices and most class leaders."""
    officials = [user for login, user in cast.users.items() if not login.startswith("teacher")]
    staff = {user.pk for user in cast.teacher_users}
    ready = [user for user in officials if user.pk not in staff]
    leading = [one.user for place, one in enumerate(leaders) if place < 2 or rng.random() < 0.85]
    return list({user.pk: user for user in [*ready, *leading]}.values())


def bring_instruction(span: Span, cast: Cast, pens: Pens) -> "services.ImportOutcome":
    """The first edition: read from its text, agreed by the offices, in force since the first week."""
    data = _text(cast).encode()
    outcome = services.import_instruction(
        by=cast.users["upbringing"], data=data, name="кызматтык-нускама.txt", code=instruction.CODE
    )
    version = outcome.version
    services.submit_for_approval(by=cast.users["upbringing"], version=version)
    _answer(cast, pens, outcome, {"lawyer": REMARK}, everybody=True)
    services.bring_into_force(
        by=cast.users["preuni"],
        version=version,
        confirmation=pens.of(cast.users["preuni"]),
        seen_sha256=version.sha256,
        from_on=min(span.start + timedelta(days=4), span.today),
        office_title="Жогорку окуу жайына чейинки даярдоо бөлүмүнүн директору",
    )
    return outcome


def bring_next_edition(cast: Cast, pens: Pens) -> None:
    """The second edition is on its way: some offices agreed, one with a remark, the vacant seat was gone past."""
    by = cast.users["upbringing"]
    outcome = services.import_instruction(
        by=by, data=_text(cast, edition=2).encode(), name="кызматтык-нускама-2.txt", code=instruction.CODE
    )
    services.record_change(
        by=by,
        version=outcome.version,
        replaced_sheet="2",
        basis="Педагогикалык кеңештин № 3 протоколу",
        entered_on=timezone.localdate(),
        confirmation=pens.of(by),
    )
    services.submit_for_approval(by=by, version=outcome.version)
    _answer(cast, pens, outcome, {"lawyer": REMARK}, everybody=False)


def _text(cast: Cast, edition: int = 1) -> str:
    def printed(login: str) -> str:
        person = cast.users[login].person if login else None
        return signature_name(person.surname, person.given, person.patronymic) if person else ""

    return instruction.text(
        printed("preuni"), [(title, printed(login)) for login, title, _ru, _en in OFFICES], edition
    )


def _answer(
    cast: Cast, pens: Pens, outcome: "services.ImportOutcome", remarks: dict[str, str], everybody: bool
) -> None:
    """The offices answer; not all of them have when the edition is still on its way."""
    version = outcome.version
    lines = {line.title: line for line in version.route.lines.select_related("office")}
    for login, title, _ru, _en in OFFICES:
        if not login:
            services.skip_vacant_seat(by=cast.users["upbringing"], line=lines[title], reason=VACANT_REASON)
            continue
        if not everybody and login in ("science", "university", "personnel"):
            continue
        services.decide(
            by=cast.users[login],
            line=lines[title],
            decision="agree_with_remark" if login in remarks else "agree",
            confirmation=pens.of(cast.users[login]),
            seen_sha256=version.sha256,
            remark=remarks.get(login, ""),
        )
    version.refresh_from_db()


def acquaint(rng: Random, pens: Pens, outcome: "services.ImportOutcome", leaders: list[Leading]) -> None:
    """Most leaders have signed that they know the edition in force; the one who is behind has not."""
    for place, leading in enumerate(leaders):
        if place == 0 or (place > 1 and rng.random() < 0.85):
            sign_acquaintance(pens, outcome, leading.user)


def sign_acquaintance(pens: Pens, outcome: "services.ImportOutcome", user: User) -> None:
    """One person signs the sheet, having accepted the agreement before."""
    agreement = services.ensure_agreement()
    if not has_accepted_agreement(user):
        services.accept_agreement(by=user, confirmation=pens.of(user), seen_sha256=agreement.sha256)
    version = outcome.version
    services.acknowledge(by=user, version=version, confirmation=pens.of(user), seen_sha256=version.sha256)


def bring_other_papers(rng: Random, span: Span, cast: Cast, pens: Pens, leaders: list[Leading]) -> None:
    """Fire safety for all teachers, the code of ethics for class leaders: both in force, signed by some."""
    for kind, code, title, text in instruction.OTHER_PAPERS:
        outcome = services.import_document(
            by=cast.users["upbringing"],
            data=text.encode(),
            name=f"{code}.txt",
            kind=kind,
            code=code,
            title=title,
        )
        services.set_readers(
            by=cast.users["upbringing"], document=outcome.version.document, audiences=["class_leaders"]
        )
        services.submit_for_approval(by=cast.users["upbringing"], version=outcome.version)
        services.bring_into_force(
            by=cast.users["preuni"],
            version=outcome.version,
            confirmation=pens.of(cast.users["preuni"]),
            seen_sha256=outcome.version.sha256,
            from_on=min(span.start + timedelta(days=11), span.today),
        )
        outcome.version.refresh_from_db()
        for place, leading in enumerate(leaders):
            if place == 0 or (place > 1 and rng.random() < 0.6):
                sign_acquaintance(pens, outcome, leading.user)
