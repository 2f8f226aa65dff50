"""What must be there before a form of tests/form_table.py can be sent: each scene returns the parts of the path."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode
from PIL import Image

from jetekchi.core import audit
from jetekchi.core.papers.qr import qr_png
from jetekchi.documents import services as papers
from jetekchi.documents.tests import factories, texts
from jetekchi.journal.selectors import inspection_protocol
from jetekchi.journal.tests import inspection_factories as inspections
from jetekchi.organisation import services
from jetekchi.organisation.models import Handover, SchoolYear, User, WorkSchedule
from jetekchi.organisation.services import entrance, importing
from jetekchi.organisation.services.importing import drafts
from jetekchi.organisation.services.schedule_route import approve_schedule
from jetekchi.organisation.tests.tables import csv_bytes
from jetekchi.plan import services as plan
from jetekchi.plan.models import Event
from jetekchi.plan.tests import event_factories as events
from jetekchi.plan.tests import factories as plans
from jetekchi.reports import services as reports
from jetekchi.reports.selectors import draft_of
from jetekchi.worklog import services as work
from jetekchi.workplace.selectors.demo import FILLED
from tests import cast
from tests.permission_world import World

PATH = dict[str, Any]
NEW_PASSWORD = "кырка чапан ак калпак 7"
STUDENTS = csv_bytes(
    ("№", "Фамилиясы", "Аты", "Класс", "Жынысы"), [("9001", "Асанов", "Бек", "10-А", "эркек")]
)


@dataclass
class Scene:
    """The lyceum, the person at the screen, and what a scene keeps for the form's words."""

    cast: cast.Cast
    world: World
    client: Client
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """As a date input sends it."""
        return timezone.localdate().isoformat()


def file(name: str, data: bytes) -> SimpleUploadedFile:
    """What a person chose from the disk."""
    return SimpleUploadedFile(name, data)


def nothing(scene: Scene) -> PATH:
    """The world of the permission table is enough."""
    return {}


# --- the doors -----------------------------------------------------------------------------------------------


def link_of_a_letter(scene: Scene) -> PATH:
    user = User.objects.get(username="aigul")
    uid, token = urlsafe_base64_encode(str(user.pk).encode()), default_token_generator.make_token(user)
    scene.client.get(f"/accounts/forgotten/{uid}/{token}/")
    return {}


def half_way_in(scene: Scene) -> PATH:
    scene.client.post("/accounts/login/", {"login": "farhat", "password": cast.PASSWORD})
    return {}


def just_came_in(scene: Scene) -> PATH:
    scene.client.post("/accounts/login/", {"login": "aigul", "password": cast.PASSWORD})
    scene.client.get("/accounts/second-factor/setup/")
    scene.kept["secret"] = scene.client.session.get(entrance.PENDING, "")
    return {}


def came_in_with_a_code(scene: Scene) -> PATH:
    user = scene.cast.aigul
    entrance.give_second_factor(by=None, user=user, secret=cast.SECOND_FACTOR_SECRET)
    scene.client.post("/accounts/login/", {"login": "aigul", "password": cast.PASSWORD})
    scene.client.post("/accounts/code/", {"code": cast.one_time_code(user)})
    return {}


def two_sessions(scene: Scene) -> PATH:
    other = Client()
    for client in (other, scene.client):
        client.post("/accounts/login/", {"login": "aigul", "password": cast.PASSWORD})
    present = scene.client.cookies[settings.SESSION_COOKIE_NAME].value
    from allauth.usersessions.models import UserSession

    found = UserSession.objects.filter(user=scene.cast.aigul).exclude(session_key=present)
    return {"pk": found.latest("pk").pk}


# --- the organisation ----------------------------------------------------------------------------------------


def handover_waits(scene: Scene) -> PATH:
    Handover.objects.filter(incoming=scene.cast.appointment_a).delete()
    return {}


def half_is_closed(scene: Scene) -> PATH:
    services.close_term(by=None, term=scene.cast.half, reason="Сыноо")
    return {}


