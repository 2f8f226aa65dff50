"""The calendar feed: opens in calendar programs, holds its owner's own only, its address is a key that can be taken back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import vobject  # type: ignore[import-untyped]
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from jetekchi.core.models import AuditEvent
from jetekchi.documents import services as papers
from jetekchi.documents.services import schedules as signed
from jetekchi.documents.tests import factories as papers_of
from jetekchi.organisation import services
from jetekchi.organisation.models import CalendarDay, FeedAddress, Term, User
from jetekchi.organisation.tests import schedules as weeks
from jetekchi.worklog import services as work
from jetekchi.workplace.selectors.feed import GUESSES, READS
from tests import cast

BISHKEK = ZoneInfo("Asia/Bishkek")


class Feed(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        papers_of.accepted(cls.cast.aigul, cls.cast.bakyt, cls.cast.gulnara)
        work.ensure_kinds(by=None)
        today = timezone.localdate()
        work.record_work(
            by=cls.cast.aigul,
            class_group=cls.cast.class_a,
            kind="talk",
            on=today,
            text="Нурлан менен сүйлөштүк",
            students=[cls.cast.nurlan],
            follow_up_on=today + timedelta(days=3),
        )
        for number, leader in (("7", cls.cast.aigul), ("8", cls.cast.bakyt)):
            papers.issue_directive(
                by=cls.cast.farhat,
                number=number,
                given_on=today,
                text="Токтогулов Нурлан боюнча кат",
                executor=leader.person,
                due_on=today + timedelta(days=5),
            )
        weeks.approved(cls.cast.aigul, cls.cast.gulnara)
        weeks.approved(cls.cast.bakyt, cls.cast.gulnara, (weeks.PARENTS,))

    def setUp(self) -> None:
        cache.clear()

    def made(self, user: User) -> str:
        """The address that the person is shown, by the button of the page."""
        client = Client()
        client.force_login(user)
        answer = client.post(reverse("workplace:feed_make"))
        url: str = answer.context["url"]
        return url[url.index("/feeds/") :]

    def read(self, path: str, **headers: str):
        return Client().get(path, headers=headers)

    def events(self, path: str) -> list:
        return Calendar.from_ical(self.read(path).content).walk("VEVENT")

    # --- what it holds ----------------------------------------------------------------------------------------

    def test_two_calendar_libraries_open_it_with_the_time_of_bishkek(self) -> None:
        body = self.read(self.made(self.cast.aigul)).content
        calendar = Calendar.from_ical(body)
        self.assertEqual([str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")], ["Asia/Bishkek"])
        hour = next(one for one in calendar.walk("VEVENT") if one["summary"] == "Класстык саат")
        start = hour.decoded("dtstart")
        self.assertEqual((start.hour, start.minute, start.utcoffset()), (14, 0, timedelta(hours=6)))
        other = vobject.readOne(body.decode())
        same = next(one for one in other.vevent_list if one.summary.value == "Класстык саат")
        self.assertEqual(same.dtstart.value.astimezone(BISHKEK), start.astimezone(BISHKEK))
        mondays = list(same.getrruleset(addRDate=True))
        self.assertTrue(mondays)
        self.assertEqual({day.weekday() for day in mondays}, {0})

    def test_lines_are_folded_and_end_as_the_standard_says(self) -> None:
        body = self.read(self.made(self.cast.aigul)).content
        self.assertTrue(body.endswith(b"END:VCALENDAR\r\n"))
        self.assertTrue(all(len(line) <= 75 for line in body.split(b"\r\n")))
        self.assertNotIn(b"\n", body.replace(b"\r\n", b""))
        body.decode("utf-8")

    def test_it_holds_the_owners_own_only(self) -> None:
        mine = {str(one["summary"]) for one in self.events(self.made(self.cast.aigul))}
        theirs = {str(one["summary"]) for one in self.events(self.made(self.cast.bakyt))}
        self.assertTrue({"Класстык саат", "№ 7 тескеме"} <= mine, mine)
        self.assertNotIn("№ 8 тескеме", mine)
        self.assertIn("№ 8 тескеме", theirs)
        self.assertNotIn("Класстык саат", theirs)

    def test_the_clauses_still_open_are_one_line_a_day(self) -> None:
        papers_of.accepted(self.cast.rector_office, self.cast.psychologist)
        papers_of.in_force(self.cast)
        self.cast.half.end_on = timezone.localdate() + timedelta(days=7)
        self.cast.half.save()
        found = [
            one for one in self.events(self.made(self.cast.aigul)) if "duties" in str(one.get("url", ""))
        ]
        self.assertEqual(len(found), 1)
        self.assertRegex(str(found[0]["summary"]), r"милдеттер: \d+$")

    def test_no_name_and_no_words_about_a_child_leave_the_house(self) -> None:
        text = self.read(self.made(self.cast.aigul)).content.decode().replace("\r\n ", "")
        self.assertIn("Кайра кайрылуу", text)
        for name in ("Нурлан", "Токтогулов", "Мээрим", "сүйлөштүк"):
            self.assertNotIn(name, text)

    def test_holidays_are_left_out_of_the_week(self) -> None:
        first = timezone.localdate()
        monday = first + timedelta(days=(7 - first.weekday()) % 7 + 7)
        CalendarDay.objects.create(day=monday, kind=CalendarDay.Kind.HOLIDAY)
        body = self.read(self.made(self.cast.aigul)).content
        calendar = vobject.readOne(body.decode())
        hour = next(one for one in calendar.vevent_list if one.summary.value == "Класстык саат")
        days = {day.date() for day in hour.getrruleset(addRDate=True)}
        self.assertNotIn(monday, days)
        self.assertIn(monday + timedelta(days=7), days)

    def test_the_days_between_the_terms_are_left_out_of_the_week(self) -> None:
        first, second = Term.objects.filter(year=self.cast.year, kind=Term.Kind.HALF_YEAR).order_by("number")
        self.assertGreater((second.start_on - first.end_on).days, 7)
        body = self.read(self.made(self.cast.aigul)).content
        hour = next(
            one for one in vobject.readOne(body.decode()).vevent_list if one.summary.value == "Класстык саат"
        )
        days = {day.date() for day in hour.getrruleset(addRDate=True)}
        self.assertTrue(days)
        terms = list(Term.objects.filter(year=self.cast.year))
        outside = [day for day in days if not any(term.start_on <= day <= term.end_on for term in terms)]
        self.assertEqual(outside, [])

    def test_the_same_things_keep_their_marks(self) -> None:
        path = self.made(self.cast.aigul)
        once = {str(one["uid"]) for one in self.events(path)}
        self.assertEqual(len(once), len(self.events(path)))
        self.assertEqual(once, {str(one["uid"]) for one in self.events(self.made(self.cast.aigul))})

    # --- how it is read ---------------------------------------------------------------------------------------

    def test_nothing_new_is_answered_with_304(self) -> None:
        path = self.made(self.cast.aigul)
        first = self.read(path)
        self.assertEqual(first["Content-Type"], "text/calendar; charset=utf-8")
        again = self.read(path, if_none_match=first["ETag"])
        self.assertEqual((again.status_code, again.content), (304, b""))
        weak = self.read(path, if_none_match=f"W/{first['ETag']}")
        self.assertEqual(weak.status_code, 304)
        papers.issue_directive(
            by=self.cast.farhat, number="9", given_on=timezone.localdate(), text="жаңы",
            executor=self.cast.aigul.person, due_on=timezone.localdate(),
        )  # fmt: skip
        self.assertEqual(self.read(path, if_none_match=first["ETag"]).status_code, 200)

    def test_no_cookie_is_asked_or_given_and_a_session_changes_nothing(self) -> None:
        path = self.made(self.cast.aigul)
        plain = self.read(path)
        self.assertEqual(len(plain.cookies), 0)
        foreign = Client()
        foreign.force_login(self.cast.bakyt)
        foreign.cookies["django_language"] = "ru"
        self.assertEqual(foreign.get(path).content, plain.content)

    def test_the_owner_sees_how_often_and_when_it_was_read(self) -> None:
        path = self.made(self.cast.aigul)
        etag = self.read(path)["ETag"]
        self.read(path, if_none_match=etag)
        address = FeedAddress.objects.get(user=self.cast.aigul)
        self.assertEqual(address.reads, 2)
        self.assertIsNotNone(address.last_read_at)
        client = Client()
        client.force_login(self.cast.aigul)
        page = client.get(reverse("workplace:feed"))
        self.assertContains(page, "2 жолу")

    # --- the address is a key -----------------------------------------------------------------------------------

    def test_the_secret_is_shown_once_and_kept_as_a_hash(self) -> None:
        path = self.made(self.cast.aigul)
        secret = path.removeprefix("/feeds/").removesuffix(".ics")
        kept = FeedAddress.objects.get(user=self.cast.aigul)
        self.assertNotIn(secret, str(vars(kept)))
        client = Client()
        client.force_login(self.cast.aigul)
        self.assertNotContains(client.get(reverse("workplace:feed")), secret)
        for event in AuditEvent.objects.all():
            self.assertNotIn(secret, f"{event.detail}{event.subject_pk}")

    def test_made_anew_or_taken_back_the_one_before_opens_nothing(self) -> None:
        first, second = self.made(self.cast.aigul), self.made(self.cast.aigul)
        self.assertEqual([self.read(one).status_code for one in (first, second)], [404, 200])
        client = Client()
        client.force_login(self.cast.aigul)
        client.post(reverse("workplace:feed_take_back"))
        self.assertEqual(self.read(second).status_code, 404)
        self.assertFalse(FeedAddress.objects.exists())

    def test_a_wrong_key_is_answered_like_any_page_that_is_not_there(self) -> None:
        wrong = self.read("/feeds/abc.ics")
        other = self.read("/nowhere/abc.ics")
        self.assertEqual((wrong.status_code, other.status_code), (404, 404))
        self.assertEqual(wrong.content, other.content)

    def test_who_left_or_was_shut_out_reads_nothing(self) -> None:
        path = self.made(self.cast.aigul)
        User.objects.filter(pk=self.cast.aigul.pk).update(is_active=False)
        self.assertEqual(self.read(path).status_code, 404)

    def test_families_and_students_have_no_feed(self) -> None:
        for user in (self.cast.ainura, self.cast.nurlan_user):
            client = Client()
            client.force_login(user)
            self.assertEqual(client.get(reverse("workplace:feed")).status_code, 403)
            self.assertEqual(client.post(reverse("workplace:feed_make")).status_code, 403)

    def test_guessing_is_throttled_and_so_is_reading(self) -> None:
        path = self.made(self.cast.aigul)
        for _guess in range(GUESSES + 2):
            self.assertEqual(self.read("/feeds/abc.ics").status_code, 404)
        later = self.read(path)
        self.assertEqual((later.status_code, later["Retry-After"]), (429, "900"))
        cache.clear()
        answers = [self.read(path).status_code for _reading in range(READS + 1)]
        self.assertEqual((set(answers[:-1]), answers[-1]), ({200}, 429))

    def test_the_next_version_takes_over_on_its_day(self) -> None:
        day = timezone.localdate() + timedelta(days=14)
        later = weeks.begun(self.cast.aigul, (weeks.PARENTS,))
        services.save_schedule(by=self.cast.aigul, schedule=later, from_on=day, lines=(weeks.PARENTS,))
        signed.submit_schedule(
            by=self.cast.aigul, schedule=later, confirmation=weeks.confirmation(self.cast.aigul)
        )
        signed.approve_schedule(
            by=self.cast.gulnara, schedule=later, confirmation=weeks.confirmation(self.cast.gulnara)
        )
        body = vobject.readOne(self.read(self.made(self.cast.aigul)).content.decode())
        held = [
            moment
            for one in body.vevent_list
            if one.summary.value == weeks.PARENTS.what
            for moment in one.getrruleset(addRDate=True)
        ]
        self.assertEqual(len(held), len(set(held)), "a Wednesday stands twice where the versions meet")
        hours = next(one for one in body.vevent_list if one.summary.value == "Класстык саат")
        last = max(hours.getrruleset(addRDate=True))
        self.assertLess(last.astimezone(BISHKEK), datetime.combine(day, datetime.min.time(), BISHKEK))
