"""The report as JSON for programs; its form is stable."""

from typing import Any

from jetekchi.reports.selectors.draft import Draft
from jetekchi.reports.selectors.sections.study import subject_name

FIGURES = ("n", "n5", "n4", "n3", "n2", "na", "success", "quality", "sou", "mean")
SUMMARY = ("term", "excellent", "good", "one_three", "failing", "success", "quality")
STUDENTS = ("start", "end", "arrived", "left", "girls", "boys")
WORK = ("entries", "students_named", "by_clause", "by_kind")


def to_json(draft: Draft) -> dict[str, Any]:
    """Figures and sections of the report; with the time and hash of freezing once it was signed (3.8)."""
    material, report = draft.material, draft.report
    is_frozen = report is not None and not report.is_open
    return {
        "school_year": material.head["year"],
        "half": material.head["half"],
        "class": material.head["class"],
        "leader": material.head["leader"],
        "students": {name: material.students[name] for name in STUDENTS},
        "study": [_study_row(row) for row in material.study],
        "summary": [{name: row[name] for name in SUMMARY} for row in material.summary],
        "absences": dict(material.absences),
        "work": {name: material.work[name] for name in WORK},
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "text": "\n".join(filter(None, [section.text, draft.words.get(section.key, "")])),
                "figures": section.figures,
                "sources": section.sources,
            }
            for section in draft.sections
        ],
        "frozen_at": report.frozen_at.isoformat() if report and is_frozen and report.frozen_at else None,
        "sha256": report.sha256 if report and is_frozen else None,
    }


def _study_row(row: dict[str, Any]) -> dict[str, Any]:
    return {"term": row["term"], "subject": subject_name(row), **{name: row[name] for name in FIGURES}}
