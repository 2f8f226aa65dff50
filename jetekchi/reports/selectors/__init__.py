"""The report for pages, papers and programs."""

from jetekchi.reports.selectors.draft import Draft, changed_since_freezing, draft_of, open_sections
from jetekchi.reports.selectors.marks import words_mark, words_of
from jetekchi.reports.selectors.material import Material, gather, seal
from jetekchi.reports.selectors.paper import report_paper
from jetekchi.reports.selectors.sealed import sealing_of
from jetekchi.reports.selectors.stable import to_json
from jetekchi.reports.selectors.states import (
    HEADINGS,
    ReportRow,
    judge_rows,
    report_list,
    report_sheet,
    report_states,
)

__all__ = [
    "HEADINGS",
    "Draft",
    "Material",
    "ReportRow",
    "changed_since_freezing",
    "draft_of",
    "gather",
    "judge_rows",
    "open_sections",
    "report_list",
    "report_paper",
    "report_sheet",
    "report_states",
    "seal",
    "sealing_of",
    "to_json",
    "words_mark",
    "words_of",
]
