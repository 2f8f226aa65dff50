"""Alphabet, search, cleaning, cases and names, with forms attested in public Kyrgyz text."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from jetekchi.core import kyrgyz


class SortKeyTests(SimpleTestCase):
    def test_the_alphabet_sorts_into_itself(self):
        self.assertEqual(len(kyrgyz.ALPHABET), 36)
        self.assertEqual("".join(sorted(set(kyrgyz.ALPHABET), key=kyrgyz.sort_key)), kyrgyz.ALPHABET)

    def test_kyrgyz_letters_stand_where_a_kyrgyz_reader_looks_for_them(self):
        names = [
            "Үсөнов",
            "Усенов",
            "Ыбраев",
            "Өмүралиев",
            "Орозов",
            "Ёлкин",
            "Жапаров",
            "Ермеков",
            "Ниязов",
            "Ңуров",
        ]
        self.assertEqual(
            sorted(names, key=kyrgyz.sort_key),
            [
                "Ермеков",
                "Ёлкин",
                "Жапаров",
                "Ниязов",
                "Ңуров",
                "Орозов",
                "Өмүралиев",
                "Усенов",
                "Үсөнов",
                "Ыбраев",
            ],
        )

    def test_a_shorter_surname_and_a_two_word_surname_come_before_a_longer_one(self):
        names = ["Асанова", "Асан уулу", "Асанов", "Асан"]
        self.assertEqual(sorted(names, key=kyrgyz.sort_key), ["Асан", "Асан уулу", "Асанов", "Асанова"])

    def test_class_nine_stands_before_class_ten_and_latin_before_cyrillic(self):
        self.assertEqual(sorted(["А", "10-А", "Z", "9-Б"], key=kyrgyz.sort_key), ["9-Б", "10-А", "Z", "А"])

    def test_case_does_not_matter(self):
        self.assertEqual(kyrgyz.sort_key("ӨМҮР"), kyrgyz.sort_key("өмүр"))

    @given(st.text(max_size=400))
    def test_any_text_gives_a_key_of_plain_figures_and_letters_that_fits_its_column(self, text):
        key = kyrgyz.sort_key(text)
        self.assertLessEqual(len(key), kyrgyz.SORT_KEY_LENGTH)
        self.assertRegex(key, r"^[0-9a-f]*$")


class SearchKeyTests(SimpleTestCase):
    def test_a_name_is_found_however_it_was_typed(self):
        for typed in ("Өмүр", "омур", "ѳмүр", "  ӨМУР "):
            self.assertEqual(kyrgyz.search_key(typed), "омур")
        self.assertEqual(kyrgyz.search_key("Асель Ёлкина"), kyrgyz.search_key("асел  елкина"))
        self.assertEqual(kyrgyz.search_key("Жаңыл"), kyrgyz.search_key("Жаныл"))


class MendTests(SimpleTestCase):
    def test_letters_of_old_fonts_become_kyrgyz_ones(self):
        self.assertEqual(kyrgyz.mend("ѳмүр Ѳмүр жаӊы ӉӉ"), "өмүр Өмүр жаңы ҢҢ")

    def test_spaces_are_one_and_lines_stay(self):
        self.assertEqual(
            kyrgyz.mend(" Асан\u00a0 уулу\t Бакыт \r\n  экинчи  сап \n"), "Асан уулу Бакыт\nэкинчи сап"
        )

    def test_what_nobody_can_see_goes_away(self):
        self.assertEqual(kyrgyz.mend("А\x00с\u200bа\u202eн\ufeff\x07"), "Асан")

    def test_a_letter_made_of_two_signs_becomes_one(self):
        self.assertEqual(kyrgyz.mend("и\u0306"), "й")

    @given(st.text())
    def test_mending_twice_changes_nothing_more(self, text):
        self.assertEqual(kyrgyz.mend(kyrgyz.mend(text)), kyrgyz.mend(text))


class CaseTests(SimpleTestCase):
    def test_names_take_the_endings_of_vowel_harmony(self):
        for name, case, expected in (
            ("Жапаров", "gen", "Жапаровдун"),
            ("Асанова", "gen", "Асанованын"),
            ("Бакыт", "dat", "Бакытка"),
            ("Нургүл", "gen", "Нургүлдүн"),
            ("Айгүл", "dat", "Айгүлгө"),
            ("Мээрим", "gen", "Мээримдин"),
            ("Азамат", "abl", "Азаматтан"),
            ("Касымалиев", "dat", "Касымалиевге"),
            ("Эрмек", "dat", "Эрмекке"),
            ("Төлөгөн", "abl", "Төлөгөндөн"),
            ("Токтогул", "gen", "Токтогулдун"),
            ("Токтогул", "dat", "Токтогулга"),
            ("Асан", "acc", "Асанды"),
            ("Санжар", "loc", "Санжарда"),
            ("Үсөн", "gen", "Үсөндүн"),
            ("Чоро", "dat", "Чорого"),
            ("Игорь", "gen", "Игордун"),
            ("Манас", "gen", "Манастын"),
        ):
            self.assertEqual(kyrgyz.decline(name, case), expected)

    def test_uulu_and_kyzy_decline_as_possessives(self):
        self.assertEqual(kyrgyz.decline("Орозбек уулу", "gen"), "Орозбек уулунун")
        self.assertEqual(kyrgyz.decline("Маканбай кызы", "dat"), "Маканбай кызына")
        self.assertEqual(kyrgyz.decline("Кубат уулу", "abl"), "Кубат уулунан")

    def test_abbreviations_and_days_take_endings_without_a_hyphen(self):
        self.assertEqual(kyrgyz.decline("ЖОЖ", "gen"), "ЖОЖдун")
        self.assertEqual(kyrgyz.decline("Excel", "abl"), "Excelден")
        self.assertEqual(kyrgyz.decline("23-ноябрь", "dat"), "23-ноябрга")
        self.assertEqual(kyrgyz.decline("", "gen"), "")

    def test_figures_take_the_ending_of_the_word_that_is_spoken(self):
        for figure, case, expected in (
            (25, "gen", "25тин"),
            (23, "poss", "23ү"),
            (14, "poss", "14ү"),
            (25, "poss", "25и"),
            (9, "poss", "9у"),
            (13, "poss", "13ү"),
            (2, "poss", "2си"),
            (20, "poss", "20сы"),
            (50, "poss", "50сү"),
            (64, "abl", "64төн"),
            (374, "abl", "374төн"),
            (350, "abl", "350дөн"),
            (9350, "abl", "9350дөн"),
            (100, "abl", "100дөн"),
            (1000, "dat", "1000ге"),
            (1_000_000, "gen", "1000000дун"),
            ("4,12", "abl", "4,12ден"),
            ("4,05", "dat", "4,05ке"),
            ("3,9", "abl", "3,9дан"),
            ("3,2", "dat", "3,2ге"),
            ("10:45", "loc", "10:45те"),
            ("8:12", "loc", "8:12де"),
            ("11:39", "loc", "11:39да"),
            ("18:00", "abl", "18:00дөн"),
            ("17:00", "dat", "17:00гө"),
        ):
            self.assertEqual(f"{figure}{kyrgyz.numeral_suffix(figure, case)}", expected)


class NameTests(SimpleTestCase):
    def test_a_slavic_patronymic_gives_a_second_initial(self):
        self.assertEqual(kyrgyz.short_name("Асанов", "Бакыт", "Кубатович"), "Асанов Б.К.")
        self.assertEqual(kyrgyz.signature_name("Асанова", "Айнура", "Кубатовна"), "А.К. Асанова")

    def test_uulu_kyzy_and_a_bare_fathers_name_give_none(self):
        self.assertEqual(kyrgyz.short_name("Кубат уулу", "Бакыт"), "Кубат уулу Б.")
        self.assertEqual(kyrgyz.short_name("Асанов", "Бакыт", "Кубат уулу"), "Асанов Б.")
        self.assertEqual(kyrgyz.short_name("Асан", "Бакыт", "Кубат"), "Асан Б.")
        self.assertEqual(kyrgyz.narrow_name("Жумабек уулу", "Адилет"), "Жумабек у. А.")

    def test_the_full_name_has_no_gap_where_a_part_is_unknown(self):
        self.assertEqual(kyrgyz.official_name("Асанов", "Бакыт", ""), "Асанов Бакыт")
        self.assertEqual(kyrgyz.official_name("Асанов", "Бакыт", "Кубатович"), "Асанов Бакыт Кубатович")

    def test_the_picture_shows_the_given_name_first(self):
        self.assertEqual(kyrgyz.avatar_initials("Сыдыкова", "Нургүл"), "НС")
        self.assertEqual(kyrgyz.avatar_initials("", "өмүр"), "Ө")
