"""The report as it stands: live figures while it is open, frozen ones after, with what changed since."""

from dataclasses import dataclass, fields
from typing import Any

from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.reports.models import HalfYearReport, ReportAct
from jetekchi.reports.selectors.marks import words_of
from jetekchi.reports.selectors.material import Material, gather
from jetekchi.reports.selectors.sections import KEYS, build
from jetekchi.reports.selectors.sentences import Section
from jetekchi.reports.selectors.states import BADGES, Badge
from jetekchi.worklog import selectors as worklog

# Which section a changed part of the material belongs to, for «changed since it was signed».
SECTION_OF = {
    "students": "class",
    "study": "study",
    "summary": "study",
    "absences": "attendance",
    "work": "upbringing",
    "events": "upbringing",
    "plan": "upbringing",
    "took_part": "upbringing",
    "accidents": "safety",
    "papers": "papers",
    "students_by_clause": "individual",
    "students_by_kind": "individual",
}


@dataclass(frozen=True)
class Draft:
    """Everything a page or a paper of one report shows."""

    class_group: ClassGroup
    half: Term
    report: HalfYearReport | None
    material: Material
    sections: tuple[Section, ...]
    words: dict[str, str]
    acts: tuple[ReportAct, ...]
    changed: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether the leader may still write."""
        return self.report is None or self.report.is_open

    @property
    def badge(self) -> Badge:
        """The state as it is shown; whoever reads the page of a report sees it in writing, begun or not."""
        return BADGES[self.report.state if self.report else "draft"]

    @property
    def told(self) -> list[tuple[Section, str]]:
        """Every section with the leader's words to it: all of it is signed, so all of it is shown."""
        return [(section, self.words.get(section.key, "").strip()) for section in self.sections]

    @property
    def unwritten(self) -> list[Section]:
        """Sections that want words and have none."""
        return open_sections(self)


def _kind_names() -> dict[str, str]:
    return {kind.code: str(kind) for kind in worklog.all_kinds()}


def draft_of(class_group: ClassGroup, half: Term) -> Draft:
    """The report of a class and half-year in the active language (3.8); nothing is written by looking at it."""
    report = (
        HalfYearReport.objects.filter(class_group=class_group, half_year=half)
        .select_related("signature")
        .prefetch_related("words", "acts__by__person", "acts__signature")
        .first()
    )
    live = gather(class_group, half)
    frozen = report.material if report and not report.is_open else None
    material = Material(**frozen["figures"]) if frozen else live
    words = words_of(report)
    if frozen:
        words = frozen["words"]
    return Draft(
        class_group=class_group,
        half=half,
        report=report,
        material=material,
        sections=tuple(build(material, _kind_names())),
        words=words,
        acts=tuple(report.acts.all()) if report else (),
        changed=changed_since_freezing(material, live) if frozen else frozenset(),
    )


def changed_since_freezing(frozen: Material, live: Material) -> frozenset[str]:
    """Sections whose records changed after the report was signed."""

    def differs(name: str) -> bool:
        return bool(_plain(getattr(frozen, name)) != _plain(getattr(live, name)))

    return frozenset(
        SECTION_OF[one.name] for one in fields(Material) if one.name in SECTION_OF and differs(one.name)
    )


def _plain(value: Any) -> Any:
    """Lists and dicts as JSON gives them back."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def open_sections(draft: Draft) -> list[Section]:
    """Sections that want the leader's words and have none yet."""
    return [one for one in draft.sections if one.needs_words and not draft.words.get(one.key, "").strip()]


def known_sections() -> tuple[str, ...]:
    """Keys of the eighteen sections in order."""
    return KEYS
