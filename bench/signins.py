"""`python -m bench.signins`: the cold bell, 300 sign-ins within a minute; and whether an unknown login answers sooner.

One process of the product fills 500 accounts (`--fill`), the served product is then visited as browsers do: the page,
its form key, the form.
"""

import argparse
import http.client
import re
import statistics
import tempfile
import threading
import time
from urllib.parse import urlencode

from bench.__main__ import environment_of, run, served
from tests import postgres

PEOPLE, ASKED, WITHIN, AT_ONCE = 300, 200, 60.0, 24
PASSWORD = "ак калпак кара тоо 300"


def main() -> None:
    """Measure on one database and print two lines."""
    parser = argparse.ArgumentParser(prog="python -m bench.signins")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    if options.fill:
        fill()
        return
    with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
        if options.postgresql:
            with postgres.server() as url:
                measure(environment_of(folder, url))
        else:
            measure(environment_of(folder))


def fill() -> None:
    """Accounts that share one password, hashed once."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    users = get_user_model()._base_manager
    secret = make_password(PASSWORD)
    model = users.model
    users.bulk_create([model(username=f"bell{number}", password=secret) for number in range(PEOPLE + ASKED)])


def measure(environment: dict[str, str]) -> None:
    """Serve, ring the bell, then compare wrong passwords with unknown logins."""
    run(environment, "-m", "config.cli", "manage", "migrate", "--verbosity", "0")
    run(environment, "-m", "bench.signins", "--fill")
    with served(environment) as (port, _pid):
        times, refused = bell(port)
        times.sort()
        print(
            f"{PEOPLE} sign-ins in {WITHIN:.0f} s: median {statistics.median(times):.0f} ms,"
            f" p95 {times[int(len(times) * 0.95)]:.0f} ms, longest {times[-1]:.0f} ms, refused {refused}"
        )
        wrong, unknown = compared(port)
        print(
            f"wrong password {wrong:.1f} ms, unknown login {unknown:.1f} ms,"
            f" difference {abs(wrong - unknown):.1f} ms (at most 20)"
        )


def bell(port: int) -> tuple[list[float], int]:
    """Everybody signs in at an own moment of the minute, or as soon after it as a hand is free."""
    began = time.monotonic()
    times: list[float] = []
    refused: list[int] = []
    numbers = iter(range(PEOPLE))
    lock = threading.Lock()

    def hand() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            time.sleep(max(0.0, began + number * WITHIN / PEOPLE - time.monotonic()))
            status, milliseconds = sign_in(port, f"bell{number}", PASSWORD)
            with lock:
                times.append(milliseconds)
                if status != 302:
                    refused.append(status)

    hands = [threading.Thread(target=hand) for _ in range(AT_ONCE)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    return times, len(refused)


def compared(port: int) -> tuple[float, float]:
    """Medians of refused sign-ins, in turns, each login once."""
    kinds: tuple[list[float], list[float]] = ([], [])
    for number in range(ASKED):
        for kind, login in enumerate((f"bell{PEOPLE + number}", f"nobody{number}")):
            kinds[kind].append(sign_in(port, login, "туура эмес сырсөз")[1])
    return statistics.median(kinds[0]), statistics.median(kinds[1])


def sign_in(port: int, login: str, password: str) -> tuple[int, float]:
    """The page, then the form; status and milliseconds of the form's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        page = connection.getresponse()
        cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        body = urlencode(
            {"csrfmiddlewaretoken": found[1] if found else "", "login": login, "password": password}
        )
        headers = {
            "Host": "localhost",
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        began = time.perf_counter()
        connection.request("POST", "/accounts/login/", body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000
    finally:
        connection.close()


if __name__ == "__main__":
    main()
