"""Dates and numbers as papers write them, in the three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format

from jetekchi.core import dates


def render(source: str, **values: object) -> str:
    return Template("{% load wording %}" + source).render(Context(values))


class KyrgyzDateTests(SimpleTestCase):
    def test_every_month_takes_the_possessive(self):
        months = "январы|февралы|марты|апрели|майы|июну|июлу|августу|сентябры|октябры|ноябры|декабры"
        for number, month in enumerate(months.split("|"), 1):
            self.assertEqual(dates.official_date(date(2026, number, 22), "ky"), f"2026-жылдын 22-{month}")

    def test_the_date_of_a_paper_is_attributive(self):
        endings = {
            1: "январындагы",
            3: "мартындагы",
            4: "апрелиндеги",
            5: "майындагы",
            6: "июнундагы",
            7: "июлундагы",
            8: "августундагы",
            11: "ноябрындагы",
        }
        for number, ending in endings.items():
            self.assertEqual(dates.attributive_date(date(2026, number, 8), "ky"), f"2026-жылдын 8-{ending}")

    def test_a_range_names_the_year_only_when_asked_or_when_it_changes(self):
        first, last = date(2026, 3, 2), date(2026, 3, 7)
        self.assertEqual(dates.date_range(first, last, "ky"), "2-мартынан 7-мартына чейин")
        self.assertEqual(
            dates.date_range(first, last, "ky", with_year=True), "2026-жылдын 2-мартынан 7-мартына чейин"
        )
        self.assertEqual(
            dates.date_range(date(2026, 4, 28), date(2027, 6, 1), "ky"),
            "2026-жылдын 28-апрелинен 2027-жылдын 1-июнуна чейин",
        )
        self.assertEqual(dates.date_range(first, first, "ky"), "2-март")

    def test_days_and_weekdays(self):
        monday = date(2026, 11, 23)
        self.assertEqual(dates.day(monday, "ky"), "23-ноябрь")
        self.assertEqual(dates.short_day(date(2026, 11, 20), "ky"), "20-ноя.")
        self.assertEqual(dates.weekday_day(monday, "ky"), "Дүйшөмбү, 23-ноябрь")
        self.assertEqual(dates.short_weekday(6, "ky"), "жк")
        self.assertEqual(dates.blank_date(language="ky"), '20__-жылдын "__" ____________')

    def test_the_school_year(self):
        self.assertEqual(dates.school_year(2026, "ky"), "2026–2027-окуу жылы")


class OtherLanguageTests(SimpleTestCase):
    def test_russian(self):
        monday = date(2026, 11, 23)
        self.assertEqual(dates.official_date(monday, "ru"), "23 ноября 2026\u00a0г.")
        self.assertEqual(dates.attributive_date(monday, "ru"), "от 23 ноября 2026\u00a0г.")
        self.assertEqual(dates.day(monday, "ru"), "23 ноября")
        self.assertEqual(dates.date_range(date(2026, 3, 2), date(2026, 3, 7), "ru"), "со 2 по 7 марта")
        self.assertEqual(dates.date_range(date(2026, 3, 3), date(2026, 4, 7), "ru"), "с 3 марта по 7 апреля")

    def test_english(self):
        self.assertEqual(dates.official_date(date(2026, 11, 23), "en"), "23 November 2026")
        self.assertEqual(dates.date_range(date(2026, 3, 2), date(2026, 3, 7), "en"), "2–7 March")

    def test_the_readers_language_is_taken_when_none_is_named(self):
        for language, expected in (("ky", "23-ноябрь"), ("ru", "23 ноября"), ("en", "23 November")):
            with translation.override(language):
                self.assertEqual(dates.day(date(2026, 11, 23)), expected)


class DeadlineTests(SimpleTestCase):
    now = date(2026, 11, 23)

    def test_a_deadline_says_how_many_days_are_left_or_over(self):
        with translation.override("ky"):
            self.assertEqual(dates.relative_days(date(2026, 12, 25), self.now), "32 күн калды")
            self.assertEqual(dates.relative_days(date(2026, 11, 20), self.now), "3 күн өттү")
            self.assertEqual(dates.relative_days(self.now, self.now), "бүгүн")
        with translation.override("ru"):
            self.assertEqual(dates.relative_days(date(2026, 11, 24), self.now), "остался 1 день")
            self.assertEqual(dates.relative_days(date(2026, 12, 25), self.now), "осталось 32 дня")
        with translation.override("en"):
            self.assertEqual(dates.relative_days(date(2026, 11, 22), self.now), "1 day overdue")

    def test_what_happened_says_how_long_ago(self):
        with translation.override("ky"):
            self.assertEqual(dates.days_ago(date(2026, 11, 18), self.now), "5 күн мурда")
            self.assertEqual(dates.days_ago(date(2026, 11, 22), self.now), "кечээ")


class ZoneTests(SimpleTestCase):
    def test_a_moment_is_shown_by_the_clock_of_the_lyceum(self):
        late = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
        with timezone.override("Asia/Bishkek"):
            self.assertEqual(dates.date_time(late), "23.11.2026 02:30")
            self.assertEqual(dates.day(late, "ky"), "23-ноябрь")


class NumberTests(SimpleTestCase):
    def test_halves_go_up_and_away_from_zero(self):
        for value, places, expected in (
            (Decimal("2.5"), 0, "3"),
            (Decimal("0.125"), 2, "0.13"),
            (Fraction(1, 8), 2, "0.13"),
            (Fraction(2, 3), 1, "0.7"),
            (Decimal("-2.5"), 0, "-3"),
            (3, 1, "3.0"),
        ):
            self.assertEqual(str(dates.round_half_up(value, places)), expected)

    def test_a_float_is_refused_because_it_is_not_exact(self):
        with self.assertRaises(TypeError):
            dates.round_half_up(0.1)  # type: ignore[arg-type]

    def test_decimals_have_a_comma_and_percents_a_space(self):
        self.assertEqual(dates.percent_text(Fraction(23, 25) * 100, language="ky"), "92,0\u00a0%")
        self.assertEqual(dates.percent_text(92, language="en"), "92.0%")
        self.assertEqual(dates.number_text(Decimal("4.045"), 2, "ru"), "4,05")
        self.assertEqual(dates.number_text(12345, 0, "ky"), "12345")
        self.assertEqual(dates.number_text(None), "–")


class FilterTests(SimpleTestCase):
    def test_templates_have_the_same_words(self):
        with translation.override("ky"):
            page = render(
                '{{ d|official_date }}; {{ d|short_day }}; {{ 92|percent }}; {{ 25|with_suffix:"gen" }}; '
                '{{ "Асанов"|decline:"dat" }}; {{ nothing|day }}; {% date_range d e %}; {{ 2026|school_year }}',
                d=date(2026, 11, 22),
                e=date(2026, 11, 24),
                nothing=None,
            )
        self.assertEqual(
            page,
            "2026-жылдын 22-ноябры; 22-ноя.; 92,0\u00a0%; 25тин; Асановго; –; 22-ноябрынан 24-ноябрына чейин; "
            "2026–2027-окуу жылы",
        )

    def test_djangos_own_date_filter_is_official_too(self):
        for language, expected in (
            ("ky", "2026-жылдын 22-ноябры"),
            ("ru", "22 ноября 2026 г."),
            ("en", "22 November 2026"),
        ):
            with translation.override(language):
                self.assertEqual(date_format(date(2026, 11, 22)), expected)

    def test_forms_read_the_dates_people_type_and_browsers_send(self):
        for language in ("ky", "ru", "en"):
            with translation.override(language):
                for typed in ("02.03.2026", "2026-03-02"):
                    self.assertEqual(forms.DateField().clean(typed), date(2026, 3, 2))
                self.assertEqual(get_format("FIRST_DAY_OF_WEEK"), 1)

    def test_decimals_in_kyrgyz_and_russian_templates_have_a_comma(self):
        for language, expected in (("ky", "4,5"), ("ru", "4,5"), ("en", "4.5")):
            with translation.override(language):
                self.assertEqual(render("{{ mark }}", mark=Decimal("4.5")), expected)


class SpanTests(SimpleTestCase):
    def test_a_long_span_is_told_in_hours(self):
        for minutes, words in ((1, "1 мүнөт"), (59, "59 мүнөт"), (120, "2 саат"), (1608, "26 саат 48 мүнөт")):
            with translation.override("ky"):
                self.assertEqual(dates.duration(minutes), words)

    def test_the_russian_span_needs_no_ending(self):
        with translation.override("ru"):
            self.assertEqual(dates.duration(61), "1 ч 1 мин")


class TitleTests(SimpleTestCase):
    def test_the_label_of_a_class_is_not_broken_at_its_hyphen(self):
        self.assertEqual(
            render("{{ title|unbroken }}", title="Отчёт, 10-А"), 'Отчёт, <span class="nowrap">10-А</span>'
        )

    def test_a_title_cannot_bring_markup_along(self):
        self.assertEqual(
            render("{{ title|unbroken }}", title="<b>10-А</b>"),
            '&lt;b&gt;<span class="nowrap">10-А</span>&lt;/b&gt;',
        )