def a_year_that_is_over(scene: Scene) -> PATH:
    """The classes may go into the next year; the page tells what it sends when nothing is touched."""
    over = timezone.localdate() - timedelta(days=1)
    SchoolYear.objects.filter(pk=scene.cast.year.pk).update(end_on=over)
    services.ensure_year(by=None, name=scene.cast.year.next_name)
    page = scene.client.get(f"/calendar/years/{scene.cast.year.name}/next/")
    scene.kept["words"] = {"seen": page.context["seen"], "order_no": "44"}
    for form in page.context["forms"]:
        for name, field_of in form.fields.items():
            value = form.get_initial_for_field(field_of, name)
            if value not in (None, ""):
                scene.kept["words"][form.add_prefix(name)] = value
    scene.kept["words"] |= {f"class-{scene.cast.group_3.pk}-fate": "stay"}
    return {}


def a_draft_of_an_import(scene: Scene) -> PATH:
    draft = drafts.keep(
        scene.cast.admin,
        kind="students",
        name="тизме.csv",
        data=STUDENTS,
        year=scene.cast.year.name,
        create_missing=True,
    )
    return {"token": draft.token}


def an_import(scene: Scene) -> PATH:
    done = importing.take_in(
        by=scene.cast.admin,
        kind=importing.STUDENTS,
        name="тизме.csv",
        data=STUDENTS,
        year_name=scene.cast.year.name,
        create_missing=True,
    )
    assert done.run is not None
    return {"pk": done.run.pk}


def account_of_a_newcomer(scene: Scene) -> PATH:
    return {"staff_pk": scene.cast.staff(scene.cast.librarian).pk}


# --- documents -----------------------------------------------------------------------------------------------


def a_draft(scene: Scene) -> PATH:
    version = factories.imported(code="КН-03")
    scene.kept["office"] = factories.line_of(version, 1).office_id
    return {"pk": version.pk}


def a_vacant_seat(scene: Scene) -> PATH:
    version = _world_version(scene)
    return {"line_pk": factories.line_of(version, 2).pk}


def an_agreed_text(scene: Scene) -> PATH:
    version = factories.agreed(scene.cast, factories.imported(code="КН-04"))
    scene.kept["seen"] = version.sha256
    return {"pk": version.pk}


def a_second_edition(scene: Scene) -> PATH:
    factories.accepted(scene.cast.damir)
    changed = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()
    version = papers.import_instruction(by=None, data=changed, name="б.txt", code="КН-01").version
    scene.kept["seen"] = version.sha256
    return {"pk": version.pk}


def an_edition_in_force(scene: Scene) -> PATH:
    version = _in_force()
    scene.kept["seen"] = version.sha256
    return {"pk": version.pk}


def on_its_way(scene: Scene) -> PATH:
    scene.kept["seen"] = _world_version(scene).sha256
    return {}


def the_agreement(scene: Scene) -> PATH:
    scene.kept["seen"] = papers.ensure_agreement().sha256
    return {}


def a_previewed_file(scene: Scene) -> PATH:
    preview = papers.preview_instruction(data=factories.DATA, name="а.txt", code="КН-05")
    scene.kept |= {"seen": preview.sha256, "content": base64.b64encode(factories.DATA).decode()}
    return {}


def an_acknowledged_directive(scene: Scene) -> PATH:
    papers.acknowledge_directive(by=scene.cast.aigul, directive=_directive(scene))
    return {}


def an_explained_directive(scene: Scene) -> PATH:
    an_acknowledged_directive(scene)
    papers.give_reason(by=scene.cast.aigul, directive=_directive(scene), reason="оорудум")
    return {}


def _directive(scene: Scene) -> Any:
    from jetekchi.documents.models import Directive

    return Directive.objects.get(executor=scene.cast.aigul.person)


def _world_version(scene: Scene) -> Any:
    from jetekchi.documents.models import DocumentVersion

    return DocumentVersion.objects.get(pk=scene.world.parts["documents pk"][0])


def _in_force() -> Any:
    from jetekchi.documents.models import DocumentVersion

    return DocumentVersion.objects.get(document__code="КН-01", status="in_force")


def a_code(scene: Scene) -> PATH:
    scene.kept["code"] = scene.world.parts["documents:verified code"][0]
    return {}


