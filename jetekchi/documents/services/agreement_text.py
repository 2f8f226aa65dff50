"""The built-in agreement on simple electronic signatures, in own words; a lyceum may put its own text in its place."""

CODE = "ЭК-01"
TITLES = {
    "ky": "Жөнөкөй электрондук кол тамганы колдонуу жөнүндө макулдашуу",
    "ru": "Соглашение об использовании простой электронной подписи",
    "en": "Agreement on the use of simple electronic signatures",
}
TEXTS = {
    "ky": """\
Жөнөкөй электрондук кол тамганы колдонуу жөнүндө макулдашуу

1. Мен бул системада өз логиним жана сырсөзүм менен койгон белгини өзүмдүн электрондук колум деп тааныйм.
2. Кол коёр алдында документти окуйм: система анын аталышын, редакциясын жана мазмунунун изин (SHA-256) көрсөтөт.
3. Кол койгондо сырсөзүмдү кайра киргиземин, бир жолку код орнотулган болсо, аны да киргиземин.
4. Система ким, качан, кайсы кызматта жана кайсы текстке кол койгонун сактайт; бул жазуу өзгөртүлбөйт.
5. Сырсөзүмдү эч кимге бербейм, башка бирөө үчүн кол койбойм. Сырсөз белгилүү болуп калса, администраторго дароо айтам.
6. Каалаган убакта документти басып чыгарып, кагазга кол коюуга укугум бар.
7. Макулдашуу мен аны кабыл алган күндөн тартып иштейт. Жаңы редакциясы чыкса, аны өзүнчө кабыл алам.
""",
    "ru": """\
Соглашение об использовании простой электронной подписи

1. Отметку, поставленную в этой системе под моим логином и паролем, я признаю своей электронной подписью.
2. Перед подписанием я читаю документ: система показывает его название, редакцию и отпечаток содержания (SHA-256).
3. При подписании я снова ввожу пароль, а если настроен одноразовый код, то и его.
4. Система хранит, кто, когда, в какой должности и под каким текстом подписался; эта запись не меняется.
5. Пароль я никому не передаю и за другого не подписываю. Если пароль стал известен, сразу сообщаю администратору.
6. В любое время я вправе распечатать документ и подписать его на бумаге.
7. Соглашение действует со дня, когда я его принял(а). Новую редакцию я принимаю отдельно.
""",
    "en": """\
Agreement on the use of simple electronic signatures

1. A mark made in this system under my login and password is my electronic signature.
2. Before signing I read the document: the system shows its title, edition and the fingerprint of its content (SHA-256).
3. When signing I enter my password again, and the one-time code where I have set one up.
4. The system keeps who signed which text, when and in which office; this record does not change.
5. I give my password to nobody and sign for nobody else. If it becomes known, I tell the administrator at once.
6. At any time I may print the document and sign it on paper.
7. The agreement holds from the day I accept it. A new edition I accept anew.
""",
}
