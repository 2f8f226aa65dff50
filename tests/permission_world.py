"""The objects that the addresses of the table ask for: each once in class A and once in class B."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from jetekchi.core import attachments
from jetekchi.organisation import services
from jetekchi.organisation.models import (
    Appointment,
    CalendarDay,
    Guardianship,
    Handover,
    ImportRun,
    RoleGrant,
    Teaching,
)
from tests.addresses import Address, addresses
from tests.cast import Cast

MISSING = 10**12
# Stands in every record of class B; nobody of class A ever sees it.
CANARY = "канарейкажан"
Pair = tuple[dict[str, Any], dict[str, Any]]


@dataclass
class World:
    """What stands for a path's part: by address and part, else by part alone; (of class A, of class B)."""

    parts: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def pair(self, address: Address) -> list[dict[str, Any]]:
        """What to put into the path: for class A and class B; once where the path asks for nothing."""
        if not address.kwargs:
            return [{}]
        both = [self.part(address, part) for part in address.kwargs]
        sides = [dict(zip(address.kwargs, (one[side] for one in both), strict=True)) for side in (0, 1)]
        return sides if sides[0] != sides[1] else sides[:1]

    def part(self, address: Address, part: str) -> tuple[Any, Any]:
        """The two values of one part of a path."""
        app = address.name.rpartition(":")[0]
        for key in (f"{address.name} {part}", f"{app} {part}", part):
            if key in self.parts:
                return self.parts[key]
        raise AssertionError(
            f"{address.name} asks for <{part}>: give it in tests/permission_world.py, for class A and class B,"
            f' as world.parts["{address.name} {part}"] = (…, …)'
        )

    def missing(self, address: Address) -> dict[str, Any]:
        """The same path with a record that does not exist."""
        given = dict(self.pair(address)[0])
        for part, value in given.items():
            if isinstance(value, int) and part not in {"half", "number"}:
                given[part] = MISSING
            elif isinstance(value, uuid.UUID):
                given[part] = uuid.UUID(int=1)
        return given


def build(cast: Cast) -> World:
    """Everything the table needs; each app adds its own records."""
    world = World()
    for add in (organisation, *OTHERS):
        if add.__name__ == "organisation" or apps.is_installed(f"jetekchi.{add.__name__}"):
            add(world, cast)
    return world


def organisation(world: World, cast: Cast) -> None:
    """People, classes, seats, the calendar, imports, the doors."""
    a, b = cast.appointment_a, cast.appointment_b
    run = ImportRun.objects.create(kind="students", file_name="тизме.csv", sha256="0" * 64, by=cast.admin)
    day = CalendarDay.objects.create(day=cast.year.start_on, kind=CalendarDay.Kind.HOLIDAY)
    world.parts |= {
        "class_pk": (cast.class_a.pk, cast.class_b.pk),
        "student_pk": (cast.nurlan.pk, cast.sanjar.pk),
        "staff_pk": (a.leader_id, b.leader_id),
        "unit_pk": same(cast.lyceum.pk),
        "office_pk": same(cast.quality_office.pk),
        "term_pk": same(cast.half.pk),
        "day_pk": same(day.pk),
        "organisation:slips key": (f"students-{cast.class_a.pk}", f"students-{cast.class_b.pk}"),
        "organisation:setting_edit key": same("report_due_days"),
        "organisation:import_run pk": same(run.pk),
        "organisation kind": same("students"),
        "organisation:next_year name": same(cast.year.name),
        "organisation token": same(uuid.UUID(int=1)),
        "organisation:handover_paper kind": same("pdf"),
        "account_reset_password_link uid": same("MQ"),
        "account_reset_password_link token": same("x"),
        "session_end pk": same(MISSING),
    }
    _add_relations(world, cast)


def _add_relations(world: World, cast: Cast) -> None:
    a, b = cast.appointment_a, cast.appointment_b
    uncle = services.add_person(by=None, surname="Өмүралиев", given="Эркин", sex="m")
    teachings = [Teaching.objects.get(class_group=group) for group in (cast.class_a, cast.class_b)]
    kin = Guardianship.objects.get(student=cast.nurlan, is_barred=False)
    kin_b = services.add_guardian(by=None, student=cast.sanjar, person=uncle, kind=Guardianship.Kind.RELATIVE)
    grants = [RoleGrant.objects.get(user=user) for user in (cast.aigul, cast.bakyt)]
    protocols = [handover(cast, appointment) for appointment in (a, b)]
    for name, pair in {
        "handover": protocols,
        "handover_confirm": protocols,
        "handover_paper": protocols,
        "teaching_end": teachings,
        "appointment_end": (a, b),
        "appointment_order": (a, b),
        "guardian_edit": (kin, kin_b),
        "guardian_bar": (kin, kin_b),
        "guardian_admit": (kin, kin_b),
        "guardian_take_back": (kin, kin_b),
        "role_end": grants,
    }.items():
        world.parts[f"organisation:{name} pk"] = (pair[0].pk, pair[1].pk)