def a_scan(scene: Scene) -> PATH:
    code = scene.world.parts["documents:verified code"][0]
    square = Image.open(BytesIO(qr_png(f"https://lyceum.example/verify/{code}/"))).convert("L")
    page, scanned = Image.new("L", (900, 1200), 255), BytesIO()
    page.paste(square, (60, 60))
    page.save(scanned, "PNG")
    scene.kept["scan"] = scanned.getvalue()
    return {}


def a_personal_signature(scene: Scene) -> PATH:
    from jetekchi.documents.models import SealedPaper

    pk = scene.world.parts["documents:sealed pk"][0]
    content = bytes(SealedPaper.objects.get(pk=pk).content.data)
    scene.kept["cms"] = factories.personal_signature(content)
    return {}


# --- work and reports ----------------------------------------------------------------------------------------


def a_promise(scene: Scene) -> PATH:
    entry = work.record_work(
        by=scene.cast.aigul,
        class_group=scene.cast.class_a,
        kind="talk",
        on=timezone.localdate() - timedelta(days=1),
        text="Кайра келем",
        students=[scene.cast.nurlan],
        follow_up_on=timezone.localdate(),
    )
    return {"pk": entry.pk}


def _place(scene: Scene) -> dict[str, Any]:
    return {"class_group": scene.cast.class_a, "half": scene.cast.half}


def a_written_report(scene: Scene) -> PATH:
    sections = draft_of(**_place(scene)).sections
    words = {section.key: "Бир сүйлөм." for section in sections if section.needs_words}
    reports.save_words(by=scene.cast.aigul, words=words, **_place(scene))
    a = scene.cast.class_a.pk
    scene.kept["seen"] = scene.client.get(f"/reports/{a}/1/signature/").context["sha256"]
    return {}


def a_submitted_report(scene: Scene) -> PATH:
    sections = draft_of(**_place(scene)).sections
    words = {section.key: "Бир сүйлөм." for section in sections if section.needs_words}
    reports.save_words(by=scene.cast.aigul, words=words, **_place(scene))
    report = reports.submit(
        by=scene.cast.aigul, confirmation=factories.confirmed(scene.cast.aigul), **_place(scene)
    )
    factories.accepted(scene.cast.elmira)
    scene.kept["seen"] = report.sha256
    return {}


def an_item_of_the_plan(scene: Scene) -> PATH:
    item = plans.item(scene.cast.aigul, scene.cast.class_a, scene.cast.half)
    return {"item_pk": item.pk}


def an_item_that_was_dropped(scene: Scene) -> PATH:
    item = plans.item(scene.cast.aigul, scene.cast.class_a, scene.cast.half)
    plan.drop_item(by=scene.cast.aigul, item=item, reason="орду жок")
    return {"item_pk": item.pk}


def an_entry_that_shows_an_item(scene: Scene) -> PATH:
    item = plans.item(scene.cast.aigul, scene.cast.class_a, scene.cast.half)
    plan.mark_done(by=scene.cast.aigul, item=item, done_on=timezone.localdate())
    scene.kept["entry"] = item.evidence.get().entry_id
    return {"item_pk": item.pk}


def a_template_of_plans(scene: Scene) -> PATH:
    return {"key": plans.template(scene.cast.damir, "11").key}


def a_line_of_a_template(scene: Scene) -> PATH:
    line = plans.template(scene.cast.damir, "11").lines.first()
    assert line is not None
    return {"line_pk": line.pk}


def work_outside_the_plan(scene: Scene) -> PATH:
    cast = scene.cast
    entry = work.record_work(
        by=cast.aigul,
        class_group=cast.class_a,
        kind="class_hour",
        on=timezone.localdate(),
        text="Талкуу",
        students=[cast.nurlan],
    )
    item = plans.item(cast.aigul, cast.class_a, cast.half)
    scene.kept |= {"entry": entry.pk, "item": item.pk}
    return {"class_pk": cast.class_a.pk, "period": "1"}


