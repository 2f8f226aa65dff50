"""Sheets A, B, C and D of the instruction, from the file to the signed and printed paper (1.3)."""

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.core import audit
from jetekchi.documents import selectors
from jetekchi.documents.models import Acquaintance, ChangeEntry, DocumentVersion
from jetekchi.documents.tests import factories, texts
from jetekchi.organisation.models import User
from tests import cast


class Sheets(TestCase):
    """Actors: keeper of documents, holders of offices, director of the pre-university department, class leaders."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        users = [
            cls.cast.rector_office,
            cls.cast.psychologist,
            cls.cast.gulnara,
            cls.cast.aigul,
            cls.cast.damir,
        ]
        factories.accepted(*users, cls.cast.bakyt)

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def url(self, name: str, *args: object) -> str:
        return reverse(f"documents:{name}", args=args)

    def identity(self, user: User) -> dict[str, str]:
        return {"password": cast.PASSWORD, "code": cast.one_time_code(user)}

    def import_(self, text: str) -> DocumentVersion:
        client = self.by(self.cast.damir)
        file = SimpleUploadedFile("нускама.txt", text.encode())
        page = client.post(self.url("import"), {"file": file, "kind": "job_instruction", "language": "ky"})
        answer = client.post(self.url("import_confirmation"), page.context["form"].initial)
        return DocumentVersion.objects.get(pk=int(answer["Location"].rstrip("/").split("/")[-1]))

    def approve(self, version: DocumentVersion) -> None:
        factories.seated(self.cast, version)
        self.by(self.cast.damir).post(self.url("submission", version.pk))
        signing = {"seen": version.sha256, "password": cast.PASSWORD, "decision": "sign"}
        for place, user in ((1, self.cast.rector_office), (3, self.cast.psychologist)):
            line = factories.line_of(version, place)
            self.by(user).post(self.url("decision", version.pk, line.pk), signing)
        vacant = factories.line_of(version, 2)
        self.by(self.cast.damir).post(
            self.url("vacancy", version.pk, vacant.pk), {"reason": "Адам дайындала элек"}
        )

    def bring_into_force(self, version: DocumentVersion) -> DocumentVersion:
        today = version.created_at.date().isoformat()
        data = {"seen": version.sha256, **self.identity(self.cast.gulnara), "from_on": today}
        self.by(self.cast.gulnara).post(self.url("entry_into_force", version.pk), data)
        version.refresh_from_db()
        return version

    def sign(self, user: User, version: DocumentVersion) -> int:
        data = {"seen": version.sha256, **self.identity(user)}
        return self.by(user).post(self.url("acquaintance", version.pk), data).status_code

    def test_sheet_a_offices_agree_a_decline_returns_and_the_paper_shows_each_answer(self) -> None:
        version = self.import_(texts.KYRGYZ_PDF)
        factories.seated(self.cast, version)
        self.by(self.cast.damir).post(self.url("submission", version.pk))
        waiting = selectors.pending_for(self.cast.rector_office)
        self.assertEqual(waiting[0].url, self.url("route", version.pk))
        line = factories.line_of(version, 1)
        data = {"seen": version.sha256, "password": cast.PASSWORD, "decision": "return"}
        wordless = self.by(self.cast.rector_office).post(self.url("decision", version.pk, line.pk), data)
        self.assertEqual(wordless.status_code, 422)
        data["remark"] = "2.2ни кыскарткыла"
        self.by(self.cast.rector_office).post(self.url("decision", version.pk, line.pk), data)
        version.refresh_from_db()
        self.assertEqual(version.status, "returned")
        corrected = SimpleUploadedFile("н.txt", texts.KYRGYZ_PDF.replace("Күндөлүктөр", "Дептерлер").encode())
        self.by(self.cast.damir).post(self.url("text", version.pk), {"file": corrected})
        version.refresh_from_db()
        self.approve(version)
        version.refresh_from_db()
        self.assertEqual(version.status, "agreed")
        sheet = self.by(self.cast.damir).get(self.url("paper", version.pk, "A"))
        self.assertContains(sheet, "Алиев")
        self.assertContains(sheet, "<td>Юрист</td>")
        self.assertContains(sheet, "Адам дайындала элек")
        self.assertContains(self.by(self.cast.damir).get(self.url("route", version.pk)), "2.2ни кыскарткыла")
        self.assertIsNone(audit.verify())

    def test_sheet_d_every_class_leader_signs_alone_and_a_newer_text_is_due_again(self) -> None:
        version = self.import_(texts.KYRGYZ_PDF)
        self.assertEqual(self.sign(self.cast.aigul, version), 422)
        self.approve(version)
        version = self.bring_into_force(version)
        self.assertEqual(version.status, "in_force")
        due = selectors.pending_for(self.cast.aigul)
        self.assertEqual(due[0].url, self.url("acquaintance", version.pk))
        self.assertEqual(self.sign(self.cast.aigul, version), 302)
        self.assertEqual(selectors.pending_for(self.cast.aigul), [])
        sheet = self.by(self.cast.damir).get(self.url("paper", version.pk, "D"))
        self.assertContains(sheet, "Класс жетекчилердин аты-жөнү")
        self.assertContains(sheet, "Сыдыкова")
        self.assertNotContains(sheet, "Токтомушев")
        second = self.import_(texts.KYRGYZ_PDF.replace("Күндөлүктөр", "Дептерлер"))
        self.approve(second)
        self.bring_into_force(second)
        self.assertEqual(self.sign(self.cast.bakyt, version), 422)
        self.assertEqual(selectors.pending_for(self.cast.aigul)[0].url, self.url("acquaintance", second.pk))
        self.assertEqual(Acquaintance.objects.count(), 1)

    def test_sheets_b_and_c_the_change_is_registered_and_the_staff_sign_it_with_its_number(self) -> None:
        version = self.import_(texts.KYRGYZ_PDF)
        self.approve(version)
        self.bring_into_force(version)
        readers = {"audiences": ["all_staff"]}
        self.by(self.cast.damir).post(self.url("readers", version.document_id), readers)
        second = self.import_(texts.KYRGYZ_PDF.replace("Күндөлүктөр", "Дептерлер"))
        self.approve(second)
        self.bring_into_force(second)
        change = {
            "replaced_sheet": "1-барак",
            "basis": "№ 31 буйрук",
            "entered_on": "2026-09-03",
            "seen": second.sha256,
            "password": cast.PASSWORD,
        }
        self.assertEqual(
            self.by(self.cast.aigul).post(self.url("change", second.pk), change).status_code, 403
        )
        change.update(self.identity(self.cast.damir))
        entered = self.by(self.cast.damir).post(self.url("change", second.pk), change)
        self.assertEqual(entered.status_code, 302, entered.context and entered.context["form"].errors)
        self.assertEqual(ChangeEntry.objects.get().number, 1)
        sheet = self.by(self.cast.damir).get(self.url("paper", second.pk, "B"))
        self.assertContains(sheet, "Алмашылган барактын номери")
        self.assertContains(sheet, "№ 31 буйрук")
        difference = self.by(self.cast.aigul).get(self.url("difference", second.pk))
        self.assertContains(difference, "<del>Күндөлүктөр</del>")
        self.assertEqual(self.sign(self.cast.damir, second), 302)
        sheet = self.by(self.cast.damir).get(self.url("paper", second.pk, "C"))
        for words in ("Өзгөртүү №", "<td>2</td>", "Бейшеев", "<td>тарбия бөлүмүнүн башчысы</td>"):
            self.assertContains(sheet, words)
        who = self.by(self.cast.damir).get(self.url("sheet", second.pk))
        self.assertContains(who, "Эсенгулова")
        self.assertIsNone(audit.verify())
