"""The way over paper: a print is signed by hand and scanned back; its square says to which paper it belongs."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageStat

from jetekchi.core import attachments, audit
from jetekchi.core.dates import date_time
from jetekchi.core.http import Refused
from jetekchi.documents.models import PaperScan, SealedPaper
from jetekchi.documents.permissions import may_see_sealed
from jetekchi.documents.selectors.seals import clean_code, kind_words, paper_by_code
from jetekchi.organisation.models import User
from jetekchi.organisation.selectors import setting

KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})
# The square stands on every page: these are enough to find it, and no file can keep the reader busy for long.
MOST_PAGES = 4
PIXELS_WIDE = 1700
TALLEST = 3
# Tones of a picture made small, 0–255: the noise of a bare sheet spreads by 1–2, one line of print by 5 and more.
THUMB = 600
BLANK_SPREAD = 3
NOT_LOOKED_AT = "not-looked-at"
_ADDRESS = re.compile(r"/verify/([0-9A-Z-]{12,20})/?$")
# The page reader allows one caller at a time.
_lock = Lock()


@dataclass(frozen=True)
class Seen:
    """What the machine sees of a scan: the codes of its squares, and whether anything is on it at all."""

    codes: frozenset[str]
    is_blank: bool


@transaction.atomic
def add_scan(*, by: User, upload: UploadedFile, typed: str = "", is_looked_at: bool = False) -> PaperScan:
    """Keep a scan with the paper whose code it bears; the code may be typed where the square cannot be read.

    Only the square tells by itself which paper it is: with a typed code the person says to have looked. Refused, and
    nothing is kept: a picture too small for a page or with nothing on it, no code, two codes, a code of no paper or
    of a paper that the person may not see, a typed code without a look.
    """
    kind, data = _checked(upload)
    seen = look_at(kind, data)
    if seen.is_blank:
        raise Refused(
            "scan-blank",
            _("Nothing can be seen in this file: it is empty, locked or damaged. Scan the paper anew."),
        )
    paper = _paper_of(by, set(seen.codes), typed)
    if not seen.codes and not is_looked_at:
        raise Refused(
            NOT_LOOKED_AT,
            _(
                "The code was not read from the picture. It is the code of: %(paper)s, %(at)s. Look whether the"
                " picture shows this very paper, signed; then tick here and add the file again."
            )
            % {"paper": kind_words(paper), "at": date_time(paper.made_at)},
        )
    scan = PaperScan.objects.create(
        paper=paper,
        attachment=attachments.keep(by=by, upload=upload),
        is_code_read=bool(seen.codes),
        added_by=by,
    )
    digest = scan.attachment.sha256
    audit.record(
        by, "documents:paper:scanned", scan, sha256=digest, paper=paper.pk, is_code_read=scan.is_code_read
    )
    return scan


def _checked(upload: UploadedFile) -> tuple[str, bytes]:
    attachments.refuse_too_large(upload)
    kind, data = attachments.kind_of(upload.read())
    upload.seek(0)
    if kind not in KINDS:
        raise Refused(
            "scan-kind", _("A scan is a PDF, a JPEG or a PNG. Scan the paper anew and add that file.")
        )
    least = setting("scan_least_pixels")
    if kind != "application/pdf" and min(Image.open(io.BytesIO(data)).size) < least:
        raise Refused(
            "scan-small",
            _(
                "The picture is too small for a page: its shorter side needs %(least)s points at least. Scan or"
                " photograph the whole page."
            )
            % {"least": least},
        )
    return kind, data


def _paper_of(by: User, read: set[str], typed: str) -> SealedPaper:
    code = clean_code(typed)
    if typed.strip() and not code:
        raise _unknown()
    codes = read | ({code} if code else set())
    if not codes:
        raise Refused(
            "code-unreadable",
            _(
                "The square on the scan could not be read. Type the code that stands beside it, and add the file again."
            ),
        )
    if len(codes) > 1:
        raise Refused(
            "codes-differ",
            _(
                "The scan bears another code than the one asked for, or two different ones. Scan each paper by itself."
            ),
        )
    paper = paper_by_code(codes.pop())
    if paper is None or not may_see_sealed(by, paper):
        raise _unknown()
    return paper


def _unknown() -> Refused:
    return Refused(
        "code-unknown", _("There is no paper with this code. Look at the code on the print again.")
    )


def look_at(kind: str, data: bytes) -> Seen:
    """Every code that the squares on the pages bear, and whether any page shows something."""
    import zxingcpp

    found: set[str] = set()
    is_blank = True
    for picture in _pages(data) if kind == "application/pdf" else _picture(data):
        is_blank = is_blank and _is_blank(picture)
        for square in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        ):
            address = _ADDRESS.search(square.text)
            if address and (code := clean_code(address[1])):
                found.add(code)
    return Seen(frozenset(found), is_blank)


def _is_blank(picture: Image.Image) -> bool:
    """Whether it is one even tone: a line of print or a signature already spreads the tones wider than a bare sheet."""
    small = picture.copy()
    small.thumbnail((THUMB, THUMB))
    return bool(ImageStat.Stat(small).stddev[0] < BLANK_SPREAD)


def _picture(data: bytes) -> Iterator[Image.Image]:
    yield Image.open(io.BytesIO(data)).convert("L")


def _pages(data: bytes) -> Iterator[Image.Image]:
    """The first pages as pictures; a file that is locked or damaged has none."""
    import pypdfium2

    with _lock:
        try:
            document = pypdfium2.PdfDocument(data)
            for number in range(min(len(document), MOST_PAGES)):
                if (picture := _page(document, number)) is not None:
                    yield picture
            document.close()
        except pypdfium2.PdfiumError:
            return


def _page(document: Any, number: int) -> Image.Image | None:
    page = document[number]
    width, height = page.get_size()
    if width <= 0 or not 1 / TALLEST < height / width < TALLEST:
        return None
    picture: Image.Image = page.render(scale=PIXELS_WIDE / width, grayscale=True).to_pil()
    return picture
