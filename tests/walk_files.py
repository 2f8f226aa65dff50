"""Files that are no page of their own: lists as csv, papers and what else an address hands out when it is asked for it.

Which there are is said by the answers of the walk: a page links to them, or an address gives a list when one is asked for.
Each person then asks for all of them, also for those that only others are offered. A paper that an address answers with
of itself has been read by the walk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from tests.addresses import Address, addresses
from tests.walk import Answer, Walked, place, urls

# The same file as DOCX or xlsx says the same.
LINK = re.compile(r'href="([^"]*[?;]format=(?:csv|json|pdf)\b[^"]*)"')
# Between them they open every file; who opens most comes first.
READERS = ("damir", "admin", "librarian", "bakyt", "aigul")


@dataclass(frozen=True, order=True)
class File:
    """Where a file is asked for: the name of the address, its side, and the whole of it with what is asked."""

    name: str
    side: int
    url: str


class Files(Walked):
    """Every file there is, and what it tells whom."""

    __test__ = False
    files: ClassVar[list[File]]
    known: ClassVar[dict[tuple[str, File], Answer]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        linked = set(cls.linked())
        cls.files, cls.known = sorted(linked.union(cls.lists(linked))), {}

    @classmethod
    def linked(cls) -> Iterator[File]:
        """What any page of anybody links to, unless the walk has read it."""
        read = {
            urls(cls.world, paper.address)[side]
            for (_actor, _name, side), paper in cls.kept.items()
            if paper.is_paper
        }
        for (_actor, _name, side), answer in cls.kept.items():
            for link in set(LINK.findall(answer.body)):
                url = urljoin(urls(cls.world, answer.address)[side], unescape(link))
                if url.removesuffix("?format=pdf") not in read:
                    yield cls.file_at(url)

    @classmethod
    def file_at(cls, url: str) -> File:
        """The file, and whose record it tells of: that of class A or B, whatever else its path says."""
        match = place(urlsplit(url).path)
        pair = cls.world.pair(named(match.view_name))
        like = [len(match.kwargs.items() & known.items()) for known in pair]
        return File(match.view_name, like.index(max(like)), url)

    @classmethod
    def lists(cls, linked: set[File]) -> Iterator[File]:
        """What answers csv when asked to: each asked once, as somebody to whom it opens, unless a page links to it."""
        said = {file.name for file in linked if file.url.endswith("/?format=csv")}
        opened = {
            name: (actor, side) for (actor, name, side), answer in cls.kept.items() if answer.status == 200
        }
        for name, (actor, side) in opened.items():
            asked = [f"{url}?format=csv" for url in urls(cls.world, named(name))]
            if name in said or is_list(cls.ask(actor, "GET", asked[side], named(name))):
                yield from (File(name, one, url) for one, url in enumerate(asked))

    @classmethod
    def told(cls, actor: str, file: File) -> Answer:
        """What the file tells this person."""
        key = actor, file
        if key not in cls.known:
            asked = actor, "GET", file.url, named(file.name)
            cls.known[key] = cls.refusal(*asked, file.side) or cls.ask(*asked)
        return cls.known[key]

    def test_each_file_tells_somebody_something(self):
        for file in self.files:
            words = (words_of_file(self.told(actor, file)) for actor in READERS)
            self.assertTrue(any(words), f"{file.url}: nobody reads a word of it")

    def test_each_paper_is_read_and_the_papers_of_a_class_name_its_students(self):
        papers = [(name, answer.body) for (_who, name, _side), answer in self.kept.items() if answer.is_paper]
        self.assertEqual([name for name, words in papers if not words], [])
        naming = {name for name, words in papers if "Бакыт кызы Мээрим" in words}
        self.assertGreaterEqual(
            naming, {"journal:attendance_paper", "journal:pages_paper", "plan:event_print"}
        )


def is_list(answer: Answer) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/csv")


def words_of_file(answer: Answer) -> str:
    return "" if answer.status != 200 or answer.is_page else answer.body


@cache
def named(name: str) -> Address:
    return next(address for address in addresses() if address.name == name)
