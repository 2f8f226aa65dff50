"""The way over paper: a print is signed by hand and scanned back; its square says to which paper it belongs."""

import io
import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from jetekchi.core import attachments, audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import PaperScan, SealedPaper
from jetekchi.documents.permissions import may_see_sealed
from jetekchi.documents.selectors.seals import clean_code, paper_by_code
from jetekchi.organisation.models import User

KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})
# The square stands on every page: these are enough to find it, and no file can keep the reader busy for long.
MOST_PAGES = 4
PIXELS_WIDE = 1700
TALLEST = 3
_ADDRESS = re.compile(r"/verify/([0-9A-Z-]{12,20})/?$")
# The page reader allows one caller at a time.
_lock = Lock()


@transaction.atomic
def add_scan(*, by: User, upload: UploadedFile, typed: str = "") -> PaperScan:
    """Keep a scan with the paper whose code it bears; the code may be typed where the square cannot be read.

    Refused, and nothing is kept: no code, two codes, a code of no paper or of a paper that the person may not see.
    """
    kind, data = _checked(upload)
    read = codes_in(kind, data)
    paper = _paper_of(by, read, typed)
    scan = PaperScan.objects.create(
        paper=paper,
        attachment=attachments.keep(by=by, upload=upload),
        is_code_read=bool(read),
        added_by=by,
    )
    audit.record(by, "documents:paper:scanned", scan, sha256=scan.attachment.sha256, paper=paper.pk)
    return scan


def _checked(upload: UploadedFile) -> tuple[str, bytes]:
    attachments.refuse_too_large(upload)
    kind, data = attachments.kind_of(upload.read())
    upload.seek(0)
    if kind not in KINDS:
        raise Refused(
            "scan-kind", _("A scan is a PDF, a JPEG or a PNG. Scan the paper anew and add that file.")
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


def codes_in(kind: str, data: bytes) -> set[str]:
    """Every code that the squares on the pages bear; none when nothing can be read."""
    import zxingcpp

    found: set[str] = set()
    for picture in _pages(data) if kind == "application/pdf" else _picture(data):
        for square in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        ):
            address = _ADDRESS.search(square.text)
            if address and (code := clean_code(address[1])):
                found.add(code)
    return found


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
