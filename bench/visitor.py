"""One keep-alive connection, and eight at once."""

import http.client
import re
import statistics
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Figures:
    """What one page cost."""

    median: float
    p95: float
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
    port: int, cookie: str, address: str, *, requests: int, seconds: float, connections: int
) -> Figures:
    """Median and p95 over one connection after a warm-up, then requests a second over several."""
    visitor = Visitor(port, cookie)
    for _ in range(5):
        visitor.get(address)
    times, size = [], 0
    for _ in range(requests):
        began = time.perf_counter()
        status, size = visitor.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise SystemExit(f"bench: {address} answered {status}")
    times.sort()
    rate = _rate(port, cookie, address, seconds, connections)
    return Figures(statistics.median(times), times[int(len(times) * 0.95)], size / 1000, rate)


def measure_saves(port: int, cookie: str, address: str, *, requests: int) -> Figures:
    """Median and p95 of sending a roll: the page is opened before each, only the form's own answer is timed."""
    visitor = Visitor(port, cookie)
    times, size = [], 0
    for number in range(requests + 3):
        page = visitor.page(address)
        form = dict(re.findall(r'name="(csrfmiddlewaretoken|form_key|seen)" value="([^"]*)"', page))
        student = re.findall(r'name="(a[0-9]+)"', page)[0]
        form |= {"reason": "өлчөө"} | ({student: "on"} if number % 2 else {})
        began = time.perf_counter()
        status, size = visitor.send(address, form)
        times.append((time.perf_counter() - began) * 1000)
        if status != 302:
            raise SystemExit(f"bench: saving {address} answered {status}")
    times = sorted(times[3:])
    return Figures(statistics.median(times), times[int(len(times) * 0.95)], size / 1000, 0)


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
