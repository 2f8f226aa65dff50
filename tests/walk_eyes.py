"""What is looked for in the kept answers of the walk: leaks, headers, lists that leave as files."""

import csv
import io
import re
import zipfile
from html import unescape
from urllib.parse import quote, urlencode, urljoin

from jetekchi.core import remember
from jetekchi.core.models import AuditEvent
from jetekchi.core.sheets.signs import FORMULA
from jetekchi.organisation.models import Person, Staff, Student
from jetekchi.worklog.models import AccidentReport, WorkEntry
from tests.addresses import addresses
from tests.alive import MARKUP, PARAMETERS, REFLECTED, Alive
from tests.permission_table import PUBLIC, TABLE
from tests.permission_world import CANARY
from tests.walk import PHONE, SECRET, STRANGER, Answer, Walked, urls
from tests.walk_files import Files

BY_ADDRESS = re.compile(r"<form(?![^>]*method=.post)[^>]*>.*?</form>", re.DOTALL | re.I)
LEAKY = re.compile(r"Server|X-Powered-By|Django|Python|gunicorn", re.I)
EXPORTERS = ("farhat", "admin", "aigul", "damir", "elmira", "nurlan_user")
# Pages of self-government name the own classmates: who holds an office, who stands for one.
CLASSMATES = frozenset({"plan:self_government", "plan:election", "plan:ballot", "plan:term"})
SIGNS = ("=1+1", "+7-7", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =1", '"=1')


class Leaks(Files):
    """What a family and the offices never get: bytes, not looks."""

    __test__ = False

    def seen_by(self, name: str, only: str = "", without: frozenset[str] = frozenset()) -> str:
        """Everything that all pages and files show this person; `without` are addresses left aside."""

        def asked(where: str) -> bool:
            return f"{where} GET" in TABLE and only in where and where not in without

        # What is refused has no words of its own.
        bodies = [
            self.answer(name, "GET", address, side).body
            for address in addresses()
            if asked(address.name)
            for side, _url in enumerate(urls(self.world, address))
        ]
        bodies += [self.told(name, file).body for file in self.files if asked(file.name)]
        search = next(address for address in addresses() if address.name == "workplace:search")
        for words in (SECRET, "Мээрим", "Нурлан"):
            page = self.ask(name, "GET", f"/search/?q={quote(words)}", search)
            # One find leads straight to it.
            self.assertIn(page.status, (200, 302), name)
            bodies.append(page.body.replace(f'value="{words}"', ""))
        return "\n".join(bodies)

    def test_a_student_and_a_mother_see_no_other_student_no_foreign_phone_and_no_entry(self):
        # A student reads who stands for an office of the own class; a mother does not.
        for name, known in (("nurlan_user", CLASSMATES), ("ainura", frozenset())):
            seen = self.seen_by(name, without=known)
            self.assertIn("Нурлан", seen)
            for hidden in (
                "Бакыт кызы",
                PHONE,
                "777 000 111",
                "777 222 333",
                "Зуура",
                f"Ачык {SECRET}",
                f"Жабык {SECRET}",
            ):
                self.assertNotIn(hidden, seen, f"{name}: {hidden}")

    def test_a_barred_father_and_a_listener_see_nobody_of_the_class(self):
        for name in ("kubat", "tilek_user"):
            seen = self.seen_by(name)
            for hidden in ("Бакыт кызы", "Нурлан Кубатович", PHONE, f"Ачык {SECRET}", "Соттун чечими"):
                self.assertNotIn(hidden, seen, f"{name}: {hidden}")

    def test_restricted_words_reach_no_page_file_or_report_of_the_offices_without_the_right(self):
        for name in ("damir", "elmira", "admin", "rector_office"):
            seen = self.seen_by(name)
            self.assertNotIn(f"Жабык {SECRET}", seen, name)
            self.assertNotIn(f"Иш-чара жабык {SECRET}", seen, name)

    def test_even_the_leaders_report_leaves_restricted_words_out(self):
        self.assertNotIn(f"жабык {SECRET}", self.seen_by("aigul", only="reports:").lower())

    def test_the_leader_does_read_what_is_hidden_from_others(self):
        seen = self.seen_by("aigul", only="worklog:")
        for words in (f"Ачык {SECRET}", f"Жабык {SECRET}", f"Иш-чара жабык {SECRET}"):
            self.assertIn(words, seen)


# Reading leaves its own trace on purpose: who looked at what.
TRACES = frozenset(
    {"compliance_look", "core_auditchain", "core_auditevent", "django_session", "usersessions_usersession"}
)
STRANGERS_TO_B = ("aigul", "librarian", "nurlan_user", "tilek_user", "ainura", "kubat")
# Requests of every class come to the librarian's desk: their words, never a name of the class.
HER_DESK = {
    ("librarian", name)
    for name in ("plan:library_request", "plan:library_desk", "workplace:home", "workplace:notices")
}


class Reading(Files):
    """What a page does not do, and what it does not show, whoever opens it."""

    __test__ = False

    def test_reading_changes_nothing(self):
        wrote = {
            f"{name} as {actor}": sorted(answer.wrote - TRACES)
            for (actor, name, _side), answer in [*self.kept.items(), *self.refused.items()]
            if not answer.wrote <= TRACES and f"{name} GET" in TABLE
        }
        self.assertEqual(wrote, {})
        self.assertTrue(any(answer.wrote for answer in self.kept.values()), "nothing seen: it proves nothing")

    def test_what_only_changes_answers_neither_get_nor_head_and_what_only_shows_takes_no_post(self):
        for address in addresses():
            shows, changes = (f"{address.name} {method}" in TABLE for method in ("GET", "POST"))
            refused = (("GET", "HEAD") if changes and not shows else ()) + (
                ("POST",) if shows and not changes else ()
            )
            for method in refused:
                self.assertEqual(
                    self.answer("farhat", method, address, 0).status, 405, f"{method} {address.name}"
                )

    def test_no_form_that_goes_by_address_carries_the_key(self):
        for (actor, name, _side), answer in self.kept.items():
            for form in BY_ADDRESS.findall(answer.body):
                self.assertNotIn("csrfmiddlewaretoken", form, f"{name} as {actor}")
            self.assertNotRegex(answer.body, r"(href|src|action)=\"[^\"]*csrf", f"{name} as {actor}")

    def test_no_page_form_file_or_refusal_says_a_word_of_b_to_strangers_and_who_may_reads_them(self):
        self.assertGreater(len(self.pages_with("bakyt", CANARY)), 10)
        self.assertGreater(len(self.files_with("damir", CANARY)), 10)
        for actor in STRANGERS_TO_B:
            met = self.pages_with(actor, CANARY) + self.files_with(actor, CANARY)
            self.assertEqual([name for name in met if (actor, name) not in HER_DESK], [], actor)
            self.assertEqual(self.pages_with(actor, f"өмүралиев {CANARY}"), [], actor)

    def pages_with(self, actor: str, words: str) -> list[str]:
        return [
            name
            for (who, name, _side), answer in self.kept.items()
            if who == actor and words in answer.body.lower()
        ]

    def files_with(self, actor: str, words: str) -> list[str]:
        return [file.name for file in self.files if words in self.told(actor, file).body.lower()]


class Planted(Walked):
    """What somebody puts into an address comes back as text, never as markup (T10)."""

    __test__ = False

    def asked(self, body: str) -> list[str]:
        """Every parameter that the page itself puts into addresses, and those that any page might look for."""
        filters = "".join(re.findall(r'<form[^>]*method="get".*?</form>', body, re.DOTALL))
        names = re.findall(r'name="([^"]+)"', filters) + re.findall(r"[?;]([a-z_]+)=", body)
        return sorted({*names, *PARAMETERS} - {"csrfmiddlewaretoken"})

    def test_no_parameter_of_any_page_comes_back_as_markup(self):
        seen = 0
        for address in addresses():
            if f"{address.name} GET" not in TABLE:
                continue
            actor = STRANGER if address.name in PUBLIC else "damir"
            first = self.answer(actor, "GET", address, 0)
            for words in REFLECTED if first.status == 200 else REFLECTED[:1]:
                query = urlencode(dict.fromkeys(self.asked(first.body), words))
                answer = self.ask(actor, "GET", f"{urls(self.world, address)[0]}?{query}", address)
                self.assertLess(answer.status, 500, address.name)
                self.assertNotIn("evil", answer.headers.get("Location", "").split("?")[0], address.name)
                if answer.is_page:
                    self.assertEqual(Alive(answer.body).found, [], f"{address.name} {words}")
                    seen += "__x" in answer.body
        self.assertGreater(seen, 5, "no page repeated anything: the test would prove nothing")

    def test_the_check_does_see_what_is_alive(self):
        for words in (*MARKUP, '<a href="javascript:window.__x=1">', "<script>window.__x=1</script>"):
            self.assertNotEqual(Alive(f'<p title="{words}">{words}</p>').found, [], words)


class Headers(Walked):
    """What the browser is told with every answer."""

    __test__ = False

    def test_every_answer_carries_its_headers_and_what_is_no_page_is_a_download(self):
        self.assertEqual(
            {name for actor, name, _side in self.kept if actor == STRANGER},
            {address.name for address in addresses()},
        )
        files = sum(
            self.is_sound_file(f"{name} as {actor}", answer)
            for (actor, name, _side), answer in self.kept.items()
        )
        self.assertGreater(files, 5)

    def is_sound_file(self, where: str, answer: Answer) -> bool:
        """Whether the answer is a file; its headers are right."""
        headers, policy = answer.headers, answer.headers["Content-Security-Policy"]
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff", where)
        self.assertEqual(headers["X-Frame-Options"], "DENY", where)
        self.assertEqual(headers["Referrer-Policy"], "same-origin", where)
        self.assertIn("no-store", headers["Cache-Control"], where)
        self.assertIn("default-src 'none'", policy, where)
        self.assertNotIn("unsafe", policy, where)
        self.assertIsNone(LEAKY.search(str(headers)), where)
        is_page = headers.get("Content-Type", "text/html").startswith("text/html")
        if answer.status != 200 or is_page or answer.address.name == "core:health":
            return False
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"), where)
        self.assertIn("sandbox", policy, where)
        return True


class Exports(Walked):
    """Every list that leaves as a file: no cell of it is a formula, and each file leaves one record."""

    __test__ = False

    def links(self, actor: str) -> set[str]:
        """Every link to a csv that the pages of this person offer."""
        found = set()
        for (who, name, side), answer in self.kept.items():
            if who != actor or side or f"{name} GET" not in TABLE:
                continue
            url = urls(self.world, answer.address)[side]
            # The empty table of an import holds nobody.
            if url.startswith("/imports/"):
                continue
            for link in re.findall(r'href="([^"]*format=csv[^"]*)"', answer.body):
                found.add(urljoin(url, unescape(link)))
        return found

    def write_formulas(self) -> None:
        """Into every name and text, past the services: what pages remember is let go."""
        for place, person in enumerate(Person.objects.order_by("pk")):
            sign = SIGNS[place % len(SIGNS)]
            Person.objects.filter(pk=person.pk).update(surname=f"{sign}cmd|' /C calc'!A0", given=sign)
        Staff.objects.update(position='=HYPERLINK("http://evil.example")')
        WorkEntry.objects.update(text="=cmd|' /C calc'!A0\n=1+1", agreement="макул\n@SUM(1)")
        AccidentReport.objects.update(place="+1")
        Student.objects.filter(pk=self.cast.nurlan.pk).update(number="=9")
        remember.forget()

    def test_no_cell_is_a_formula_and_each_file_is_one_record(self):
        self.write_formulas()
        seen = 0
        for actor in EXPORTERS:
            for link in sorted(self.links(actor)):
                for form in ("csv", "xlsx"):
                    before = AuditEvent.objects.filter(action__endswith="exported").count()
                    answer = self.respond(actor, "GET", link.replace("format=csv", f"format={form}"))
                    self.assertEqual(answer.status_code, 200, link)
                    self.assertTrue(answer["Content-Disposition"].startswith("attachment"), link)
                    after = AuditEvent.objects.filter(action__endswith="exported").count()
                    self.assertEqual(after - before, 1, f"{actor} {link}")
                    self.assertEqual(formulas(form, answer.content), [], f"{actor} {link}")
                    seen += 1
        self.assertGreater(seen, 40)

    def test_the_check_sees_a_formula(self):
        self.assertEqual(formulas("csv", "а;б\n=1,x\n".encode()), ["=1"])
        self.assertEqual(formulas("csv", 'а,"б\n=1"\n'.encode()), ["=1"])


def formulas(form: str, data: bytes) -> list[str]:
    """Cells that a program for tables would work out."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        return re.findall(r"<f[ >].*?</f>", sheet)
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [
        cell
        for row in rows
        for text in row
        for cell in text.split("\n")
        if FORMULA.match(cell) and not cell.startswith("'") and not number(cell)
    ]


def number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
