"""The catalogues are complete, official and the reader's own: Kyrgyz first, Russian beside it, English as written."""

import re
from pathlib import Path

import polib
from django.conf import settings
from django.test import SimpleTestCase, override_settings
from django.utils.translation import gettext, ngettext, override

from scripts import messages

ROOT = Path(settings.BASE_DIR)

# Words that are the same in Kyrgyz and Russian; a translation made of these alone may be equal in both.
SAME_IN_BOTH = set(
    """
    авто адрес акт админ администратор администрация анализ анкета апрель август аудит баланс балл бот браузер видео график
    грамота дата декабрь дефектолог деканат диагноз диктант диплом директор документ журнал жетекчи зачёт индекс история
    календарь каникул карта категория класс клуб код команда комитет компьютер консилиум конкурс концерт копия курс
    лаборант лагерь лекция лидер лист лицей май маршрут март медсестра минут модуль мониторинг музей номер ноябрь
    нейтралдуу октябрь олимпиада онлайн оператор паспорт педагог план портрет предмет проектор проект проректор
    протокол профиль психолог пункт редактор ректор сектор семинар сентябрь сертификат сервер система симптом социограмма
    социометрия спектакль спорт спортзал стадион староста статус студент суббота тема тест театр телефон
    тренинг турнир урок устав файл факс фамилия факультет форма формат фото функция химия хор экзамен экран
    экскурсия эксперт экспресс январь февраль июнь июль отчёт отличник кибербуллинг буллинг мектеп эл
    эссе этаж юрист диагностика логин физика биология география информатика алгебра геометрия математика
    музыка астрономия экономика
    """.split()
)
SAME_IN_BOTH |= {"рефлексия"}
SAME_IN_BOTH |= {"н", "а", "соу", "зач"}  # н/а, СОУ and зач., the marks of the papers
LETTERS = re.compile(r"[а-яёңөү]+", re.IGNORECASE)
NOT_WORDS = re.compile(r"%\(\w+\)[a-z]|<[^>]*>|&\w+;|https?://\S+|\{\w*\}")
MIXED = re.compile(r"[а-яёңөү][a-z]|(?<![a-z])[a-z][а-яёңөү]", re.IGNORECASE)


def catalogue(language: str) -> list[polib.POEntry]:
    return list(messages.read_catalogue(language).values())


def same_word(translation: str) -> bool:
    words = {word.casefold() for word in LETTERS.findall(NOT_WORDS.sub(" ", translation))}
    return words <= SAME_IN_BOTH | glossary_words_alike()


