"""Sections 1 and 2: the class and its families."""

from datetime import date

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.reports.selectors.links import Links
from jetekchi.reports.selectors.material import Material
from jetekchi.reports.selectors.sentences import Block, Grid, Part, Section, say


def class_data(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """1: how many at the start and the end, who came and who left by which order."""
    count = material.students

    def sewn(name: str) -> Part:
        return Part(str(count[name]), links.students(name))

    blocks: list[Block] = [
        say(
            _("There were %(start)s students at the start of the half-year and %(end)s at its end."),
            start=sewn("start"),
            end=sewn("end"),
        ),
        say(
            _("Arrived: %(arrived)s, left: %(left)s. Girls: %(girls)s, boys: %(boys)s."),
            arrived=sewn("arrived"),
            left=sewn("left"),
            girls=sewn("girls"),
            boys=sewn("boys"),
        ),
    ]
    for title, rows in ((_("Arrived"), count["arrivals"]), (_("Left"), count["leavers"])):
        if rows:
            blocks.append(
                Grid(
                    (title, _("Date"), _("Order")),
                    tuple(
                        (Part(row["name"]), Part(_day(row["on"])), Part(row["order"] or "–")) for row in rows
                    ),
                    words=frozenset({1, 2}),
                )
            )
    figures = {name: count[name] for name in ("start", "end", "arrived", "left", "girls", "boys")}
    return Section("class", number, _("Data of the class"), tuple(blocks), figures)


def social_passport(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """2: families and their circumstances; counted by hand until each family has its card."""
    families = Part(str(material.work["families"]), links.entries(kind="family_contact"))
    return Section(
        "social",
        number,
        _("Social passport and its changes"),
        (say(_("There was contact with the families of %(n)s students."), n=Part(families.text)),),
        {"families": material.work["families"]},
        hint=_(
            "Large families, families with a parent abroad, guardianship: how many, and what changed. No names."
        ),
        needs_words=True,
    )


def _day(text: str) -> str:
    return dates.short_date(date.fromisoformat(text)) if text else "–"
