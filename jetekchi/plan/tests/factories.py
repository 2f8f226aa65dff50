"""Ready states of plans for tests."""

from datetime import date
from typing import Any

from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.plan import services
from jetekchi.plan.models import PlanItem, PlanPaper, PlanTemplate


def written(by: User, group: ClassGroup, half: Term) -> None:
    """Aim, tasks and the template's items stand in the plan."""
    services.save_words(by=by, class_group=group, half=half, aim="Ынтымактуу класс.", tasks="Үч милдет.")
    services.fill_plan(by=by, class_group=group, half=half, source="template")


def submitted(by: User, group: ClassGroup, half: Term, **more: Any) -> PlanPaper:
    """The leader has signed."""
    if not PlanPaper.objects.filter(class_group=group, half_year=half).exclude(aim="").exists():
        written(by, group, half)
    given = {"late_reason": "Ооруп калдым.", **more}
    return services.submit(by=by, class_group=group, half=half, confirmation=papers.confirmed(by), **given)


def approved(by: User, head: User, group: ClassGroup, half: Term) -> PlanPaper:
    """The head of upbringing has signed too."""
    submitted(by, group, half)
    return services.approve(by=head, class_group=group, half=half, confirmation=papers.confirmed(head))


def item(by: User, group: ClassGroup, half: Term, title: str = "Талкуу", **more: Any) -> PlanItem:
    """One item in the first month of the half-year."""
    month: date = more.pop("month", half.start_on.replace(day=1))
    given = {"direction": "moral", "month": month, "title": title, **more}
    return services.add_item(by=by, class_group=group, intention=services.Intention(**given))


def template(by: User, key: str = "10") -> PlanTemplate:
    """The lyceum's own template of a grade."""
    return services.begin_template(by=by, key=key)
