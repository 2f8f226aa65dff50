"""The pieces of a page: what a person sees, what a screen reader says, what an attacker cannot do."""

import gzip
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from django.utils import translation

from jetekchi.core import assets, icons, sparks
from jetekchi.core.forms import FilesField, JetekchiRenderer

TEMPLATES = sorted((Path(__file__).parents[2]).glob("*/templates/**/*.html"))
STUDENTS = [(str(number), f"Окуучу {number}") for number in range(12)]


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class VisitForm(forms.Form):
    day = forms.DateField(label="Күнү", help_text="Каникулдан башка күн")
    kind = forms.ChoiceField(label="Түрү", choices=[("a", "Маек"), ("b", "Кат")], widget=forms.RadioSelect)
    students = forms.MultipleChoiceField(
        label="Окуучулар", choices=STUDENTS, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="Эскертүү", required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    papers = FilesField(required=False)
    password = forms.CharField(label="Сырсөз", required=False, widget=forms.PasswordInput)


ATTACK = """<img src=x>"'&"""
CHOICES = [("", "–"), ("a", ATTACK), (ATTACK, [("b", "Кат"), ("c", ATTACK)]), (3, 2026)]


class TypedForm(forms.Form):
    title = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"data-x": ATTACK, "hidden": False}))
    one = forms.ChoiceField(label=ATTACK, choices=CHOICES)
    many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple)
    on = forms.BooleanField()
    day = forms.DateField(initial=date(2026, 11, 3), required=False)
    count = forms.IntegerField(min_value=1, initial=1234)
    note = forms.CharField(label=ATTACK, required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput)
    paper = forms.FileField(required=False, widget=forms.FileInput)


class FormTest(SimpleTestCase):
    def test_an_error_stands_above_its_input_and_is_tied_to_it(self) -> None:
        html = str(VisitForm({"kind": "a", "students": ["1"]}))
        self.assertLess(html.index('id="id_day_error"'), html.index('name="day"'))
        self.assertRegex(html, r'<input type="date"[^>]*aria-describedby="id_day_helptext id_day_error"')
        self.assertRegex(html, r'<input type="date"[^>]*aria-invalid="true"')
        self.assertIn('id="id_day_helptext"', html)

    def test_the_summary_links_to_the_wrong_field(self) -> None:
        html = str(VisitForm({"kind": "a", "students": ["1"]}))
        self.assertIn('role="alert"', html)
        self.assertIn('<a href="#id_day">Күнү</a>', html)

    def test_a_fresh_form_complains_of_nothing(self) -> None:
        html = str(VisitForm())
        self.assertNotIn('role="alert"', html)
        self.assertNotIn("aria-invalid", html)

    def test_a_date_travels_in_one_form_in_every_language(self) -> None:
        for language in ("ky", "ru", "en"):
            with translation.override(language):
                html = str(VisitForm(initial={"day": date(2026, 11, 3)})["day"].as_field_group())
            self.assertIn('value="2026-11-03"', html)

    def test_few_choices_are_chips_and_many_are_a_list_with_a_filter(self) -> None:
        html = str(VisitForm())
        self.assertEqual(html.count('class="chip"'), 2)
        self.assertIn('data-behaviour="filter-list"', html)
        self.assertIn("<legend>Окуучулар", html)
        self.assertEqual(html.count('name="students"'), len(STUDENTS))

    def test_a_hidden_field_shows_no_label(self) -> None:
        self.assertNotIn("Secret", str(VisitForm()))
        self.assertEqual(str(VisitForm()).count('name="secret"'), 1)

    def test_only_a_field_that_may_stay_empty_says_so(self) -> None:
        form = VisitForm()
        with translation.override("en"):
            self.assertIn("(optional)", form["note"].as_field_group())
            self.assertNotIn("(optional)", form["day"].as_field_group())

    def test_a_password_can_be_shown_and_never_comes_back(self) -> None:
        html = str(VisitForm({"password": "Sarkec-17-tash"}))
        self.assertIn('data-behaviour="show-password"', html)
        self.assertNotIn("Sarkec", html)

    def test_what_people_type_never_becomes_markup_in_a_form(self) -> None:
        html = str(TypedForm(dict.fromkeys(TypedForm.base_fields, ATTACK), initial={"note": ATTACK}))
        html += render("{% chips b %}{% picker b hint=t label=t %}", b=TypedForm()["one"], t=ATTACK)
        self.assertIn("&lt;img", html)
        self.assertNotIn("<img", html)

    def test_an_input_is_written_as_its_template_would_write_it(self) -> None:
        for form in (TypedForm(), TypedForm({"title": ATTACK, "one": "b", "many": ["a", "c"], "on": "on"})):
            for bound in form:
                ours = str(bound)
                form.renderer = TemplatesSetting()
                self.assertHTMLEqual(ours, str(bound))
                form.renderer = JetekchiRenderer()

    def test_several_files_arrive_as_a_list(self) -> None:
        self.assertEqual(FilesField(required=False).clean([]), [])
        with self.assertRaises(forms.ValidationError):
            FilesField().clean([])


class BoardThing(NamedTuple):
    title: str
    url: str
    css: str
    words: str


