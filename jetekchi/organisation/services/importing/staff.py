"""The list of staff: the staff number says who it is; without numbers the name does (and the date of birth, if given).

Several lines of one person are one person who teaches several subjects or classes. A login makes an account without
a password: its slip is printed afterwards. Roles need a login, here or from before. An empty cell changes nothing.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup, Person, RoleGrant, Staff, Subject, Teaching, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.roles import GRANTED, Role
from jetekchi.organisation.services.importing import values
from jetekchi.organisation.services.importing.kinds import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    plan_of,
)
from jetekchi.organisation.services.importing.lookups import Classes, Subjects
from jetekchi.organisation.services.importing.writing import Writer


def _roles(text: str) -> list[Role]:
    words: dict[str, list[str]] = {role.value: [] for role in GRANTED}
    for language in ("ky", "ru", "en"):
        with override(language):
            for role in GRANTED:
                words[role.value].append(str(role.label))
    reason = _("There is no such role. Write roles as they stand on the page «Who sees what».")
    return [Role(values.choice(part, words, reason)) for part in values.split_list(text)]


def _labels(text: str) -> list[str]:
    return [values.class_label(part) for part in values.split_list(text)]


def _subjects(text: str) -> list[str]:
    return [values.subject_name(part) for part in values.split_list(text)]


def _login(text: str) -> str:
    login = text.lower()
    if (
        not login.isascii()
        or not all(letter.isalnum() or letter in "._-" for letter in login)
        or len(login) > 64
    ):
        raise values.BadCell(_("A login has Latin letters, figures, dot and dash."))
    return login


COLUMNS = (
    Column(
        "number",
        _("Staff №"),
        ("табель №", "табелдик номери", "табельный номер", "staff no", "номер", "no"),
        values.number,
    ),
    Column(
        "surname",
        _("Surname"),
        ("фамилиясы", "фамилия", "surname", "last name"),
        values.person_name,
        required=True,
    ),
    Column(
        "given",
        _("Given name"),
        ("аты", "имя", "given name", "first name"),
        values.person_name,
        required=True,
    ),
    Column("patronymic", _("Patronymic"), ("атасынын аты", "отчество", "patronymic"), values.person_name),
    Column("sex", _("Sex"), ("жынысы", "пол", "sex", "gender"), values.sex),
    Column(
        "born_on", _("Date of birth"), ("туулган күнү", "дата рождения", "date of birth"), values.birth_day
    ),
    Column("phone", _("Phone"), ("телефону", "телефон", "phone"), values.phone),
    Column(
        "position", _("Position"), ("кызматы", "кызмат орду", "должность", "position", "post"), required=True
    ),
    Column(
        "hired_on", _("Hired on"), ("кабыл алынган күнү", "дата приёма", "принят", "hired on"), values.day
    ),
    Column(
        "subject",
        _("Teaches (subjects)"),
        ("предмети", "предмет", "предметтери", "предметы", "subject", "subjects"),
        _subjects,
    ),
    Column(
        "class",
        _("In classes"),
        ("класстары", "классы", "класс", "сабак берген класстары", "classes", "class"),
        _labels,
    ),
    Column("login", _("Login"), ("логин", "login", "username"), _login),
    Column("roles", _("Roles"), ("ролдору", "ролу", "роли", "роль", "roles", "role"), _roles),
)
CARD = ("surname", "given", "patronymic", "sex", "born_on", "phone")
Pair = tuple[str, str]


@dataclass
class Deed:
    """What the lines of one person do together."""

    staff: Staff | None
    person: Person
    row: Row
    card: dict[str, Any] = field(default_factory=dict)
    post: dict[str, Any] = field(default_factory=dict)
    teachings: list[tuple[ClassGroup, Subject]] = field(default_factory=list)
    login: str = ""
    roles: list[Role] = field(default_factory=list)


class Planner:
    """Decides each row of one file."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.classes = Classes(options)
        self.subjects = Subjects(options)
        self.staff = list(Staff.objects.select_related("person__user"))
        self.by_number = {staff.number: staff for staff in self.staff if staff.number}
        self.deeds: dict[str, Deed] = {}
        self.logins = set(User.objects.values_list("username", flat=True))
        self.teachings = set(
            Teaching.objects.filter(until_on=None).values_list("teacher", "class_group", "subject")
        )
        self.grants = set(RoleGrant.objects.filter(until_on=None).values_list("user__person", "role"))

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        who = f"{row.get('surname')} {row.get('given')}"
        known = self._known(row)
        pairs = self._pairs(row)
        key = _key(row)
        deed = self.deeds.get(key)
        self._check_account(row, known, deed)
        if row.problems:
            return PlannedRow(row, Fate.REFUSED, who=who)
        if deed is None:
            deed = self.deeds[key] = self._new_deed(row, known)
            fate = Fate.CHANGED if known else Fate.ADDED
            words = self._words(deed)
        else:
            fate, words = Fate.CHANGED, ()
        fresh = [pair for pair in pairs if pair not in deed.teachings and not self._teaches(known, *pair)]
        deed.teachings += fresh
        words += tuple(f"{subject.name} {group.label}" for group, subject in fresh)
        words += self._account(row, known, deed)
        if fate == Fate.CHANGED and not words:
            fate = Fate.UNCHANGED
        return PlannedRow(row, fate, who, words, deed)

    def _known(self, row: Row) -> Staff | None:
        number = row.get("number")
        if number and number in self.by_number:
            return self.by_number[number]
        same = [staff for staff in self.staff if _same_name(staff.person, row)]
        if number:
            same = [staff for staff in same if not staff.number]
        if row.get("born_on"):
            same = [staff for staff in same if staff.person.born_on in (None, row.get("born_on"))]
        if len(same) > 1:
            row.refuse("surname", _("Several members of staff bear this name. Add the staff number."))
        return same[0] if len(same) == 1 else None

    def _pairs(self, row: Row) -> list[tuple[ClassGroup, Subject]]:
        names, labels = row.get("subject") or [], row.get("class") or []
        if labels and not names:
            row.refuse("subject", _("Classes are named, but no subject."))
        groups = [self.classes.named(row, label, "class") for label in labels]
        subjects = [self.subjects.named(row, name, "subject") for name in names]
        return [(group, subject) for group in groups if group for subject in subjects if subject]

    def _teaches(self, known: Staff | None, group: ClassGroup, subject: Subject) -> bool:
        return known is not None and (known.pk, group.pk, subject.pk) in self.teachings

    def _check_account(self, row: Row, known: Staff | None, deed: Deed | None) -> None:
        account = _username(known) or (deed.login if deed else "")
        login = row.get("login")
        if login and account and login != account:
            row.refuse("login", _("This person has another login already."))
        elif login and not account:
            if login in self.logins:
                row.refuse("login", _("This login belongs to somebody else."))
            self.logins.add(login)
        elif row.get("roles") and not account and not login:
            row.refuse("login", _("A role needs a login."))

    def _new_deed(self, row: Row, known: Staff | None) -> Deed:
        if known is None:
            person = Person(**{name: row.get(name) for name in CARD if row.get(name) is not None})
            return Deed(None, person, row)
        person = known.person
        deed = Deed(known, person, row)
        deed.card = {
            n: row.get(n) for n in CARD if row.get(n) is not None and row.get(n) != getattr(person, n)
        }
        post = {"position": row.get("position"), "number": row.get("number"), "hired_on": row.get("hired_on")}
        deed.post = {n: v for n, v in post.items() if v is not None and v != getattr(known, n)}
        return deed

    def _words(self, deed: Deed) -> tuple[Any, ...]:
        labels = {column.key: column.label for column in COLUMNS}
        return tuple(labels[name] for name in (*deed.card, *deed.post))

    def _account(self, row: Row, known: Staff | None, deed: Deed) -> tuple[Any, ...]:
        words: list[Any] = []
        if row.get("login") and not _username(known) and not deed.login:
            deed.login = row.get("login")
            words.append(deed.login)
        for role in row.get("roles") or []:
            granted = known is not None and (known.person_id, role.value) in self.grants
            if not granted and role not in deed.roles:
                deed.roles.append(role)
                words.append(role.label)
        return tuple(words)


