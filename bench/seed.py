"""Runs inside the product: opens a session for a class leader, tells the addresses and counts their queries.

Prints one JSON object: the cookie, and for each page its address and number of queries.
"""

import json
import sys
from typing import Any

import django


def main() -> None:
    """Look up the addresses as the class leader with the lowest key."""
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment

    from bench.pages import PAGES
    from jetekchi.organisation.models import Appointment

    setup_test_environment(debug=False)
    appointment = Appointment.objects.order_by("pk").select_related("class_group").first()
    if appointment is None:
        sys.exit("bench: the seeded lyceum has no class leader")
    client = Client(HTTP_HOST="localhost")
    client.force_login(_account_of(appointment))
    keys = {"class": appointment.class_group_id, "student": _a_student_of(appointment)}
    found = {page.title: _measured(client, page, keys) for page in PAGES}
    json.dump(
        {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].OutputString(), "pages": found}, sys.stdout
    )


def _account_of(appointment: Any) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._base_manager.get(person__staff=appointment.leader)


def _a_student_of(appointment: Any) -> int:
    from jetekchi.organisation.models import Student

    student = Student._base_manager.filter(class_group=appointment.class_group).order_by("pk").first()
    return int(student.pk) if student else 0


def _measured(client: Any, page: Any, keys: dict[str, int]) -> dict[str, Any] | None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import NoReverseMatch, reverse

    try:
        address = reverse(page.name, args=[keys[page.about]] if page.about else [])
    except NoReverseMatch:
        return None
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    return {"address": address, "status": response.status_code, "queries": len(queries)}


if __name__ == "__main__":
    main()