def a_written_plan(scene: Scene) -> PATH:
    plans.written(scene.cast.aigul, scene.cast.class_a, scene.cast.half)
    a = scene.cast.class_a.pk
    scene.kept["seen"] = scene.client.get(f"/plans/{a}/1/signature/").context["sha256"]
    return {}


def a_submitted_plan(scene: Scene) -> PATH:
    factories.accepted(scene.cast.damir)
    paper = plans.submitted(scene.cast.aigul, scene.cast.class_a, scene.cast.half)
    scene.kept["seen"] = paper.sha256
    return {}


def an_approved_plan(scene: Scene) -> PATH:
    factories.accepted(scene.cast.damir)
    plans.approved(scene.cast.aigul, scene.cast.damir, scene.cast.class_a, scene.cast.half)
    return {}


def no_schedule_under_way(scene: Scene) -> PATH:
    """The one before the director is approved."""
    schedule = WorkSchedule.objects.get(staff=scene.cast.staff(scene.cast.aigul))
    approve_schedule(by=scene.cast.gulnara, schedule=schedule)
    return {"staff_pk": scene.cast.staff(scene.cast.aigul).pk}


def a_schedule_in_hand(scene: Scene) -> PATH:
    """Taken back from the director, open again."""
    schedule = WorkSchedule.objects.get(staff=scene.cast.staff(scene.cast.aigul))
    services.take_back_schedule(by=scene.cast.aigul, schedule=schedule)
    return {"pk": schedule.pk}


def a_schedule_to_write(scene: Scene) -> PATH:
    path = a_schedule_in_hand(scene)
    page = scene.client.get(f"/schedules/versions/{path['pk']}/edit/")
    scene.kept["seen"] = page.context["head"]["seen"].value()
    return path


def a_schedule_to_sign(scene: Scene) -> PATH:
    path = a_schedule_in_hand(scene)
    page = scene.client.get(f"/schedules/versions/{path['pk']}/signature/")
    scene.kept["seen"] = page.context["sha256"]
    return path


def an_inspection_to_sign(scene: Scene) -> PATH:
    inspection = inspections.inspection(scene.cast.damir, scene.cast.class_a)
    scene.kept["seen"] = inspection_protocol(inspection).sha256
    return {"kind": "inspection_protocol", "pk": inspection.pk}


def a_schedule_before_the_director(scene: Scene) -> PATH:
    schedule = WorkSchedule.objects.get(staff=scene.cast.staff(scene.cast.aigul))
    scene.kept["seen"] = schedule.sha256
    return {"pk": schedule.pk}


def an_address_of_a_calendar(scene: Scene) -> PATH:
    services.make_feed_address(by=scene.cast.aigul)
    return {}


def a_class_hour(scene: Scene) -> PATH:
    return {"event_pk": events.class_hour(scene.cast.aigul, scene.cast.class_a).pk}


def a_class_hour_held(scene: Scene) -> PATH:
    event = events.class_hour(scene.cast.aigul, scene.cast.class_a)
    plan.hold_event(by=scene.cast.aigul, event=event, result="")
    return {"event_pk": event.pk}


def an_outing_with_an_adult(scene: Scene) -> PATH:
    event = events.outing(scene.cast.aigul, scene.cast.class_a, scene.cast.staff(scene.cast.psychologist))
    plan.fill_usual_hazards(by=scene.cast.aigul, event=event)
    scene.kept["hazard"] = event.hazards.order_by("pk").first().pk
    return {"event_pk": event.pk}


def an_outing_submitted(scene: Scene) -> PATH:
    path = an_outing_with_an_adult(scene)
    factories.accepted(scene.cast.damir)
    plan.submit_risk(by=scene.cast.aigul, event=_event(path))
    scene.kept["seen"] = _event(path).acts.get(deed="submitted").sha256
    return path


def _event(path: PATH) -> Event:
    return Event.objects.get(pk=path["event_pk"])


def an_invented_lyceum(scene: Scene) -> PATH:
    audit.record_key(None, FILLED, "demo", "1")
    return {}


def nobody_is_here_yet(scene: Scene) -> PATH:
    from jetekchi.organisation.services import setup

    assert not User.objects.exists()
    scene.kept["code"] = setup.setup_code()
    return {}
