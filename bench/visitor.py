"""One keep-alive connection, and eight at once."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Figures:
    """What one page cost; `beside` is the median of the calibration page, asked in turns with it."""

    median: float
    p95: float
    beside: float
    kilobytes: float
    per_second: float


class Visitor:
    """A signed-in visitor who keeps the connection open."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Host": "localhost", "Accept-Encoding": "gzip, br", "Cookie": cookie}

    def get(self, address: str) -> tuple[int, int]:
        """Status and bytes of the answer."""
        self.connection.request("GET", quote(address, safe="/?=&%"), headers=self.headers)
        response = self.connection.getresponse()
        return response.status, len(response.read())

    def page(self, address: str) -> str:
        """A page as text; the cookie of its forms is kept."""
        self.connection.request("GET", address, headers={**self.headers, "Accept-Encoding": "identity"})
        response = self.connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and "csrf" in value.split("=")[0]:
                self.headers["Cookie"] += "; " + value.split(";")[0]
        return response.read().decode()

    def send(self, address: str, form: dict[str, str]) -> tuple[int, int]:
        """A form; status and bytes of its answer."""
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", address, urlencode(form), headers)
        response = self.connection.getresponse()
        return response.status, len(response.read())


def measure(
    port: int,
    page: Mapping[str, str],
    beside: Mapping[str, str],
    *,
    requests: int,
    seconds: float,
    connections: int,
) -> Figures:
    """Median and p95 in turns with the page beside, after a warm-up; then requests a second over several connections."""
    visitor, other = Visitor(port, page["cookie"]), Visitor(port, beside["cookie"])
    for _ in range(5):
        visitor.get(page["address"])
        other.get(beside["address"])
    times, others, size = [], [], 0
    for _ in range(requests):
        others.append(_timed(other, beside["address"])[0])
        spent, size = _timed(visitor, page["address"])
        times.append(spent)
    rate = _rate(port, page["cookie"], page["address"], seconds, connections)
    return Figures(statistics.median(times), p95(times), statistics.median(others), size / 1000, rate)


def measure_saves(port: int, page: Mapping[str, str], beside: Mapping[str, str], *, requests: int) -> Figures:
    """Median and p95 of sending a roll: the page is opened before each, only the form's own answer is timed."""
    visitor, other = Visitor(port, page["cookie"]), Visitor(port, beside["cookie"])
    times, others, size = [], [], 0
    for number in range(requests + 3):
        text = visitor.page(page["address"])
        form = dict(re.findall(r'name="(csrfmiddlewaretoken|form_key|seen)" value="([^"]*)"', text))
        student = re.findall(r'name="(a[0-9]+)"', text)[0]
        form |= {"reason": "өлчөө"} | ({student: "on"} if number % 2 else {})
        others.append(_timed(other, beside["address"])[0])
        began = time.perf_counter()
        status, size = visitor.send(page["address"], form)
        times.append((time.perf_counter() - began) * 1000)
        if status != 302:
            raise SystemExit(f"bench: saving {page['address']} answered {status}")
    return Figures(
        statistics.median(times[3:]), p95(times[3:]), statistics.median(others[3:]), size / 1000, 0
    )


def p95(times: list[float]) -> float:
    """Nineteen of twenty were no slower."""
    return sorted(times)[int(len(times) * 0.95)]


def _timed(visitor: Visitor, address: str) -> tuple[float, int]:
    """Milliseconds and bytes of one page."""
    began = time.perf_counter()
    status, size = visitor.get(address)
    spent = (time.perf_counter() - began) * 1000
    if status != 200:
        raise SystemExit(f"bench: {address} answered {status}")
    return spent, size


def _rate(port: int, cookie: str, address: str, seconds: float, connections: int) -> float:
    done = [0] * connections
    end = time.monotonic() + seconds

    def come_again(place: int) -> None:
        visitor = Visitor(port, cookie)
        while time.monotonic() < end:
            visitor.get(address)
            done[place] += 1

    threads = [threading.Thread(target=come_again, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds
