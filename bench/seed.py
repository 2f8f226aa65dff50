"""Runs inside the product: opens sessions for people of the demo, tells the addresses and counts their queries.

Prints one JSON object: for each page its address, the cookie of who opens it, status and number of queries.
`--import` instead takes 1,000 students into the database and prints the seconds.
"""

import json
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

import django

SURNAMES = ("Арстанбеков", "Беделбаев", "Жапаров", "Кадыров", "Маматов", "Ниязов", "Осмонов", "Сатаров")
NAMES = ("Азамат", "Бекзат", "Данияр", "Жоомарт", "Кубаныч", "Медер", "Нурбек", "Санжар", "Темир", "Эрлан")


def main() -> None:
    """Look up the addresses and count."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.utils import setup_test_environment

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
        found[page.title] = {
            **_measured(clients[page.who], page, keys),
            "cookie": cookie.OutputString().split(";")[0] if cookie else "",
        }
    json.dump(found, sys.stdout)


def _keys() -> dict[str, int]:
    """The class that `leader` leads, its first student, the present half-year."""
    from jetekchi.organisation.models import Appointment, Student
    from jetekchi.organisation.selectors import current_half_year

    led = Appointment.objects.filter(leader__person__user__username="leader").latest("from_on")
    student = Student.objects.filter(class_group=led.class_group).order_by("pk")[0]
    half = current_half_year()
    return {"class": led.class_group_id, "student": student.pk, "half": half.number if half else 1}


def _measured(client: Any, page: Any, keys: dict[str, int]) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from jetekchi.core import remember

    address = reverse(page.name, args=[keys[key] for key in page.keys])
    address += f"?{page.query}" if page.query else ""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(queries)
    remember.forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        anew = len(queries)
    return {
        "address": address,
        "status": response.status_code,
        "queries": count,
        "queries_anew": anew,
        "anew": _median_of(client, address, anew=True) / _median_of(client, address, anew=False),
    }


def _median_of(client: Any, address: str, *, anew: bool) -> float:
    """Processor seconds of a page inside this process; `anew`: as after something was recorded."""
    from jetekchi.core import remember

    times = []
    for _ in range(9):
        if anew:
            remember.forget()
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
