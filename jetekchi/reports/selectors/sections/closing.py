"""Sections 15 to 18: papers, own qualification, conclusions, signature."""

from django.utils.translation import gettext as _

from jetekchi.reports.selectors.links import Links
from jetekchi.reports.selectors.material import Material
from jetekchi.reports.selectors.sentences import Part, Section, Sentence, say


def papers(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """15: clause 3.9, documents known and directives done, what inspections found."""
    count, seen = material.papers, material.inspections
    entries = material.work["by_clause"].get("3.9", 0)
    blocks: tuple[Sentence, ...] = (
        say(
            _("Documents read and signed: %(signed)s of %(due)s."),
            signed=Part(str(count["signed"]), links.documents()),
            due=count["due"],
        ),
        say(
            _("Directives: %(all)s, done or excused: %(settled)s."),
            all=Part(str(count["directives"]), links.directives()),
            settled=count["directives_settled"],
        ),
        say(_("Entries about papers in order: %(n)s."), n=Part(str(entries), links.entries(clause="3.9"))),
    )
    if seen:
        rest = {name: value for name, value in seen.items() if name != "held"}
        held = seen["held"]
        words = _(
            "Inspections: %(held)s; remarks: %(remarks)s, of them mended: %(mended)s, verified: %(verified)s."
        )
        blocks += (say(words, **rest, held=Part(str(held), links.inspections())),)
    figures = {**count, "3.9": entries, **{f"inspections_{name}": value for name, value in seen.items()}}
    return Section("papers", number, _("Papers and remarks"), blocks, figures)


def qualification(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """16: clauses 3.10, 3.11, 3.12."""
    count = material.work["by_clause"]
    sentences = (
        ("3.12", _("Courses and meetings of the methodological association: %(n)s.")),
        ("3.10", _("Part in pedagogical councils: %(n)s.")),
        ("3.11", _("Part in the lyceum's events: %(n)s.")),
    )
    blocks = tuple(
        say(words, n=Part(str(count.get(clause, 0)), links.entries(clause=clause)))
        for clause, words in sentences
    )
    figures = {clause: count.get(clause, 0) for clause, _words in sentences}
    return Section("qualification", number, _("Own qualification"), blocks, figures)


def conclusions(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """17: the leader's own."""
    return Section(
        "conclusions",
        number,
        _("Problems, conclusions, tasks for the next half-year"),
        hint=_("At most three tasks for the next half-year."),
        needs_words=True,
    )


def signing(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """18: the signatures stand below the text."""
    return Section("signing", number, _("Signature and receipt"))
