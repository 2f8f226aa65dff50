"""Files that people add: checked by their bytes, kept outside the web root under a random name, always downloaded.

Pictures are drawn anew, which drops hidden places and camera data. Office files are searched for bombs before anybody
opens them. What is none of the known kinds is refused: no HTML, no SVG, no program.
"""

import hashlib
import io
import time
import uuid
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from jetekchi.core import office_files
from jetekchi.core.http import Refused, download
from jetekchi.core.models import Attachment

if TYPE_CHECKING:
    from jetekchi.organisation.models import User

# A pixel costs four bytes of memory, a little picture file unpacks to millions of them. A photo of a phone's highest
# setting is read at half its size; the progressive kind is held in memory twice.
MAX_PIXELS = 25_000_000
MAX_PHOTO_PIXELS = 80_000_000
MAX_PROGRESSIVE_PIXELS = 12_000_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ENTRIES = 2_000
# How a page, a program or a picture begins that would pass for a text.
NO_TEXT = ("<", "#!", "GIF8", "%!PS", "MZ", "{\\rtf")
OFFICE = {
    "word/document.xml": office_files.DOCX,
    "xl/workbook.xml": office_files.XLSX,
}


def keep(*, by: "User | None", upload: UploadedFile) -> Attachment:
    """Check a file and keep it; refused: too large, of no known kind, damaged, a bomb."""
    refuse_too_large(upload)
    return keep_bytes(by=by, name=upload.name or "file", data=upload.read())


def refuse_too_large(upload: UploadedFile) -> None:
    """The size of every file that people add; asked before the file is read."""
    if (upload.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(
            "attachment-too-large", _("The file is larger than 10 MB. Make it smaller and add it again.")
        )


def keep_bytes(*, by: "User | None", name: str, data: bytes) -> Attachment:
    """The same for bytes that are at hand."""
    if not data:
        raise Refused("attachment-empty", _("The file is empty. Choose another one."))
    kind, data = kind_of(data)
    attachment = Attachment(
        name=_clean_name(name),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_by=by,
    )
    random_name = uuid.uuid4().hex
    attachment.file.save(f"{random_name[:2]}/{random_name}", ContentFile(data), save=False)
    attachment.full_clean(exclude=["file", "added_by"])
    attachment.save()
    return attachment


def keep_all(*, by: "User | None", uploads: Iterable[UploadedFile]) -> list[Attachment]:
    """Check several files and keep all or none: a refused one takes back those before it."""
    kept: list[Attachment] = []
    try:
        kept.extend(keep(by=by, upload=upload) for upload in uploads)
    except Refused:
        for attachment in kept:
            attachment.file.delete(save=False)
        raise
    return kept


def drop_orphans(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files that no record knows (a save that was cut or refused leaves one); how many."""
    folder, known = Path(default_storage.path("")), set(Attachment.objects.values_list("file", flat=True))
    before = time.time() - older_than.total_seconds()
    orphans = [
        path
        for path in folder.glob("??/*")
        if path.is_file() and path.stat().st_mtime < before and str(path.relative_to(folder)) not in known
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def response(attachment: Attachment) -> HttpResponse:
    """The file as a download; whether the person may have it was settled by the caller's permission check."""
    with attachment.file.open("rb") as file:
        return download(attachment.name, file.read(), attachment.kind)


def _clean_name(name: str) -> str:
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in bare if letter.isprintable() and letter not in '<>:"|?*')
    return kept.strip(". ")[-150:] or "file"


def kind_of(data: bytes) -> tuple[str, bytes]:
    """What a file is by its bytes, and the bytes that are kept of it; refused when it is none of the known kinds."""
    if data.startswith(b"%PDF-"):
        return "application/pdf", data
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return _picture(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data), data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" not in text and not text.lstrip("\ufeff \t\r\n").startswith(NO_TEXT):
        return "text/plain; charset=utf-8", data
    raise Refused("attachment-kind", _("Only PDF, JPEG, PNG, Word, Excel and plain text files can be added."))


def _picture(data: bytes) -> tuple[str, bytes]:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            _fit(picture)
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            mode = "RGBA" if kind == "PNG" and "A" in picture.getbands() else "RGB"
            clean = picture if picture.mode == mode else picture.convert(mode)
            clean.load()
            # Nothing of what was said about the picture goes along.
            clean.info = {}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("attachment-damaged", _("The picture is damaged. Choose another one.")) from error
    out = io.BytesIO()
    clean.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return f"image/{kind.lower()}", out.getvalue()


def _fit(picture: Image.Image) -> None:
    """Refuse a flood of pixels before it is unpacked; ask for half of a large photo."""
    pixels = picture.width * picture.height
    is_photo = picture.format != "PNG" and not picture.info.get("progressive")
    if is_photo and MAX_PIXELS < pixels <= MAX_PHOTO_PIXELS:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
        pixels = picture.width * picture.height
    most = MAX_PROGRESSIVE_PIXELS if picture.info.get("progressive") else MAX_PIXELS
    if pixels > most:
        raise Refused("attachment-pixels", _("The picture is too large. Make it smaller and add it again."))


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            names = {entry.filename for entry in entries}
            if len(entries) <= MAX_ENTRIES and unpacked <= MAX_UNPACKED:
                office_files.check_contents(archive)
    except office_files.DAMAGE as error:
        raise Refused(
            "attachment-damaged", _("The file is damaged. Save it again and add it once more.")
        ) from error
    leaves = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    has_macros = any("vbaProject" in name for name in names)
    if leaves or has_macros or len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Refused(
            "attachment-bomb", _("The file cannot be accepted: it holds macros or unpacks to too much.")
        )
    for marker, kind in OFFICE.items():
        if marker in names:
            return kind
    raise Refused("attachment-kind", _("Only PDF, JPEG, PNG, Word, Excel and plain text files can be added."))