def read_glossary() -> list[dict[str, str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [dict(zip(("ky", "ru", "en", "code"), row, strict=True)) for row in table[2:]]


def glossary_words_alike() -> set[str]:
    return {
        word.casefold()
        for row in read_glossary()
        if row["ky"].casefold() == row["ru"].casefold()
        for word in LETTERS.findall(row["ky"])
    }


def variants(term: str) -> set[str]:
    """«нускамалоо (инструктаж)» may be said as either; «класс жетекчи» only as it is."""
    inside = re.findall(r"\(([^)]*)\)", term)
    outside = " ".join(re.sub(r"\([^)]*\)", " ", term).split())
    return {text.casefold() for text in (term, outside, *inside) if text}


class CatalogueTests(SimpleTestCase):
    def test_every_message_is_translated_into_kyrgyz_and_russian(self):
        self.assertEqual(messages.problems(), [])

    def test_placeholders_are_the_same_in_every_language(self):
        for language in messages.PLURALS:
            for entry in catalogue(language):
                for text in filter(None, messages.translations_of(entry)):
                    self.assertTrue(messages.placeholders_fit(entry, text), f"{entry.msgid} -> {text}")

    def test_a_lost_placeholder_is_noticed(self):
        own = polib.POEntry(msgid="%(name)s of %(group)s", occurrences=[("jetekchi/core/dates.py", "")])
        self.assertTrue(messages.placeholders_fit(own, "%(group)s: %(name)s"))
        self.assertFalse(messages.placeholders_fit(own, "%(name)s"))
        self.assertFalse(messages.placeholders_fit(own, "%(nаme)s: %(group)s"))

    def test_kyrgyz_is_not_russian(self):
        russian = {messages.key_of(entry): entry for entry in catalogue("ru")}
        copied = [
            entry.msgstr
            for entry in catalogue("ky")
            if entry.msgstr
            and entry.msgstr == russian[messages.key_of(entry)].msgstr
            and not same_word(entry.msgstr)
        ]
        self.assertEqual(copied, [])

    def test_kyrgyz_is_written_with_kyrgyz_letters(self):
        for language in messages.PLURALS:
            for entry in catalogue(language):
                for text in messages.translations_of(entry):
                    self.assertNotRegex(text, "[ѳѲӊӉɵƟӈӇ\u200b\u00ad]")
                    self.assertNotRegex(
                        NOT_WORDS.sub(" ", text), MIXED, "a Latin letter stands inside a word"
                    )

    def test_a_term_of_the_glossary_is_translated_as_the_glossary_says(self):
        entries = {
            language: {e.msgid: e for e in catalogue(language) if not e.msgctxt}
            for language in messages.PLURALS
        }
        allowed: dict[tuple[str, str], set[str]] = {}
        for row in read_glossary():
            for language in entries:
                key = (language, min(variants(row["en"]) - variants_inside(row["en"])))
                allowed.setdefault(key, set()).update(variants(row[language]))
        wrong = [
            f"{language}: {msgid!r} is {entry.msgstr!r}, the glossary says {sorted(allowed[language, msgid.casefold()])}"
            for language, catalogued in entries.items()
            for msgid, entry in catalogued.items()
            if (language, msgid.casefold()) in allowed
            and all(messages.translations_of(entry))
            and messages.translations_of(entry)[0].casefold() not in allowed[language, msgid.casefold()]
        ]
        self.assertEqual(wrong, [])

    def test_the_glossary_names_each_thing_once(self):
        codes = [row["code"] for row in read_glossary()]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertGreater(len(codes), 200)


def variants_inside(term: str) -> set[str]:
    """The bracketed parts and the whole with brackets: neither is a msgid of its own."""
    inside = {text.casefold() for text in re.findall(r"\(([^)]*)\)", term)}
    return inside | ({term.casefold()} if inside else set())


class ReaderTests(SimpleTestCase):
    @override_settings(LANGUAGE_CODE="ky")
    def test_an_english_reader_reads_english_though_the_product_is_kyrgyz(self):
        with override("en"):
            self.assertEqual(gettext("today"), "today")
            self.assertEqual(gettext("Password"), "Password")
            self.assertEqual(ngettext("%(days)d day left", "%(days)d days left", 1), "%(days)d day left")
            self.assertEqual(ngettext("%(days)d day left", "%(days)d days left", 2), "%(days)d days left")

    def test_kyrgyz_and_russian_readers_read_their_own(self):
        for language, today, left in (
            ("ky", "бүгүн", "%(days)d күн калды"),
            ("ru", "сегодня", "осталось %(days)d дня"),
        ):
            with override(language):
                self.assertEqual(gettext("today"), today)
                self.assertEqual(ngettext("%(days)d day left", "%(days)d days left", 22), left)

    def test_the_password_has_one_name_on_every_page(self):
        with override("ky"):
            self.assertEqual(gettext("Password"), "Сырсөз")
            self.assertNotIn("купуя", gettext("Incorrect password.").casefold())


class SourceTests(SimpleTestCase):
    """The reader of sources finds what Django would."""

    def test_templates_give_their_messages_with_context_plural_and_percent(self):
        source = (
            '{% load i18n %}{% translate "50% off" %}{% translate "x" context "c" %}{{ _("hi") }}'
            "{% blocktranslate trimmed count n=a.b with x=y %}\n one {{ x }}\n day{% plural %}{{ n }} days"
            "{% endblocktranslate %}"
        )
        self.assertEqual(
            messages.template_calls(source),
            [
                ("gettext", ["50%% off"]),
                ("pgettext", ["c", "x"]),
                ("_", ["hi"]),
                ("ngettext", ["one %(x)s day", "%(n)s days"]),
            ],
        )

    def test_python_gives_its_messages_and_an_f_string_is_refused(self):
        self.assertEqual(
            messages.python_calls('a = _("a" "b"); pgettext("c", "m"); gettext(variable)'),
            [("_", ["ab"]), ("pgettext", ["c", "m"]), ("gettext", [])],
        )
        with self.assertRaises(SyntaxError):
            messages.python_calls('_(f"{a} b")')