def handover(cast: Cast, incoming: Appointment) -> Handover:
    """The librarian led the class before and hands its papers over."""
    before = cast.year.start_on - timedelta(days=1)
    outgoing = Appointment.objects.create(
        class_group=incoming.class_group,
        leader=cast.staff(cast.librarian),
        order_no="1",
        order_on=before,
        from_on=before,
        until_on=before,
    )
    return services.write_handover(
        by=None, outgoing=outgoing, incoming=incoming, on=cast.year.start_on, papers="иш кагаздар", remarks=""
    )


def same(value: Any) -> tuple[Any, Any]:
    """What belongs to no class stands once."""
    return value, value


def documents(world: World, cast: Cast) -> None:
    """An instruction on its way, the signatures of both leaders, a directive for each."""
    from jetekchi.documents import services as papers
    from jetekchi.documents.tests import factories

    factories.accepted(cast.aigul, cast.bakyt, cast.rector_office, cast.psychologist, cast.gulnara)
    factories.in_force(cast)
    version = factories.imported(code="КН-02")
    factories.seated(cast, version)
    papers.submit_for_approval(by=cast.damir, version=version)
    line = version.route.lines.get(order=1)
    signatures = [signer.signatures.get() for signer in (cast.aigul, cast.bakyt)]
    directives = [
        papers.issue_directive(
            by=cast.farhat,
            number=number,
            given_on=cast.year.start_on,
            text=text,
            executor=leader.person,
            due_on=timezone.localdate(),
        )
        for number, text, leader in (("1", "тескеме", cast.aigul), ("2", CANARY, cast.bakyt))
    ]
    world.parts |= {
        "documents pk": same(version.pk),
        "documents:document pk": same(version.document_id),
        "documents:readers pk": same(version.document_id),
        "documents line_pk": same(line.pk),
        "documents key": same("A"),
        "documents:signature pk": (signatures[0].pk, signatures[1].pk),
        "documents:signed_content pk": (signatures[0].pk, signatures[1].pk),
    }
    for address in addresses():
        if address.name.startswith("documents:directive") and address.kwargs:
            world.parts[f"{address.name} pk"] = (directives[0].pk, directives[1].pk)


def worklog(world: World, cast: Cast) -> None:
    """An entry, a file and an accident in each class."""
    from jetekchi.worklog import services as work
    from jetekchi.worklog.models import WorkKind

    kinds = work.ensure_kinds()
    kind = next(kind for kind in kinds if kind.needs == WorkKind.Needs.STUDENTS and not kind.is_accident)
    entries, accidents = [], []
    for leader, student, text in (
        (cast.aigul, cast.nurlan, "маек болду"),
        (cast.bakyt, cast.sanjar, f"{CANARY} жазуу"),
    ):
        entries.append(
            work.record_work(
                by=leader,
                class_group=student.class_group,
                kind=kind,
                on=timezone.localdate(),
                text=text,
                students=[student],
                is_restricted=False,
                files=[attachments.keep_bytes(by=leader, name=f"{text}.txt", data=text.encode())],
            )
        )
        accidents.append(
            work.report_accident(
                by=leader,
                students=[student],
                happened_at=timezone.now(),
                place=text,
                text=text,
                first_aid=text,
            )
        )
    pks = entries[0].pk, entries[1].pk
    world.parts |= {
        "worklog pk": pks,
        "worklog:kind pk": same(kind.pk),
        "worklog:student_chronology pk": (cast.nurlan.pk, cast.sanjar.pk),
        "worklog:class_chronology pk": (cast.class_a.pk, cast.class_b.pk),
        "worklog:leader_chronology pk": (cast.appointment_a.leader_id, cast.appointment_b.leader_id),
        "worklog:file key": tuple(entry.files.get().key for entry in entries),
        "worklog:accident_file key": same(uuid.UUID(int=1)),
    }
    for address in addresses():
        if address.name.startswith("worklog:accident") and address.kwargs:
            world.parts[f"{address.name} pk"] = (accidents[0].pk, accidents[1].pk)


def journal(world: World, cast: Cast) -> None:
    """Pages of a class and of a student."""
    world.parts |= {
        "journal pk": (cast.class_a.pk, cast.class_b.pk),
        "journal:student pk": (cast.nurlan.pk, cast.sanjar.pk),
        "journal number": same(1),
    }


def reports(world: World, cast: Cast) -> None:
    """The report of each class."""
    world.parts |= {"reports half": same(1)}


def compliance(world: World, cast: Cast) -> None:
    """The duties of each class."""
    world.parts |= {"compliance number": same("1.1")}


def workplace(world: World, cast: Cast) -> None:
    """Handbooks."""
    world.parts |= {"workplace role": same("class_leader")}


OTHERS: tuple[Callable[[World, Cast], None], ...] = (
    documents,
    worklog,
    journal,
    reports,
    compliance,
    workplace,
)
