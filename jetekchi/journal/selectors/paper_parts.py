"""What every paper of the journal has: whose it is, its language, who signs it."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.core import dates, kyrgyz
from jetekchi.core.papers import Block, Column, Paper, SignatureRow
from jetekchi.core.papers.model import Language
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Person


def paper_language() -> Language:
    """The language of the person at the screen; Kyrgyz for any other."""
    language = get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]


def class_paper(
    group: ClassGroup, kind: str, title: str, blocks: list[Block], *, landscape: bool = True
) -> Paper:
    """A paper of a class and a half-year or term, as its records stand now."""
    language, lyceum = paper_language(), organisation.lyceum()
    return Paper(
        kind=kind,
        title=title,
        subtitle=_("class %(label)s, school year %(year)s") % {"label": group.label, "year": group.year.name},
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        printed_at=dates.date_time(timezone.localtime()),
        translation_note="" if language == organisation.setting("official_language") else _("translation"),
        landscape=landscape,
        blocks=tuple(blocks),
    )


def leader_row(group: ClassGroup) -> SignatureRow:
    """The line on which the class leader signs."""
    known = organisation.leader_of(group)
    position = _("Class leader of %(label)s") % {"label": group.label}
    if known is None:
        return SignatureRow(position=position, name="")
    return SignatureRow(position=position, name=signature_of(known.leader.person))


def signature_of(person: Person) -> str:
    """The name as it stands at a line to sign on."""
    return kyrgyz.signature_name(person.surname, person.given, person.patronymic)


def study_row() -> SignatureRow:
    """The line on which the head of study signs; the name is written by hand."""
    return SignatureRow(position=_("Head of study"), name="")


def first_columns() -> tuple[Column, Column]:
    """Number and name, as every list begins."""
    return Column("№", "right"), Column(_("Surname, given name"))


def upright(*titles: str) -> tuple[Column, ...]:
    """Narrow columns with turned heads."""
    return tuple(Column(title, "center", upright=True) for title in titles)
