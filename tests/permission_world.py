"""The objects that the addresses of the table ask for: each once in class A and once in class B."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jetekchi.core import attachments
from jetekchi.core.papers import Paper, to_pdf
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
from tests.cast import build as build_cast
from tests.kept import kept

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


def peopled() -> tuple[Cast, World]:
    """The cast and, on top of it, the world."""

    def both() -> tuple[Cast, World]:
        people = build_cast()
        return people, build(people)

    return kept("world", both)


def build(cast: Cast) -> World:
    """Everything the table needs; each app adds its own records."""
    world = World()
    for add in (organisation, *OTHERS):
        if add.__name__ in ("organisation", "class_life") or apps.is_installed(f"jetekchi.{add.__name__}"):
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
    schedules(world, cast)


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


def schedules(world: World, cast: Cast) -> None:
    """The work schedule of each leader, before the director."""
    from jetekchi.organisation.selectors.schedules import Line
    from jetekchi.organisation.services.schedule_route import submit_schedule

    pks = []
    for leader, words in ((cast.aigul, "класстык саат"), (cast.bakyt, f"{CANARY} саат")):
        schedule = services.begin_schedule(by=leader, staff=cast.staff(leader), year=cast.year)
        line = Line(1, time(14, 0), time(14, 45), words, words)
        services.save_schedule(by=leader, schedule=schedule, from_on=schedule.from_on, lines=[line])
        submit_schedule(by=leader, schedule=schedule)
        pks.append(schedule.pk)
    for name in ("schedule_version", "schedule_edit", "schedule_take_back"):
        world.parts[f"organisation:{name} pk"] = (pks[0], pks[1])
    for name in ("schedule_signature", "schedule_decision", "schedule_paper"):
        world.parts[f"documents:{name} pk"] = (pks[0], pks[1])
    world.parts["documents:schedule_paper kind"] = same("pdf")


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
    """Pages of a class and of a student; a lesson of each class; an inspection of each with a remark to its leader."""
    from jetekchi.journal import services
    from jetekchi.journal.tests import inspection_factories as made
    from jetekchi.journal.tests import lesson_factories

    excuses = [
        lesson_factories.excuse(cast, student, leader, words)
        for student, leader, words in (
            (cast.nurlan, cast.aigul, "сасык тумоо"),
            (cast.sanjar, cast.bakyt, CANARY),
        )
    ]
    inspections, remarks = [], []
    for leader, group, words in ((cast.aigul, cast.class_a, "журнал"), (cast.bakyt, cast.class_b, CANARY)):
        inspections.append(made.inspection(cast.damir, group, subject=words, words=words))
        remarks.append(made.remark(cast.damir, inspections[-1], leader.person, words=words))
    kind = services.save_kind(by=None, name="Текшерүү иш", weight=2, is_test=True)
    world.parts |= {
        "journal kind_pk": same(kind.pk),
        "journal inspection_pk": (inspections[0].pk, inspections[1].pk),
        "documents:protocol_signature pk": (inspections[0].pk, inspections[1].pk),
        "documents:protocol_signature kind": same("inspection_protocol"),
        "journal remark_pk": (remarks[0].pk, remarks[1].pk),
        "journal lesson_pk": (
            lesson_factories.lesson_today(cast, cast.class_a).pk,
            lesson_factories.lesson_today(cast, cast.class_b, topic=CANARY).pk,
        ),
        "journal student_pk": (cast.nurlan.pk, cast.sanjar.pk),
        "journal pk": (cast.class_a.pk, cast.class_b.pk),
        **{
            f"journal:{name} pk": (cast.nurlan.pk, cast.sanjar.pk)
            for name in ("student", "diary", "diary_seen", "diary_remark", "excuse_new")
        },
        "journal excuse_pk": (excuses[0].pk, excuses[1].pk),
        "journal number": same(1),
        "journal weekday": same(1),
        "journal part_pk": tuple(
            services.set_part(by=None, class_group=group, name=name, students=[]).pk
            for group, name in ((cast.class_a, "1-бөлүк"), (cast.class_b, CANARY))
        ),
        "journal subject_pk": same(cast.maths.pk),
    }


def plan(world: World, cast: Cast) -> None:
    """An item in the plan of each class, which nobody has signed yet."""
    from jetekchi.plan.tests import factories

    a = factories.item(cast.aigul, cast.class_a, cast.half)
    b = factories.item(cast.bakyt, cast.class_b, cast.half, title=CANARY)
    line = factories.template(cast.damir).lines.first()
    assert line is not None
    world.parts |= {
        "plan period": same("1"),
        "plan item_pk": (a.pk, b.pk),
        "plan code": same("civic"),
        "plan key": same("10"),
        "plan line_pk": same(line.pk),
    }
    events(world, cast)
    seals(world, cast)


def seals(world: World, cast: Cast) -> None:
    """The plan of each class for half-year II under seal, with a personal signature and a scan."""
    from jetekchi.documents.models import (
        OutsideSignature,
        PaperScan,
        SealCertificate,
        SealedPaper,
        SignedContent,
    )
    from jetekchi.plan.models import PlanPaper

    half = cast.year.terms.get(kind="half_year", number=2)
    certificate = SealCertificate.objects.create(fingerprint="c" * 64, pem="-")
    parts: dict[str, list[Any]] = {"sealed": [], "outside_file": [], "scan_file": [], "code": []}
    for group, leader, sign in ((cast.class_a, cast.aigul, "A"), (cast.class_b, cast.bakyt, "B")):
        words = CANARY if sign == "B" else "скан"
        plan = PlanPaper.objects.create(
            class_group=group, half_year=half, state="submitted", edition=1, sha256="0" * 64,
            frozen_at=timezone.now(), material={"items": []},
        )  # fmt: skip
        paper = SealedPaper.objects.create(
            code=sign * 12, kind="class_plan", subject="plan.planpaper", subject_pk=str(plan.pk), edition="1",
            signed_sha256="0" * 64, fingerprint=sign * 64, sha256=sign * 64, certificate=certificate,
            signatures=[{"office": "Class leader", "at": timezone.now().isoformat()}],
            content=SignedContent.objects.create(sha256=sign * 64, data=to_pdf(Paper(words))),
        )  # fmt: skip
        outside = OutsideSignature.objects.create(
            paper=paper, data=b"0", sha256=sign * 64, signer=CANARY if sign == "B" else "-", issuer="-",
            serial="1", added_by=leader,
        )  # fmt: skip
        kept = attachments.keep(by=leader, upload=SimpleUploadedFile(f"{words}.txt", "скан".encode()))
        scan = PaperScan.objects.create(paper=paper, attachment=kept, is_code_read=True, added_by=leader)
        for part, value in zip(parts, (paper.pk, outside.pk, scan.pk, paper.code), strict=True):
            parts[part].append(value)
    for name in ("sealed", "sealed_file", "outside_signature"):
        world.parts[f"documents:{name} pk"] = (parts["sealed"][0], parts["sealed"][1])
    for name in ("outside_file", "scan_file"):
        world.parts[f"documents:{name} pk"] = (parts[name][0], parts[name][1])
    world.parts["documents:verified code"] = (parts["code"][0], parts["code"][1])


def events(world: World, cast: Cast) -> None:
    """An outing of each class with a file, and an event of the listeners' group to which both classes are invited."""
    from jetekchi.plan import services as plans
    from jetekchi.plan.models import EventKind
    from jetekchi.plan.tests import event_factories as made

    a = made.outing(cast.aigul, cast.class_a)
    b = made.outing(cast.bakyt, cast.class_b, theme=CANARY)
    open_house = made.class_hour(cast.damir, cast.group_3, theme="Ачык эшик күнү")
    plans.invite_classes(by=cast.damir, event=open_house, classes=[cast.class_a, cast.class_b])
    files = [
        plans.add_files(by=by, event=event, kind="other", uploads=[SimpleUploadedFile("план.txt", b"plan")])[
            0
        ]
        for by, event in ((cast.aigul, a), (cast.bakyt, b))
    ]
    world.parts |= {
        "plan event_pk": (a.pk, b.pk),
        "plan student_pk": (cast.nurlan.pk, cast.sanjar.pk),
        "plan file_pk": (files[0].pk, files[1].pk),
        "plan kind_pk": same(EventKind.objects.get(code="excursion").pk),
        "plan:event_answer event_pk": same(open_house.pk),
        "plan:event_answer class_pk": (cast.class_a.pk, cast.class_b.pk),
    }


