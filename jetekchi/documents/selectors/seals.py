"""Sealed papers as they are read: by code, by bytes, and what a stranger is told of them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import IO, Literal

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core.kyrgyz import in_latin
from jetekchi.documents.models import CODE_LENGTH, CODE_SIGNS, OutsideSignature, PaperScan, SealedPaper
from jetekchi.documents.permissions import sealed_kind

_IN_SEAL = re.compile(rb"Jetekchi ([2-9A-Z]{12})\)")
_SHOWN = 6
CHUNK = 1 << 16
Verdict = Literal["valid", "changed", "altered", "unknown"]


@dataclass(frozen=True)
class Sealing:
    """What is known of a paper besides its print: whose it is and who signed it as what, names left out."""

    kind: str
    subject: models.Model
    edition: str
    signed_sha256: str
    signatures: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class OfficeSigned:
    """An office on the paper: how many signed as this, from when to when."""

    office: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Checked:
    """What the check of a code or a file found; `altered` files say which paper they pretend to be."""

    verdict: Verdict
    paper: SealedPaper | None = None
    is_file: bool = False

    @property
    def kind(self) -> str:
        """The kind of paper in words."""
        return kind_words(self.paper) if self.paper else ""

    @property
    def lacks(self) -> str:
        """The office whose approval is not in this print, where nothing counts without it."""
        return lacking(self.paper) if self.paper else ""

    @property
    def begins(self) -> date | None:
        """The day from which the paper counts, while it is still to come."""
        return begins(self.paper) if self.paper else None

    @property
    def offices(self) -> list[OfficeSigned]:
        """Who signed as what; no names."""
        return offices_of(self.paper) if self.paper else []

    @property
    def replaced_by(self) -> str:
        """The edition that stands in the place of a paper that counts no more."""
        return replaced_by(self.paper) if self.paper and self.verdict == "changed" else ""


def clean_code(typed: str) -> str:
    """A code as it is kept, out of what somebody typed; empty when it cannot be one."""
    code = in_latin(re.sub(r"[\s\-–—]+", "", typed[:60]).upper())
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS) else ""


def paper_by_code(typed: str) -> SealedPaper | None:
    """The sealed paper with this code."""
    code = clean_code(typed)
    return SealedPaper.objects.filter(code=code).first() if code else None


def seals_of(subject: models.Model, kind: str = "") -> list[SealedPaper]:
    """The latest sealed prints of a record, newest first."""
    found = SealedPaper.objects.filter(subject=subject._meta.label_lower, subject_pk=str(subject.pk))
    return list((found.filter(kind=kind) if kind else found)[:_SHOWN])


def kind_words(paper: SealedPaper) -> str:
    """«Half-year report of a class leader»; the plain word when its storey is gone."""
    kind = sealed_kind(paper.kind)
    return str(kind.title) if kind else _("Paper of the lyceum")


def is_current(paper: SealedPaper) -> bool:
    """Whether what was sealed is still the paper that counts."""
    kind = sealed_kind(paper.kind)
    return bool(kind and kind.is_current(paper))


def replaced_by(paper: SealedPaper) -> str:
    """The edition that stands in its place; empty when there is none, or it is not known."""
    kind = sealed_kind(paper.kind)
    return kind.follower(paper) if kind else ""


def lacking(paper: SealedPaper) -> str:
    """The office that approves such papers, when its signature is not in this print; empty when it is."""
    kind = sealed_kind(paper.kind)
    approver = kind.approver if kind else ""
    return "" if any(line["office"] == approver for line in paper.signatures) else approver and _(approver)


def begins(paper: SealedPaper) -> date | None:
    """The day from which the paper counts, while it is still to come."""
    kind = sealed_kind(paper.kind)
    day = kind.begins(paper) if kind else None
    return day if day and day > timezone.localdate() else None


def offices_of(paper: SealedPaper) -> list[OfficeSigned]:
    """The offices on the paper in their order; many who signed as the same stand in one line."""
    lines = [(str(line["office"]), datetime.fromisoformat(line["at"])) for line in paper.signatures]
    found = []
    for office, group in groupby(lines, key=lambda line: line[0]):
        times = sorted(at for _office, at in group)
        found.append(OfficeSigned(_(office), len(times), times[0], times[-1]))
    return found


def check(code: str = "", file: IO[bytes] | None = None) -> Checked:
    """Compare a code, a file, or a file with the code it should have; the file is read and not kept."""
    wanted = paper_by_code(code) if code else None
    if file is None:
        return _standing(wanted, is_file=False)
    sha256, inside = _read(file)
    if code and wanted is None:
        return Checked("unknown", is_file=True)
    if wanted is None:
        same = SealedPaper.objects.filter(sha256=sha256).first()
        wanted = same or (paper_by_code(inside) if inside else None)
    if wanted is not None and wanted.sha256 != sha256:
        return Checked("altered", wanted, is_file=True)
    return _standing(wanted, is_file=True)


def _standing(paper: SealedPaper | None, *, is_file: bool) -> Checked:
    if paper is None:
        return Checked("unknown", is_file=is_file)
    return Checked("valid" if is_current(paper) else "changed", paper, is_file)


def _read(file: IO[bytes]) -> tuple[str, str]:
    """SHA-256 of a file, and the code in its seal; nothing in it is interpreted."""
    digest, tail, inside = hashlib.sha256(), b"", ""
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        found = _IN_SEAL.search(tail + chunk)
        inside = found[1].decode() if found else inside
        tail = chunk[-32:]
    return digest.hexdigest(), inside


def outside_signatures(paper: SealedPaper) -> QuerySet[OutsideSignature]:
    """Personal signatures that were added to a paper."""
    return paper.outside_signatures.select_related("added_by__person")


def scans(paper: SealedPaper) -> QuerySet[PaperScan]:
    """Prints signed by hand that were scanned back."""
    return paper.scans.select_related("attachment", "added_by__person")
