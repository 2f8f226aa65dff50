"""What the audit names in words: kinds of records, keys of details, and the records that have a page for the reader.

Nobody learns a name here that the own pages would not tell: each kind is asked through the rule of its own storey,
in one query however many events there are. What may not be opened stays a number.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from jetekchi.core import dates
from jetekchi.documents import permissions as documents
from jetekchi.journal import permissions as journal
from jetekchi.organisation import links
from jetekchi.organisation import permissions as organisation
from jetekchi.organisation.models import User
from jetekchi.plan import permissions as plan
from jetekchi.plan.selectors.named import KINDS as OF_THE_PLAN
from jetekchi.plan.selectors.named import named_records
from jetekchi.reports import permissions as reports
from jetekchi.worklog import permissions as worklog
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.record_words import DETAILS, KINDS, REASONS

Rows = Iterator[tuple[int, str, str]]
Pks = Collection[int]


def _students(user: User, pks: Pks) -> Rows:
    for one in organisation.visible_students(user).filter(pk__in=pks).select_related("person"):
        yield one.pk, one.person.brief_name, address("organisation:student", one.pk)


def _classes(user: User, pks: Pks) -> Rows:
    for one in organisation.visible_classes(user).filter(pk__in=pks):
        yield one.pk, one.label, address("organisation:class", one.pk)


def _staff_by(key: str) -> Callable[[User, Pks], Rows]:
    def found(user: User, pks: Pks) -> Rows:
        if not organisation.may_see_colleagues(user):
            return
        for one in (
            organisation.visible_staff(user).filter(**{f"{key}__in": pks}).select_related("person__user")
        ):
            pk: Any = one
            for name in key.split("__"):
                pk = getattr(pk, name)
            yield (
                int(getattr(pk, "pk", pk)),
                one.person.brief_name,
                address("organisation:staff_member", one.pk),
            )

    return found


def _people(user: User, pks: Pks) -> Rows:
    """Colleagues by their page of staff, students by their card."""
    yield from _staff_by("person")(user, pks)
    for one in organisation.visible_students(user).filter(person__in=pks).select_related("person"):
        yield one.person_id, one.person.brief_name, address("organisation:student", one.pk)


def _entries(user: User, pks: Pks) -> Rows:
    """The kind, the class and the day: words of an entry are read on its page, which keeps who read them."""
    for one in worklog.visible_entries(user).filter(pk__in=pks).select_related("kind", "class_group"):
        title = f"{one.kind}, {one.class_group.label}, {dates.short_date(one.on)}"
        yield one.pk, title, address("worklog:entry", one.pk)


def _accidents(user: User, pks: Pks) -> Rows:
    found = worklog.visible_accidents(user).filter(pk__in=pks).select_related("entry__class_group")
    for one in found:
        title = f"{one.entry.class_group.label}, {dates.short_date(one.entry.on)}"
        yield one.pk, title, address("worklog:accident", one.pk)


def _documents(user: User, pks: Pks) -> Rows:
    for one in documents.visible_documents(user).filter(pk__in=pks):
        yield one.pk, f"{one.code} {one}", address("documents:document", one.pk)


def _versions(user: User, pks: Pks) -> Rows:
    for one in documents.visible_versions(user).filter(pk__in=pks).defer("source_text", "structure"):
        yield one.pk, one.edition, address("documents:version", one.pk)


def _directives(user: User, pks: Pks) -> Rows:
    for one in documents.visible_directives(user).filter(pk__in=pks):
        yield one.pk, f"№ {one.number}", address("documents:directive", one.pk)


def _signatures(user: User, pks: Pks) -> Rows:
    for one in documents.visible_signatures(user).filter(pk__in=pks):
        yield one.pk, str(one), address("documents:signature", one.pk)


def _lessons(user: User, pks: Pks) -> Rows:
    for one in journal.visible_lessons(user).filter(pk__in=pks):
        title = f"{one.subject}, {one.class_group.label}, {dates.short_date(one.on)}"
        yield one.pk, title, address("journal:lesson", one.pk)


def _inspections(user: User, pks: Pks) -> Rows:
    for one in journal.visible_inspections(user).filter(pk__in=pks).select_related("class_group"):
        title = f"{one.class_group.label}, {dates.short_date(one.on)}"
        yield one.pk, title, address("journal:inspection", one.pk)


def _remarks(user: User, pks: Pks) -> Rows:
    for one in journal.visible_remarks(user).filter(pk__in=pks):
        title = f"{one.inspection.class_group.label}, {dates.short_date(one.made_on)}"
        yield one.pk, title, address("journal:remark", one.pk)


def _excuses(user: User, pks: Pks) -> Rows:
    for one in journal.visible_excuses(user).filter(pk__in=pks):
        yield one.pk, one.student.person.brief_name, address("journal:excuse", one.pk)


def _events(user: User, pks: Pks) -> Rows:
    for one in plan.visible_events(user).filter(pk__in=pks):
        yield one.pk, one.theme, address("plan:event", one.pk)


def _reports(user: User, pks: Pks) -> Rows:
    for one in reports.visible_reports(user).filter(pk__in=pks):
        place = (one.class_group_id, one.half_year.number)
        yield one.pk, f"{one.class_group.label}, {one.half_year}", address("reports:report", *place)


PAGES: dict[str, Callable[[User, Pks], Rows]] = {
    "organisation.Student": _students,
    "organisation.ClassGroup": _classes,
    "organisation.Staff": _staff_by("pk"),
    "organisation.User": _staff_by("person__user"),
    "organisation.Person": _people,
    "worklog.WorkEntry": _entries,
    "worklog.AccidentReport": _accidents,
    "documents.ControlledDocument": _documents,
    "documents.DocumentVersion": _versions,
    "documents.Directive": _directives,
    "documents.Signature": _signatures,
    "journal.Lesson": _lessons,
    "journal.Inspection": _inspections,
    "journal.Remark": _remarks,
    "journal.Excuse": _excuses,
    "plan.Event": _events,
    "reports.HalfYearReport": _reports,
}


def pages_of(user: User, wanted: Mapping[str, Collection[int]]) -> dict[tuple[str, int], links.Link]:
    """Records by kind and key, with their name and the page that this person may open; a query a kind."""
    found: dict[tuple[str, int], links.Link] = {}
    for label, pks in wanted.items():
        if label in OF_THE_PLAN:
            rows: Rows = named_records(user, label, pks)
        elif label in PAGES:
            rows = PAGES[label](user, pks)
        else:
            continue
        found |= {(label, pk): links.Link(title, url) for pk, title, url in rows if url}
    return found


def register() -> None:
    """Give the audit its words; called once from apps.ready()."""
    links.register_records(links.Records(KINDS, DETAILS, REASONS, pages_of))