def class_life(world: World, cast: Cast) -> None:
    """Self-government and library of each class; where a class is too small for a ballot, its roll stands there anyway."""
    from jetekchi.plan.models import Elector
    from jetekchi.plan.tests import selfgov_factories as made

    sides = ((cast.aigul, cast.nurlan, cast.meerim, "Иш"), (cast.bakyt, cast.sanjar, cast.sanjar, CANARY))
    parts: dict[str, list[int]] = {}
    for leader, student, other, words in sides:
        group = student.class_group
        term = made.term(leader, student)
        election = made.announced(leader, group)
        candidate = services_of_plan().name_candidate(
            by=leader, election=election, student=other, words=words
        )
        Elector.objects.create(election=election, student=student)
        books = made.reading_list(leader, group, title=words)
        for part, record in {
            "term_pk": term,
            "assignment_pk": made.assignment(leader, term, title=words),
            "election_pk": election,
            "candidate_pk": candidate,
            "request_pk": made.asked(leader, group, theme=words),
            "list_pk": books,
            "title_pk": books.titles.first(),
            "visit_pk": made.visit(leader, group, purpose=words),
        }.items():
            parts.setdefault(part, []).append(record.pk)
        parts.setdefault("minutes", []).append(made.not_held(leader, group).pk)
    closed = parts.pop("minutes")
    world.parts |= {f"plan {part}": (a, b) for part, (a, b) in parts.items()}
    world.parts |= {"plan:minutes election_pk": (closed[0], closed[1]), "plan office_code": same("monitor")}


def services_of_plan() -> Any:
    """The services of the plan, brought in late like every app's."""
    from jetekchi.plan import services as plan_services

    return plan_services


def reports(world: World, cast: Cast) -> None:
    """The report of each class."""
    world.parts |= {"reports half": same(1)}


def compliance(world: World, cast: Cast) -> None:
    """The duties of each class."""
    world.parts |= {"compliance number": same("1.1")}


def workplace(world: World, cast: Cast) -> None:
    """Handbooks."""
    world.parts |= {
        "workplace role": same("class_leader"),
        "workplace secret": same("x"),
        "workplace paper": same("events"),
    }


OTHERS: tuple[Callable[[World, Cast], None], ...] = (
    documents,
    worklog,
    journal,
    plan,
    class_life,
    reports,
    compliance,
    workplace,
)