def _username(staff: Staff | None) -> str:
    user = getattr(staff.person, "user", None) if staff else None
    return str(user.username) if user else ""


def _key(row: Row) -> str:
    if row.get("number"):
        return f"№{row.get('number')}"
    born = row.get("born_on") or ""
    return search_key(f"{row.get('surname')} {row.get('given')} {row.get('patronymic') or ''}") + str(born)


def _same_name(person: Person, row: Row) -> bool:
    if search_key(person.surname) != search_key(row.get("surname")):
        return False
    if search_key(person.given) != search_key(row.get("given")):
        return False
    patronymic = row.get("patronymic") or ""
    return not patronymic or not person.patronymic or search_key(person.patronymic) == search_key(patronymic)


def plan(rows: list[Row], options: Options) -> Plan:
    """Each row's fate: a new member of staff, a corrected card, a new teaching, an account, or nothing."""
    planner = Planner(options)
    decided = [planner.decide(row) for row in rows]
    return plan_of(
        STAFF,
        options,
        decided,
        planner,
        classes=[group.label for group in planner.classes.new.values()],
        subjects=[subject.name for subject in planner.subjects.new.values()],
    )


def write(plan: Plan, writer: Writer) -> None:
    """Classes and subjects that were missing, people, staff, what they teach, accounts, roles."""
    planner: Planner = plan.context
    planner.classes.make(writer)
    planner.subjects.make(writer)
    lines = {row.row.line for row in plan.deeds}
    deeds = [deed for deed in planner.deeds.values() if deed.row.line in lines or deed.staff]
    new = [deed for deed in deeds if deed.staff is None]
    writer.add(Person, [deed.person for deed in new])
    for deed in new:
        deed.staff = Staff(
            person=deed.person,
            number=deed.row.get("number"),
            position=deed.row.get("position"),
            hired_on=deed.row.get("hired_on") or plan.options.year.start_on,
        )
    writer.add(Staff, [deed.staff for deed in new if deed.staff])
    writer.change(Person, [(deed.person, deed.card) for deed in deeds if deed.card])
    writer.change(Staff, [(deed.staff, deed.post) for deed in deeds if deed.post and deed.staff])
    start = plan.options.year.start_on
    writer.add(
        Teaching,
        [
            Teaching(teacher=deed.staff, class_group=group, subject=subject, from_on=start)
            for deed in deeds
            for group, subject in deed.teachings
        ],
    )
    _open_accounts(deeds, plan.options, writer)


def _open_accounts(deeds: list[Deed], options: Options, writer: Writer) -> None:
    accounts: dict[int, User] = {}
    new = []
    for deed in deeds:
        if deed.login:
            user = User(username=deed.login, person=deed.person, must_change_password=True)
            user.set_unusable_password()
            new.append(user)
    for user in writer.add(User, new):
        assert user.person_id is not None
        accounts[user.person_id] = user
    grants = []
    for deed in deeds:
        account = accounts.get(deed.person.pk) or getattr(deed.person, "user", None)
        if account is not None:
            grants += [RoleGrant(user=account, role=role.value, from_on=options.today) for role in deed.roles]
    writer.add(RoleGrant, grants)


STAFF = ImportKind(
    key="staff",
    title=_("Staff"),
    about=_(
        "One line a person, or a line for each class and subject taught. Accounts and roles may come along."
    ),
    columns=COLUMNS,
    permission=Permission.PEOPLE_MANAGE,
    plan=plan,
    write=write,
)