class PiecesTest(SimpleTestCase):
    def test_what_people_type_never_becomes_markup(self) -> None:
        attack = "<img src=x>"
        for source in (
            '{% badge "ok" t %}{% src t "/a" t %}{% clause t "/a" t %}{% why t %}{% stat t t of=t trend=t %}',
            "{% page_header title=t %}{% endpage_header %}{% card title=t more=t %}{{ t }}{% endcard %}",
            "{% empty title=t text=t %}{% endempty %}{% progress 1 2 t %}{% three 1 2 3 title=t %}{% icon 'bell' label=t %}",
            '{% register_row when=t when_note=t title=t detail=t action=t url="/" badge_text=t clause_no=t %}',
            "{% options o %}{% roll_lines l o %}{% cells o %}",
            '{% include "components/toast.html" with text=t %}{% spark v title=t %}{% cell_chips cs %}',
            '{% include "components/signature_block.html" with position=t name=t signed_at=t %}',
        ):
            html = render(
                source,
                t=attack,
                v=[1, 2],
                o=[(attack, attack)],
                l=[(1, attack, attack, True, "", 3)],
                cs=[(attack, [BoardThing(attack, "/a", "ok", attack)])],
            )
            self.assertIn("&lt;img", html, source)
            self.assertNotIn("<img", html, source)

    def test_an_icon_without_a_word_has_a_name_and_one_beside_a_word_is_silent(self) -> None:
        self.assertIn('role="img" aria-label="Жабуу"', render('{% icon "close" label="Жабуу" %}'))
        self.assertIn('aria-hidden="true"', render('{% icon "close" %}'))

    def test_an_unknown_icon_is_refused(self) -> None:
        with self.assertRaisesMessage(LookupError, "no-such-thing"):
            render('{% icon "no-such-thing" %}')

    def test_every_icon_is_in_the_sprite(self) -> None:
        sprite = icons.sprite()
        for name in icons.NAMES:
            self.assertIn(f'id="{icons.symbol_id(name)}"', sprite)

    def test_pages_keep_the_filter(self) -> None:
        request = RequestFactory().get("/list/", {"q": "Асан", "page": "2"})
        page = Paginator(range(50), 10).get_page(2)
        html = render("{% pager page %}", page=page, request=request)
        self.assertIn("?q=%D0%90%D1%81%D0%B0%D0%BD&amp;page=3", html)
        self.assertIn('aria-current="page">2<', html)

    def test_the_head_of_a_page_leads_back_and_carries_one_remark_or_several(self) -> None:
        html = render(
            '{% page_header title="Ж" back="Артка" back_url="/a" meta="10-А" %}{% endpage_header %}'
        )
        self.assertInHTML('<a href="/a">Артка</a>', html)
        self.assertInHTML("<span>10-А</span>", html)
        html = render(
            '{% page_header title="Ж" meta=m %}<a class="btn">К</a>{% endpage_header %}', m=["бир", "эки"]
        )
        self.assertEqual(html.count("<span>"), 2)
        self.assertIn('<a class="btn">К</a>', html)

    def test_one_page_needs_no_pager(self) -> None:
        self.assertEqual(render("{% pager page %}", page=Paginator([1], 10).get_page(1)).strip(), "")

    def test_a_missing_number_breaks_the_line_of_a_small_drawing(self) -> None:
        self.assertEqual(len(sparks.line([1, 2, None, 2, 1])), 2)
        self.assertEqual(sparks.line([1]), [])
        self.assertEqual(sparks.line([2, 2]), ["0.0,18.0 100.0,18.0"])
        self.assertEqual([bar.height for bar in sparks.bars([0, None, 4])], ["0.0", "0.0", "34.0"])


class PublishedFilesTest(SimpleTestCase):
    def test_a_first_visit_stays_within_its_budget(self) -> None:
        sizes = {path: len(gzip.compress(make().encode())) for path, make in assets.PUBLISHED.items()}
        self.assertLess(sizes["css/jetekchi.css"], 20_000)
        self.assertLess(sizes["js/jetekchi.js"], 50_000)
        self.assertLess(sum(sizes.values()), 60_000)

    def test_the_joined_files_are_found_and_others_are_not(self) -> None:
        for path, make in assets.PUBLISHED.items():
            found = finders.find(path)
            assert found
            self.assertEqual(Path(found).read_text("utf-8"), make())
        self.assertIsNone(finders.find("css/tokens.css"))

    def test_every_behaviour_is_short_and_registered(self) -> None:
        script = assets.script()
        for source in (assets.SOURCES / "js" / "behaviours").glob("*.js"):
            self.assertIn(f'behaviours["{source.stem}"] = function', script)
            self.assertLessEqual(len(source.read_text("utf-8").splitlines()), 60, source.name)

    def test_the_script_of_the_grid_is_whole_and_its_parts_are_short(self) -> None:
        parts = {source.stem for source in (assets.SOURCES / "js" / "mark-grid").glob("*.js")}
        self.assertEqual(parts, set(assets.GRID))
        self.assertLess(len(assets.grid_script().encode()), 25_000)
        for source in (assets.SOURCES / "js" / "mark-grid").glob("*.js"):
            self.assertLessEqual(len(source.read_text("utf-8").splitlines()), 100, source.name)

    def test_the_stylesheet_begins_with_the_order_of_layers_and_is_whole(self) -> None:
        css = assets.stylesheet()
        self.assertTrue(css.startswith("@layer tokens, base, components, utilities;"))
        self.assertEqual(css.count("{"), css.count("}"))


