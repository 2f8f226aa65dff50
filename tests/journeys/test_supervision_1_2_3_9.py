"""Clauses 1.2 and 3.9: the supervision visits, remarks and verifies; the leader keeps the papers in order."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.compliance import selectors as compliance
from jetekchi.compliance.tests import factories as papers
from jetekchi.core import audit
from jetekchi.core.http import new_form_key
from jetekchi.core.remember import forget
from jetekchi.journal.models import Inspection, Remark
from jetekchi.organisation.models import Term, User
from jetekchi.reports.selectors import draft_of
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class Supervision(TestCase):
    """Actors: the head of upbringing at the desk, the class leader who mends, the director who verifies."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()
        cls.today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=cls.today - timedelta(days=40), end_on=cls.today + timedelta(days=60)
        )

    def setUp(self) -> None:
        cache.clear()
        forget()
        self.cast.half.refresh_from_db()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def cell(self, number: str):
        forget()
        found = compliance.leader_matrix(self.cast.half, self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == number)

    def inspect(self, **more: str) -> Inspection:
        words = {
            "kind": "papers", "on": self.today.isoformat(), "subject": "Класстык журнал", "grade": "3",
            "words": "Жазуулар толук эмес", "remark": "Ноябрдын баалары жок", "paper": "journal",
            "addressee": str(self.cast.aigul.person_id), "form_key": new_form_key(),
            "due_on": (self.today + timedelta(days=2)).isoformat(), **more,
        }  # fmt: skip
        damir = self.by(self.cast.damir)
        for _twice in range(2):
            damir.post(reverse("journal:inspection_new", args=[self.cast.class_a.pk]), words)
        return Inspection.objects.get()

    def test_from_the_desk_to_the_verified_remark_and_the_matrix(self) -> None:
        c = self.cast
        damir, aigul, farhat = self.by(c.damir), self.by(c.aigul), self.by(c.farhat)
        damir.get(reverse("compliance:leader", args=[c.class_a.pk]))
        self.assertContains(damir.get("/"), 'href="/desk/"')
        board = damir.get("/desk/classes/")
        self.assertContains(board, f"/inspections/class/{c.class_a.pk}/new/")
        inspection = self.inspect()
        (remark,) = inspection.remarks.all()
        self.assertTrue(self.cell("3.9").fulfilled)
        Remark.objects.update(due_on=self.today - timedelta(days=1), made_on=self.today - timedelta(days=3))
        self.assertFalse(self.cell("3.9").fulfilled)
        forget()
        board = damir.get("/desk/classes/?show=late")
        row = next(row for row in board.context["rows"] if row.group == c.class_a)
        cell = next(cell for cell in row.cells if cell.column.key == "remarks")
        self.assertEqual((cell.mark.state, cell.may_remind), ("late", True))
        damir.post(reverse("workplace:remind", args=[c.class_a.pk, "remarks"]))
        notices = aigul.get("/notices/")
        self.assertContains(notices, f"/inspections/?group={c.class_a.pk}")
        self.assertContains(aigul.get("/"), f"/remarks/{remark.pk}/")
        aigul.post(f"/remarks/{remark.pk}/mend/", {"words": "Баалар коюлду"})
        self.assertNotContains(aigul.get("/"), f'href="/remarks/{remark.pk}/"')
        desk = farhat.get("/desk/?kind=remarks")
        self.assertContains(desk, f"/remarks/{remark.pk}/")
        farhat.post(f"/remarks/{remark.pk}/judge/", {"decision": "verify", "words": ""})
        self.assertNotContains(farhat.get("/desk/"), f"/remarks/{remark.pk}/")
        self.assertTrue(self.cell("3.9").fulfilled)
        self.assertTrue(self.cell("1.2").fulfilled)
        report = draft_of(c.class_a, c.half)
        section = next(one for one in report.sections if one.key == "papers")
        self.assertEqual(
            (section.figures["inspections_held"], section.figures["inspections_verified"]), (1, 1)
        )
        protocol = aigul.get(reverse("journal:inspection_print", args=[inspection.pk]))
        self.assertTrue(protocol.content.startswith(b"%PDF"))
        self.assertIsNone(audit.verify())

    def test_others_find_nothing_and_change_nothing(self) -> None:
        c = self.cast
        (remark,) = self.inspect().remarks.all()
        for user in (c.bakyt, c.chynara, c.psychologist, c.nurlan_user, c.ainura, c.admin):
            client = self.by(user)
            self.assertEqual(client.get(f"/remarks/{remark.pk}/").status_code, 404, user.username)
            for verb in ("mend", "judge", "pass-on", "withdraw"):
                answer = client.post(f"/remarks/{remark.pk}/{verb}/", {"words": "х", "decision": "verify"})
                self.assertEqual(answer.status_code, 404, (user.username, verb))
            self.assertEqual(client.get("/desk/").status_code, 403, user.username)
        aigul = self.by(c.aigul)
        aigul.post(f"/remarks/{remark.pk}/mend/", {"words": "болду"})
        self.assertEqual(aigul.post(f"/remarks/{remark.pk}/judge/", {"decision": "verify"}).status_code, 403)
        remark.refresh_from_db()
        self.assertEqual(remark.state, "mended")
