"""Invented names in every form that real lists have: Slavic, уулу and кызы, теги, a bare father's name, two given names."""

from dataclasses import dataclass
from random import Random

GIRLS = (
    "Айжан Айпери Айсезим Айдана Айтурган Акылай Альбина Анара Асел Аяна Бегимай Бермет Гүлбарчын Гүлзина "
    "Дарика Жазгүл Жаркынай Жибек Жылдыз Зуура Канышай Каныкей Кундуз Медина Назбийке Назгүл Нурайым Нуржамал Нуриза "
    "Өмүрай Роза Сайкал Сүйүм Сезим Тансулуу Тойжан Умут Үмүтай Уулкан Чолпон Ширин Элиза Эльнура Ырысгүл"
).split()
BOYS = (
    "Адилет Азамат Айбек Акжол Алибек Алтынбек Арстан Асылбек Байэл Бактыяр Бекзат Бекжан Болот Догдурбек Дөөлөт Жакып "
    "Жаныбек Жоомарт Илгиз Каныбек Кубат Кубанычбек Кутман Мирлан Мырзабек Назар Нурбол Нурдин Нурсултан Өмүрбек Өскөн "
    "Райымбек Рысбек Сагын Саламат Султан Сүйүнбек Таалай Темирлан Тилек Төлөгөн Улукбек Үсөн Чыңгыз Эламан Эрбол Эркин"
).split()
# Fathers whose names take the Slavic ending without a change inside.
FATHERS = (
    "Азамат Айбек Акылбек Алмаз Асан Асылбек Бакыт Болот Жаныбек Жолдошбек Жумабек Замирбек Качкын Кубан Кубанычбек Кубат "
    "Мамат Марат Мелис Мирбек Нурбек Нурлан Өмүрбек Руслан Сагын Сапарбек Султан Сүйүнбек Таалайбек Талант Темирбек "
    "Төлөгөн Туратбек Уланбек Үсөн Чыңгыз Шаршен Эмилбек Эркин Эсен"
).split()
SURNAMES = (
    "Абакиров Айдаралиев Акматов Аманкулов Арыков Асанов Атабаев Байбосунов Бейшеналиев Бөрүбаев Давлетов Догдуров "
    "Дүйшөнов Жаманкулов Жанузаков Жапаров Жолдубаев Жумагулов Исаков Кадыралиев Калмурзаев Карасартов Кожогулов "
    "Көчкөров Куренкеев Мамбеталиев Молдокеев Мукамбетов Муратов Назаркулов Ниязбеков Нурматов Оморов Орозбаев "
    "Өмүракунов Сагындыков Садырбаев Сарыбагышев Суванкулов Сүйүнтбеков Табалдиев Тентимишев Токтосунов Төрөкелдиев "
    "Турдубаев Тургумбаев Узакбаев Үмөталиев Чекиров Чоюбеков Шамбетов Шаршеналиев Шүкүров Эгембердиев Эсенаманов"
).split()
# Spellings of Russian papers that are more than other letters.
RUSSIAN = {
    "Асел": "Асель",
    "Анара": "Анара",
    "Альбина": "Альбина",
    "Назгүл": "Назгуль",
    "Жазгүл": "Жазгуль",
    "Ырысгүл": "Ырысгуль",
    "Гүлбарчын": "Гульбарчын",
    "Гүлзина": "Гульзина",
    "Айсезим": "Айсезим",
    "Сайкал": "Сайкал",
    "Чыңгыз": "Чингиз",
    "Дүйшөнов": "Дуйшенов",
    "Үсөн": "Усен",
    "Төлөгөн": "Толегон",
    "Дөөлөт": "Доолот",
    "Сүйүнбек": "Суюнбек",
    "Сүйүнтбеков": "Суюнтбеков",
}
DOUBLE_GIRLS = ("Мээрим Айым", "Нур Бийке", "Асыл Гүл", "Ай Чүрөк")
DOUBLE_BOYS = ("Нур Ислам", "Бек Мырза", "Ак Шумкар", "Эр Тайлак")
_LETTERS = str.maketrans("өүңӨҮҢ", "оунОУН")


@dataclass(frozen=True)
class Name:
    """A person's names in Kyrgyz and, where it differs, in Russian; `father` is the father's given name."""

    surname: str
    given: str
    patronymic: str
    sex: str
    father: str
    stem: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The columns of a person; the Russian ones only where a Russian paper spells otherwise."""
        ky = {"surname": self.surname, "given": self.given, "patronymic": self.patronymic}
        ru = {f"{key}_ru": russian(value) for key, value in ky.items()}
        same = all(ru[f"{key}_ru"] == value for key, value in ky.items())
        return {**ky, **(dict.fromkeys(ru, "") if same else ru), "sex": self.sex}


def russian(text: str) -> str:
    """The spelling of Russian papers."""
    words = []
    for word in text.split():
        stem = word[:-1] if word.endswith(("ова", "ева")) else word
        known = RUSSIAN.get(stem)
        words.append((known + word[len(stem) :] if known else word).translate(_LETTERS))
    return " ".join(words)


def patronymic(father: str, sex: str) -> str:
    """Кубатович, Кубатовна."""
    return father + ("ович" if sex == "m" else "овна")


def family_name(stem: str, sex: str) -> str:
    """Асанов, Асанова."""
    return stem + ("а" if sex == "f" else "")


class Namer:
    """Draws names; the same seed draws the same ones."""

    # How often each form stands in a list, of a hundred.
    FORMS = (
        ("slavic", 52),
        ("son_of", 24),
        ("no_patronymic", 10),
        ("bare_father", 5),
        ("clan", 4),
        ("double", 3),
        ("genitive", 2),
    )

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def child(self, sex: str, form: str = "") -> Name:
        """A student's name in one of the forms."""
        rng = self.rng
        father, stem = rng.choice(FATHERS), rng.choice(SURNAMES)
        given = rng.choice(GIRLS if sex == "f" else BOYS)
        names, weights = zip(*self.FORMS, strict=True)
        form = form or rng.choices(names, weights)[0]
        surname, middle = family_name(stem, sex), ""
        if form == "slavic":
            middle = patronymic(father, sex)
        elif form == "son_of":
            surname = f"{father} {'кызы' if sex == 'f' else 'уулу'}"
        elif form == "bare_father":
            surname = father
        elif form == "clan":
            surname = f"{rng.choice(FATHERS)} теги"
        elif form == "double":
            given = rng.choice(DOUBLE_GIRLS if sex == "f" else DOUBLE_BOYS)
        elif form == "genitive":
            middle = f"{father}дын" if father[-1] in "нлмрз" else f"{father}тын"
        return Name(surname, given, middle, sex, father, stem)

    def adult(self, sex: str, stem: str = "", given: str = "") -> Name:
        """A grown-up: Slavic in most cases, уулу and кызы in some."""
        rng = self.rng
        father, own = rng.choice(FATHERS), rng.choice(SURNAMES)
        given = given or rng.choice(GIRLS if sex == "f" else BOYS)
        if not stem and rng.random() < 0.18:
            return Name(f"{father} {'кызы' if sex == 'f' else 'уулу'}", given, "", sex, father, own)
        stem = stem or own
        return Name(family_name(stem, sex), given, patronymic(father, sex), sex, father, stem)

    def phone(self) -> str:
        """A number that rings nowhere: no operator has the code 000."""
        pairs = (self.rng.randint(10, 99) for _ in range(3))
        return "+996 000 " + " ".join(str(pair) for pair in pairs)
