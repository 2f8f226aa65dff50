"""What must be there before a form of tests/form_table.py can be sent: each scene returns the parts of the path."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from jetekchi.core import audit
from jetekchi.documents import services as papers
from jetekchi.documents.tests import factories, texts
from jetekchi.organisation import services
from jetekchi.organisation.models import Handover, SchoolYear, User
from jetekchi.organisation.services import entrance, importing
from jetekchi.organisation.services.importing import drafts
from jetekchi.organisation.tests.tables import csv_bytes
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


def an_invented_lyceum(scene: Scene) -> PATH:
    audit.record_key(None, FILLED, "demo", "1")
    return {}


def nobody_is_here_yet(scene: Scene) -> PATH:
    from jetekchi.organisation.services import setup

    assert not User.objects.exists()
    scene.kept["code"] = setup.setup_code()
    return {}
