"""The matrix as a to-do list: what a leader has not fulfilled, nearest day first."""

from datetime import date

from django.urls import reverse

from jetekchi.compliance.selectors.matrix import LeaderMatrix, leader_matrix
from jetekchi.core.due import DueRow
from jetekchi.organisation.models import ClassGroup, Term

# Kept on other rows of Today with their own exact days: documents to sign, directives, accidents, plan, report, schedule.
ELSEWHERE = frozenset({"1.3", "3.1", "3.2", "3.8", "3.13", "7.2"})


def duty_rows(half: Term, class_group: ClassGroup, until: date) -> list[DueRow]:
    """Clauses of the class that are not fulfilled and due by the day; each opens the form that reaches it."""
    found = leader_matrix(half, class_group)
    return open_rows(found, until) if found else []


def open_rows(found: LeaderMatrix, until: date) -> list[DueRow]:
    """The same from a matrix that is at hand already."""
    together = reverse("compliance:leader", args=[found.facts.class_group.pk])
    rows = [
        DueRow(
            due_on=cell.finding.due_on,
            title=line.title,
            detail=cell.finding.missing,
            clause=line.number,
            url=cell.finding.url,
            action=cell.finding.action,
            together_url=together,
        )
        for line, cell in found.rows
        if not cell.fulfilled
        and cell.finding.missing
        and cell.finding.due_on
        and cell.finding.due_on <= until
        and line.number not in ELSEWHERE
    ]
    return sorted(rows)
