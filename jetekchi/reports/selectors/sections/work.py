"""Sections 5 to 14: the record of work by what it served. A figure counts entries that name one clause or one kind."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.figures import Bar, bar_chart
from jetekchi.reports.selectors.links import Links
from jetekchi.reports.selectors.material import Material
from jetekchi.reports.selectors.sentences import Block, Grid, Part, Picture, Section, say


def _by_kind(material: Material, links: Links, names: dict[str, str], kinds: Sequence[str]) -> list[Block]:
    count = material.work["by_kind"]
    rows = tuple(
        (
            Part(names.get(kind, kind)),
            Part(str(count[kind]), links.entries(kind=kind)),
            Part(str(material.students_by_kind.get(kind, 0))),
        )
        for kind in kinds
        if count.get(kind)
    )
    return [Grid((_("Work"), _("Entries"), _("Students")), rows)] if rows else []


def _by_clause(
    material: Material, links: Links, sentences: Sequence[tuple[str, str]]
) -> tuple[list[Block], dict[str, int]]:
    """Each sentence names its one clause, so the link shows exactly as many entries as the figure says."""
    count = material.work["by_clause"]
    blocks: list[Block] = []
    figures: dict[str, int] = {}
    for clause, words in sentences:
        number = count.get(clause, 0)
        figures[clause] = number
        blocks.append(say(words, n=Part(str(number), links.entries(clause=clause))))
    return blocks, figures


def _events_table(material: Material, links: Links, kind_names: dict[str, str]) -> list[Block]:
    if not material.events:
        return []
    rows = tuple(
        (
            Part(dates.short_date(date.fromisoformat(event["on"]))),
            Part(kind_names.get(event["kind"], event["kind"])),
            Part(event["words"], links.entry(event["pk"])),
            Part(_("whole class") if event["about_group"] else str(event["students"])),
        )
        for event in material.events
    )
    return [Grid((_("Date"), _("Work"), _("Theme"), _("Students")), rows, words=frozenset({1, 2}), widest=2)]


def _kinds_picture(material: Material, kind_names: dict[str, str]) -> list[Block]:
    ordered = sorted(material.work["by_kind"].items(), key=lambda pair: (-pair[1], pair[0]))
    if not ordered:
        return []
    finding = _("Most entries: %(kind)s, %(n)s of %(all)s.") % {
        "kind": kind_names.get(ordered[0][0], ordered[0][0]),
        "n": ordered[0][1],
        "all": material.work["entries"],
    }
    bars = [Bar(kind_names.get(kind, kind), (n,)) for kind, n in ordered[:10]]
    svg = bar_chart(bars, [_("Entries")], title=_("Entries by kind of work"), desc=finding)
    return [Picture(svg, finding)]


def _plan_and_fact(material: Material, links: Links) -> list[Block]:
    """What the class plan intended and what came of it; nothing when the class has no plan (3.1)."""
    if not material.plan:
        return []
    figures = {name: Part(str(count), links.plan()) for name, count in material.plan.items()}
    words = _(
        "Of the class plan: %(planned)s planned, %(done)s done, %(moved)s moved, %(dropped)s dropped; "
        "%(unplanned)s done outside the plan."
    )
    return [say(words, **figures)]


def _events_held(material: Material, links: Links) -> list[Block]:
    """Events the class held, who took part, and whether those outside the lyceum were safe (3.11, 5.3, 7.1)."""
    count = material.took_part
    if not count:
        return []
    held = Part(str(count["held"]), links.events())
    people = {
        "part": str(count["students"]),
        "all": material.students["end"],
        "led": str(count["organisers"]),
    }
    words = _(
        "Class hours and events held: %(held)s; %(part)s of %(all)s students took part in events, %(led)s organised."
    )
    blocks: list[Block] = [say(words, held=held, **people)]
    if count["outside"]:
        words = _(
            "Events outside the lyceum: %(outside)s; approved before and counted back in full: %(safe)s."
        )
        blocks.append(
            say(
                words,
                outside=Part(str(count["outside"]), links.events(outside="on")),
                safe=str(count["safe"]),
            )
        )
    return blocks


def upbringing(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """5: class hours, events and what else was done, as a table, a list and a picture."""
    work = material.work
    blocks: list[Block] = [
        say(
            _(
                "The record of work holds %(entries)s entries; %(named)s of %(students)s students are named in it."
            ),
            entries=Part(str(work["entries"]), links.entries()),
            named=Part(str(work["students_named"]), links.entries()),
            students=material.students["end"],
        ),
        *_plan_and_fact(material, links),
        *_events_held(material, links),
        *_events_table(material, links, kind_names),
        *_kinds_picture(material, kind_names),
    ]
    figures = {
        "entries": work["entries"],
        "students_named": work["students_named"],
        "events": len(material.events),
    }
    figures |= {f"plan_{name}": count for name, count in material.plan.items()}
    figures |= {f"events_{name}": count for name, count in material.took_part.items()}
    return Section(
        "upbringing",
        number,
        _("Educational work"),
        tuple(blocks),
        figures,
        hint=_("What succeeded, what did not take place and why?"),
        needs_words=True,
    )


def self_government(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """6: clause 2.2."""
    blocks, figures = _by_clause(material, links, [("2.2", _("Entries about self-government: %(n)s."))])
    return Section("self_government", number, _("Self-government"), tuple(blocks), figures)


def individual_work(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """7: talks, help, goals; counts only, names stay in the record of work."""
    blocks, figures = _by_clause(
        material,
        links,
        [
            ("3.4", _("Entries that encourage a student's own study: %(n)s.")),
            ("3.5", _("Entries of help to students whose marks fell: %(n)s.")),
            ("2.3", _("Observations and studies of interests: %(n)s.")),
        ],
    )
    blocks += _by_kind(material, links, kind_names, ("talk", "help", "goal", "observation", "conflict"))
    return Section("individual", number, _("Individual work"), tuple(blocks), figures, needs_words=True)


def gifted(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """8: clause 3.7."""
    sentences = [("3.7", _("Entries about creativity and achievements: %(n)s."))]
    blocks, figures = _by_clause(material, links, sentences)
    blocks += _by_kind(material, links, kind_names, ("thanks", "creativity"))
    return Section("gifted", number, _("Gifted students, olympiads, clubs"), tuple(blocks), figures)


def health(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """9: clause 6.3; missed lessons because of illness."""
    blocks, figures = _by_clause(
        material, links, [("6.3", _("Questions to medical staff and their advice: %(n)s."))]
    )
    ill = material.absences["ill"]
    blocks.append(
        say(_("Lessons missed because of illness: %(n)s."), n=Part(str(ill), links.absences("ill")))
    )
    return Section("health", number, _("Health"), tuple(blocks), {**figures, "ill": ill})


def safety(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """10: clauses 3.2, 3.3, 7.1, 7.3."""
    blocks, figures = _by_clause(
        material,
        links,
        [
            ("3.3", _("Entries of safety briefings: %(n)s.")),
            ("7.1", _("Entries about safety of events: %(n)s.")),
            ("7.3", _("Entries about anti-terror safety: %(n)s.")),
        ],
    )
    count = material.accidents
    blocks.append(
        say(
            _("Accidents: %(happened)s, confirmed by the university administration: %(confirmed)s."),
            happened=Part(str(count["happened"]), links.accidents()),
            confirmed=count["confirmed"],
        )
    )
    return Section("safety", number, _("Safety and briefings"), tuple(blocks), {**figures, **count})


def family(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """11: clauses 4.1 and 5.5."""
    families = material.work["families"]
    blocks: list[Block] = [
        say(
            _("There was contact with the families of %(n)s of %(students)s students."),
            n=str(families),
            students=material.students["end"],
        )
    ]
    more, figures = _by_clause(material, links, [("5.5", _("Invitations and meetings: %(n)s."))])
    blocks += more
    blocks += _by_kind(
        material, links, kind_names, ("family_contact", "home_visit", "parents_meeting", "invitation")
    )
    return Section("family", number, _("Work with parents"), tuple(blocks), {**figures, "families": families})


def prevention(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """12: clauses 3.6 and 7.4."""
    blocks, figures = _by_clause(
        material,
        links,
        [
            ("3.6", _("Entries about rights and freedoms: %(n)s.")),
            ("7.4", _("Entries about protection from force and cruelty: %(n)s.")),
        ],
    )
    return Section("prevention", number, _("Prevention"), tuple(blocks), figures)


def diagnostics(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """13: clauses 2.1, 4.2, 4.3."""
    blocks, figures = _by_clause(
        material,
        links,
        [
            ("2.1", _("Entries about comfort and climate: %(n)s.")),
            ("4.2", _("Entries about relations in the group: %(n)s.")),
            ("4.3", _("Entries about development: %(n)s.")),
        ],
    )
    return Section("diagnostics", number, _("Diagnostics"), tuple(blocks), figures)


def partners(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """14: clauses 5.1, 5.2, 6.1, 6.2."""
    blocks, figures = _by_clause(
        material,
        links,
        [
            ("5.1", _("Attendance checks: %(n)s.")),
            ("5.2", _("Lessons visited and agreements with teachers: %(n)s.")),
            ("6.1", _("Students' interests presented to teachers: %(n)s.")),
            ("6.2", _("Entries about work with libraries: %(n)s.")),
        ],
    )
    return Section("partners", number, _("Teachers, library, medical staff"), tuple(blocks), figures)
