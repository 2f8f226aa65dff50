"""Runs inside the product: opens sessions for people of the demo, tells the addresses and counts their queries.

Prints one JSON object: for each page its address, the cookie of who opens it, status and number of queries.
`--look` leaves the counting to others: address and cookie are there at once. `--import` instead takes 1,000 students
into the database and prints the seconds.
"""

import json
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import django

SURNAMES = ("Арстанбеков", "Беделбаев", "Жапаров", "Кадыров", "Маматов", "Ниязов", "Осмонов", "Сатаров")
NAMES = ("Азамат", "Бекзат", "Данияр", "Жоомарт", "Кубаныч", "Медер", "Нурбек", "Санжар", "Темир", "Эрлан")

# Whose deeds make the facts of pages new: the daily ones, and a change of people, classes or settings, which is all facts'.
DEEDS, PEOPLE = ("documents", "worklog", "journal", "plan", "reports"), "organisation"


def main() -> None:
    """Look up the addresses and count."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from bench.pages import PAGES

    if "--import" in sys.argv:
        print(json.dumps({"seconds": _imported(1000)}))
        return
    setup_test_environment(debug=False)
    clients = {"": Client(HTTP_HOST="localhost")}
    for login in {page.who for page in PAGES if page.who}:
        clients[login] = Client(HTTP_HOST="localhost")
        clients[login].force_login(get_user_model()._base_manager.get(username=login))
    keys = _keys()
    found = {}
    for page in PAGES:
        cookie = clients[page.who].cookies.get(settings.SESSION_COOKIE_NAME)
        address = reverse(page.name, args=[keys[key] for key in page.keys])
        address += f"?{page.query}" if page.query else ""
        found[page.title] = {
            "address": address,
            **({} if "--look" in sys.argv else _measured(clients[page.who], address)),
            "cookie": cookie.OutputString().split(";")[0] if cookie else "",
        }
    json.dump(found, sys.stdout)


def _keys() -> dict[str, int]:
    """The class that `leader` leads, its first student, the present half-year, a subject and a lesson of it."""
    from jetekchi.journal.models import Lesson, Roll
    from jetekchi.organisation.models import Appointment, Student
    from jetekchi.organisation.selectors import current_half_year

    led = Appointment.objects.filter(leader__person__user__username="leader").latest("from_on")
    student = Student.objects.filter(class_group=led.class_group).order_by("pk")[0]
    half = current_half_year()
    # The fullest subject of the class and its last lesson that has a roll.
    held = Lesson.objects.filter(
        class_group=led.class_group, state=Lesson.State.HELD, rolls__kind=Roll.Kind.ROLL
    )
    counts = Counter(held.order_by().values_list("subject", flat=True))
    subject = counts.most_common(1)[0][0]
    return {
        "class": led.class_group_id,
        "student": student.pk,
        "half": half.number if half else 1,
        "full_half": _fullest_plan(led),
        "subject": subject,
        "lesson": held.filter(subject=subject).latest("on").pk,
    }


def _fullest_plan(led: Any) -> int:
    """The half-year after the present one, its plan of 120 items: written here when there are fewer."""
    from jetekchi.organisation.models import Term
    from jetekchi.plan.models import Direction, PlanItem
    from jetekchi.plan.selectors import months_of
    from jetekchi.plan.services import Intention, add_item

    group, by = led.class_group, led.leader.person.user
    half = Term.objects.filter(year=group.year, kind=Term.Kind.HALF_YEAR).latest("start_on")
    months = [month for month, _half in months_of(group.year, half)]
    keys = list(Direction.objects.values_list("code", flat=True))
    for number in range(PlanItem.objects.filter(class_group=group, half_year=half).count(), 120):
        month, direction = months[number % len(months)], keys[number % len(keys)]
        intention = Intention(
            direction=direction,
            month=month,
            title=f"{number + 1}-иш: класстын чогуу иштөөсүн жана жоопкерчилигин өстүрүү",
            form="талкуу",
            responsible="класс жетекчи",
            expected="Ар бир окуучу катышты.",
        )
        add_item(by=by, class_group=group, intention=intention)
    return half.number


def _measured(client: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(queries)
    anew = {}
    for chain in (*DEEDS, PEOPLE):
        # The page remembers again what the deed before made it work out: each deed is counted alone.
        client.get(address)
        with _after_a_deed_in(chain), CaptureQueriesContext(connection) as queries:
            client.get(address)
            anew[chain] = len(queries)
    worst = max(DEEDS, key=lambda chain: anew[chain])
    return {
        "status": response.status_code,
        "queries": count,
        "queries_anew": anew[worst],
        "queries_cold": anew[PEOPLE],
        "anew": _median_of(client, address, worst) / _median_of(client, address),
    }


@contextmanager
def _after_a_deed_in(chain: str) -> Iterator[None]:
    """As right after somebody recorded something there; taken back at the end."""
    from django.db import transaction

    from jetekchi.core.models import AuditChain

    with transaction.atomic():
        if chain:
            AuditChain.objects.filter(name=chain).update(head=secrets.token_hex(32))
        yield
        transaction.set_rollback(True)


def _median_of(client: Any, address: str, chain: str = "") -> float:
    """Processor seconds of a page inside this process, right after a deed in this chain."""
    times = []
    for _ in range(9):
        with _after_a_deed_in(chain):
            began = time.process_time()
            client.get(address)
            times.append(time.process_time() - began)
    return sorted(times)[4]


def _imported(number: int) -> float:
    """Seconds to read, check and write a list of students in 40 new classes, as `import students` does."""
    from django.core.management import call_command

    rows = ["№,Фамилиясы,Аты,Атасынын аты,Класс,Жынысы,Туулган күнү"]
    for place in range(number):
        surname, name = SURNAMES[place % 8], NAMES[place // 8 % 10]
        day = f"{place % 28 + 1:02}.{place % 12 + 1:02}.2010"
        rows.append(f"{810000 + place},{surname},{name},,9-{place // 25},муж,{day}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        began = time.monotonic()
        call_command("import_students", str(path), "--create-missing", stdout=StringIO())
        return time.monotonic() - began


if __name__ == "__main__":
    main()
