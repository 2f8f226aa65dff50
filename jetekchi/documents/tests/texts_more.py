"""More papers as outsiders write them: two blocks side by side at the head, bare headings, tables with bars."""

SIDE_BY_SIDE = """\
СОГЛАСОВАНО                                     УТВЕРЖДАЮ
Председатель профкома                           Директор школы-лицея
____________ Н.В. Котова                        ____________ И.П. Бобров
«___» ________ 20__ г.                          «___» ________ 20__ г.

ДОЛЖНОСТНАЯ ИНСТРУКЦИЯ
СТАРШЕГО ВОЖАТОГО

1. ОБЩИЕ ПОЛОЖЕНИЯ

1.1. Вожатый действует по закону от
12.05.2020 № 34 и по положению.
1.2. Вожатый помнит:
— закон;
— 10 правил
лагеря.

2. ФУНКЦИИ
Основные функции:
2.1. Ведёт тетрадь.

3. ОТВЕТСТВЕННОСТЬ
Вожатый отвечает за всё, что делает
в рабочее время.

4. СВЯЗИ
4.1 Ходит в библиотеку

С инструкцией ознакомлен(а):
_____________ /_______________/  «___» _______ 20__ г.
"""

BARE_HEADINGS = """\
Куратордун иш нускамасы

ЖАЛПЫ ЖОБОЛОР
1. Куратор буйрук менен коюлат.
2. Ал завучка баш иет.
МИЛДЕТТЕРИ
3. Күн сайын катышууну белгилейт
жана үйгө кабарлайт.
4. Айына бир жолу жыйын өткөрөт:
а) тарбия темасында;
б) ден соолук темасында.
ЖООПКЕРЧИЛИГИ
5. Тартип үчүн жооп берет.

Директор                     Ж. Маматова

Макулдашылды:
Тарбия боюнча орун басар        Б. Сыдыков
Психолог                 ______________
"""

BARS = """\
REGULATION ON FORM TUTORS

Approved by the Director

GENERAL

1.1 The tutor is appointed
    by order.
1.2 The tutor reports to the deputy.

DUTIES

2.1 Keeps the register:
    - daily
    - in ink
2.1.1 Gaps are explained.
2.3 Talks with families.
2.3 Talks with teachers.

Director: John Sparrow

APPROVAL SHEET
No. | Office | Name | Signature | Date
1 | Deputy for studies | M. Heron | |
2 | Lawyer | | |

ACQUAINTANCE OF STAFF
Change No. | Full name | Position | Date | Signature
"""
