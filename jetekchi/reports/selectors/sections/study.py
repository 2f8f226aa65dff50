"""Sections 3 and 4: study and attendance, every figure beside its raw counts."""

from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.figures import Bar, bar_chart, share_bar
from jetekchi.reports.selectors.links import Links
from jetekchi.reports.selectors.material import Material
from jetekchi.reports.selectors.sentences import Block, Grid, Part, Picture, Section, say

LEVELS = ("excellent", "good", "one_three", "failing")


def subject_name(row: dict[str, Any]) -> str:
    """The subject in the active language, in Kyrgyz where it has no other name."""
    names = row["names"]
    return str(names.get(get_language() or "ky") or names["ky"])


def study(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """3: the class by term, each subject by term, marks as a picture."""
    title = _("Progress in study")
    if not material.summary:
        return Section(
            "study",
            number,
            title,
            (say(_("There are no term marks for this half-year yet.")),),
            hint=_("Import the term marks, then the figures stand here by themselves."),
            needs_words=True,
        )
    latest = material.summary[-1]
    blocks: list[Block] = [
        say(
            _(
                "In quarter %(term)s: success %(success)s, quality of knowledge %(quality)s of %(n)s students."
            ),
            term=latest["term"],
            success=Part(dates.percent_text(latest["success"]), links.level(latest["term_pk"], "succeeding")),
            quality=Part(dates.percent_text(latest["quality"]), links.level(latest["term_pk"], "quality")),
            n=Part(str(latest["n"]), links.level(latest["term_pk"], "counted")),
        ),
        _class_table(material, links),
        *_subject_tables(material, links),
    ]
    picture = _marks_picture(material, latest["term"])
    if picture:
        blocks.append(picture)
    figures = {name: latest[name] for name in ("n", *LEVELS, "success", "quality")}
    return Section(
        "study",
        number,
        title,
        tuple(blocks),
        figures,
        hint=_("Why did the figures change? Which subjects, what was done?"),
        needs_words=True,
    )


def _class_table(material: Material, links: Links) -> Grid:
    terms = material.summary
    names = {
        "success": _("Success rate"),
        "quality": _("Knowledge quality"),
        "excellent": _("Excellent students"),
        "good": _("Good students"),
        "one_three": _("With one «3»"),
        "failing": _("Failing students"),
        "n": _("Students counted"),
    }
    levels = {"success": "succeeding", "n": "counted"}

    def cell(row: dict[str, Any], name: str) -> Part:
        text = dates.percent_text(row[name]) if name in ("success", "quality") else str(row[name])
        return Part(text, links.level(row["term_pk"], levels.get(name, name)))

    return Grid(
        (_("Figure"), *(_("Quarter %(n)s") % {"n": row["term"]} for row in terms)),
        tuple((Part(label), *(cell(row, name) for row in terms)) for name, label in names.items()),
    )


def _subject_tables(material: Material, links: Links) -> list[Block]:
    headings = (
        _("Subject"),
        pgettext("quarter, short", "Qu."),
        "N",
        "5",
        "4",
        "3",
        "2",
        _("n/a"),
        pgettext("success rate, short", "Succ."),
        pgettext("quality of knowledge, short", "Qual."),
        pgettext("degree of learning, short", "SOU"),
        pgettext("mean mark, short", "Mean"),
    )

    def row(one: dict[str, Any]) -> tuple[Part, ...]:
        def sewn(text: str, value: str) -> Part:
            return Part(text, links.marks(one["term_pk"], one["subject_pk"], value))

        return (
            Part(subject_name(one)),
            Part(str(one["term"])),
            sewn(str(one["n"]), "counted"),
            sewn(str(one["n5"]), "5"),
            sewn(str(one["n4"]), "4"),
            sewn(str(one["n3"]), "3"),
            sewn(str(one["n2"]), "2"),
            sewn(str(one["na"]), "na"),
            sewn(dates.percent_text(one["success"]), "success"),
            sewn(dates.percent_text(one["quality"]), "quality"),
            sewn(dates.percent_text(one["sou"]), "counted"),
            sewn(dates.number_text(one["mean"], 2), "mean"),
        )

    ordered = sorted(material.study, key=lambda one: (subject_name(one), one["term"]))
    return [Grid(headings, tuple(row(one) for one in ordered))] if ordered else []


def _marks_picture(material: Material, term: int) -> Picture | None:
    rows = [one for one in material.study if one["term"] == term and one["n"]]
    if not rows:
        return None
    weakest = min(rows, key=lambda one: one["success"] if one["success"] is not None else 101)
    finding = _("Quarter %(term)s. The lowest success rate is in %(subject)s: %(success)s.") % {
        "term": term,
        "subject": subject_name(weakest),
        "success": dates.percent_text(weakest["success"]),
    }
    svg = bar_chart(
        [Bar(subject_name(one), (one["n5"], one["n4"], one["n3"], one["n2"] + one["na"])) for one in rows],
        ["5", "4", "3", _("2 and n/a")],
        alarm=3,
        title=_("Marks by subject"),
        desc=finding,
    )
    return Picture(svg, finding)


def attendance(number: int, material: Material, links: Links, kind_names: dict[str, str]) -> Section:
    """4: missed lessons by kind; attendance in percent of the lessons whose roll was taken, beside its raw counts."""
    count = material.absences
    title = _("Attendance")

    def sewn(name: str) -> Part:
        return Part(str(count[name]), links.absences(name))

    blocks: list[Block] = [
        say(
            _(
                "Missed lessons: %(missed)s, of them because of illness %(ill)s, with a valid reason %(valid)s, "
                "without a valid reason %(unexcused)s."
            ),
            missed=sewn("missed"),
            ill=sewn("ill"),
            valid=sewn("valid"),
            unexcused=sewn("unexcused"),
        ),
        say(
            _("%(n)s lessons for one student."),
            n=Part(dates.number_text(count["per_student"], 1), links.absences("missed")),
        ),
    ]
    blocks += _of_rolls(count, links)
    if count["missed"]:
        finding = _("Of %(missed)s missed lessons %(unexcused)s were without a valid reason.") % count
        parts = [
            (_("illness"), count["ill"]),
            (_("valid reason"), count["valid"]),
            (_("without a valid reason"), count["unexcused"]),
        ]
        blocks.append(
            Picture(share_bar(parts, alarm=2, title=_("Missed lessons by reason"), desc=finding), finding)
        )
    return Section("attendance", number, title, tuple(blocks), dict(count))


def _of_rolls(count: dict[str, Any], links: Links) -> list[Block]:
    """What only the rolls of the lessons tell: the share of places that were filled, reasons still to be told."""
    found: list[Block] = []
    if count.get("places"):
        found.append(
            say(
                _("Attendance: %(share)s (%(empty)s empty of %(places)s places at lessons with a roll)."),
                share=Part(dates.percent_text(count["attendance"])),
                empty=Part(str(count["empty_places"])),
                places=Part(str(count["places"])),
            )
        )
    if count.get("unknown"):
        sewn = Part(str(count["unknown"]), links.absences("unknown"))
        found.append(say(_("The reason of %(n)s missed lessons is not known yet."), n=sewn))
    return found