class TemplatesTest(SimpleTestCase):
    """Over the templates of the whole product."""

    def test_no_page_brings_inline_style_or_script(self) -> None:
        forbidden = re.compile(
            r"""\sstyle=|\son(?:click|change|submit|input|load)=|<style|<script(?![^>]*\ssrc=)"""
        )
        for path in TEMPLATES:
            self.assertIsNone(forbidden.search(path.read_text("utf-8")), path)

    def test_every_behaviour_and_icon_named_in_a_page_exists(self) -> None:
        known = {source.stem for source in (assets.SOURCES / "js" / "behaviours").glob("*.js")}
        for path in TEMPLATES:
            text = path.read_text("utf-8")
            for names in re.findall(r'data-behaviour="([^"{]*)"', text):
                self.assertLessEqual(set(names.split()), known, path)
            for name in re.findall(r"""\{% icon ["']([\w-]+)["']""", text):
                self.assertIn(name, icons.NAMES, path)


class ErrorPagesTest(TestCase):
    def test_the_page_of_a_failure_asks_the_database_nothing(self) -> None:
        with self.assertNumQueries(0), translation.override("ky"):
            html = render_to_string("500.html")
        self.assertIn("Биз тарапта ката кетти", html)

    def test_each_error_page_offers_a_way_out(self) -> None:
        for code in (400, 403, 404, 405, 409, 413, 429, 500, 503, 507):
            html = render_to_string(f"{code}.html", {"message": "Журнал кулпуланган"})
            self.assertRegex(html, r'<a class="btn[^"]*" href=')

    def test_a_refusal_says_its_reason(self) -> None:
        self.assertIn("Журнал кулпуланган", render_to_string("409.html", {"message": "Журнал кулпуланган"}))


class GalleryTest(TestCase):
    def test_the_page_of_components_is_hidden_in_use(self) -> None:
        self.assertEqual(self.client.get("/components/").status_code, 404)

    @override_settings(DEBUG=True)
    def test_the_page_of_components_shows_them_in_debug(self) -> None:
        response = self.client.get("/components/")
        self.assertContains(response, "КН-07")
        self.assertContains(response, 'data-behaviour="palette keys"')


class NarrowedList(SimpleTestCase):
    class Filters(forms.Form):
        q = forms.CharField(label="Аты", required=False)
        kind = forms.ChoiceField(label="түрү", choices=[("", "Баары"), ("a", "Маек")], required=False)
        since = forms.DateField(label="Баштап", required=False)
        late = forms.BooleanField(label="Кечиккени гана", required=False)

    def printed(self, **asked: str) -> str:
        form = self.Filters(asked)
        form.is_valid()
        page = render(
            "{% load components %}{% filters form=form found=found %}{% endfilters %}",
            form=form,
            found="3 жазуу",
        )
        found = re.search(r'<p class="only-print">(.*?)</p>', page)
        return found[1] if found else ""

    def test_on_paper_a_list_says_what_it_was_narrowed_by_and_how_many_were_found(self):
        words = self.printed(q="<Нур>", kind="a", since="2026-11-03", late="on")
        expected = "Аты: &lt;Нур&gt; · Түрү: Маек · Баштап: 03.11.2026 · Кечиккени гана · 3 жазуу"
        self.assertEqual(words, expected)

    def test_what_was_typed_and_not_understood_is_said_as_it_was_typed(self):
        self.assertEqual(self.printed(since="31.02.2026"), "Баштап: 31.02.2026 · 3 жазуу")

    def test_a_whole_list_says_nothing(self):
        self.assertEqual(self.printed(), "")


class OptionalFields(SimpleTestCase):
    class Plan(forms.Form):
        later = ("aim",)
        aim = forms.CharField(label="Максат", required=False)
        note = forms.CharField(label="Эскертүү", required=False)

    def test_what_may_wait_but_is_asked_for_in_the_end_is_not_called_optional(self):
        drawn = {
            name: render("{% load components %}{% field one %}", one=self.Plan()[name])
            for name in ("aim", "note")
        }
        self.assertNotIn('class="optional"', drawn["aim"])
        self.assertIn('class="optional"', drawn["note"])


class Drafts(SimpleTestCase):
    def test_each_form_that_keeps_what_is_typed_can_say_that_there_is_no_network(self):
        whole = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES}
        forms_with = {
            name: re.findall(r"<form[^>]*autosave-draft.*?</form>", words, re.S)
            for name, words in whole.items()
        }
        silent = [
            name
            for name, found in forms_with.items()
            if any("components/draft_notice.html" not in form for form in found)
        ]
        self.assertGreater(sum(map(len, forms_with.values())), 20)
        self.assertEqual(silent, [])
