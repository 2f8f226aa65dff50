"""From a file to a controlled document with versions (1.3): preview, store, difference, replace."""

import hashlib
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jetekchi.core import attachments, audit
from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from jetekchi.documents.models import (
    ApprovalLine,
    ApprovalRoute,
    Clause,
    ControlledDocument,
    DocumentVersion,
    RequiredReader,
)
from jetekchi.documents.selectors.difference import Difference, difference_of
from jetekchi.documents.services.approvals import reset_route
from jetekchi.documents.services.files import text_of
from jetekchi.documents.services.reading import ReadInstruction, read_instruction
from jetekchi.documents.services.versions import locked, step
from jetekchi.organisation.models import Unit, User
from jetekchi.organisation.services import ensure_lyceum, ensure_office

DEFAULT_CODE = "КН-01"
ADDED, NEW_VERSION, UNCHANGED = "added", "new_version", "unchanged"


@dataclass(frozen=True)
class Preview:
    """What an import would do, before anything is written."""

    read: ReadInstruction
    code: str
    fate: str
    number: int
    difference: Difference | None
    sha256: str


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did; `made` names what had to be created for it."""

    version: DocumentVersion
    fate: str
    read: ReadInstruction | None
    difference: Difference | None
    made: tuple[str, ...] = ()


def preview_instruction(*, data: bytes, name: str, code: str = "") -> Preview:
    """Read a file and say what was recognised and what its import would change; nothing is written."""
    text = text_of(name, data)
    read = read_instruction(text)
    document = _document_for(code)
    newest = _newest(document)
    if newest is not None and _same(newest, text):
        return Preview(read, newest.document.code, UNCHANGED, newest.number, None, newest.sha256)
    difference = difference_of(_clauses_in(newest), _clauses_read(read)) if newest else None
    number = document.versions.count() + 1 if document else 1
    fate = NEW_VERSION if newest else ADDED
    shown_code = document.code if document else code or DEFAULT_CODE
    return Preview(read, shown_code, fate, number, difference, _sha(text))


@transaction.atomic
def import_instruction(
    *, by: User | None, data: bytes, name: str, language: str = "ky", code: str = "", seen_sha256: str = ""
) -> ImportOutcome:
    """Store an instruction: a new document, a new version of it, or nothing when the text is the same."""
    text = text_of(name, data)
    if seen_sha256 and _sha(text) != seen_sha256:
        raise Refused("changed_meanwhile", _("This is not the file that was shown. Choose it again."))
    read = read_instruction(text)
    made: list[str] = []
    document = _document_for(code)
    if document is None:
        document = _new_document(
            by, code or DEFAULT_CODE, read.title, ControlledDocument.Kind.JOB_INSTRUCTION
        )
        RequiredReader.objects.create(document=document, audience=RequiredReader.Audience.CLASS_LEADERS)
        made.append(str(document.code))
    document = ControlledDocument.objects.select_for_update().get(pk=document.pk)
    newest = _newest(document)
    if newest is not None and _same(newest, text):
        return ImportOutcome(newest, UNCHANGED, read, None)
    version = _new_version(by, document, text, name, language, data)
    _fill(version, read)
    made += _route_for(by, version, read)
    fate = NEW_VERSION if newest else ADDED
    difference = difference_of(_clauses_in(newest), _clauses_in(version)) if newest else None
    audit.record(by, "documents:version:imported", version, sha256=version.sha256, fate=fate)
    return ImportOutcome(version, fate, read, difference, tuple(made))


@transaction.atomic
def import_document(
    *, by: User | None, data: bytes, name: str, kind: str, code: str, title: str, language: str = "ky"
) -> ImportOutcome:
    """Store a paper of another kind: its text, and its clauses where it has them."""
    if kind == ControlledDocument.Kind.JOB_INSTRUCTION:
        return import_instruction(by=by, data=data, name=name, language=language, code=code)
    text = text_of(name, data)
    try:
        read: ReadInstruction | None = read_instruction(text)
    except Refused:
        read = None  # a convention or a set of rules needs no clauses to be read and signed
    document = ControlledDocument.objects.select_for_update().filter(code=code).first()
    if document is None and kind == ControlledDocument.Kind.SIGNATURE_AGREEMENT:
        document = ControlledDocument.objects.select_for_update().filter(kind=kind).first()
    if document is None:
        document = _new_document(by, code, title or (read.title if read else name), kind)
    elif document.kind != kind:
        raise Refused("other_kind", _("A document of another kind has this code already."))
    newest = _newest(document)
    if newest is not None and _same(newest, text):
        return ImportOutcome(newest, UNCHANGED, read, None)
    version = _new_version(by, document, text, name, language, data)
    if read:
        _fill(version, read)
    ApprovalRoute.objects.create(version=version)
    fate = NEW_VERSION if newest else ADDED
    audit.record(by, "documents:version:imported", version, sha256=version.sha256, fate=fate)
    return ImportOutcome(version, fate, read, None)


@transaction.atomic
def replace_text(*, by: User, version: DocumentVersion, data: bytes, name: str) -> DocumentVersion:
    """Put a corrected text in place of one that is not in force yet; every office is asked anew."""
    version = locked(version)
    step(version, "edit")
    text = text_of(name, data)
    if _same(version, text):
        raise Refused("same_text", _("The text is the same as before."))
    is_instruction = version.document.kind == ControlledDocument.Kind.JOB_INSTRUCTION
    try:
        read = read_instruction(text)
    except Refused:
        if is_instruction:
            raise
        read = None
    version.source_text, version.source_name, version.sha256 = text, name[-150:], _sha(text)
    version.source_file = _attachment(by, name, data)
    version.save()
    version.clauses.all().delete()
    if read:
        _fill(version, read)
    reset_route(by, version)
    audit.record(by, "documents:version:text_replaced", version, sha256=version.sha256)
    return version


def _document_for(code: str) -> ControlledDocument | None:
    """The instruction under this code; without a code the only one there is."""
    instructions = ControlledDocument.objects.filter(kind=ControlledDocument.Kind.JOB_INSTRUCTION)
    if code:
        if ControlledDocument.objects.filter(code=code).exclude(pk__in=instructions.values("pk")).exists():
            raise Refused("other_kind", _("A document of another kind has this code already."))
        return instructions.filter(code=code).first()
    found = list(instructions[:2])
    return found[0] if len(found) == 1 else instructions.filter(code=DEFAULT_CODE).first()


def _new_document(by: User | None, code: str, title: str, kind: str) -> ControlledDocument:
    document = ControlledDocument(code=code.strip(), kind=kind, title=title[:300])
    document.clean_fields()
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise Refused(
            "code_taken", _("Somebody has just stored a document under this code. Look at it first.")
        ) from error
    audit.record(by, "documents:document:added", document)
    return document


def _newest(document: ControlledDocument | None) -> DocumentVersion | None:
    if document is None:
        return None
    return document.versions.exclude(status=DocumentVersion.Status.WITHDRAWN).order_by("-number").first()


def _new_version(
    by: User | None, document: ControlledDocument, text: str, name: str, language: str, data: bytes
) -> DocumentVersion:
    """The next number; an edition that was still on its way gives way to it."""
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    for waiting in document.versions.exclude(status__in=["in_force", "superseded", "withdrawn"]):
        step(waiting, "withdraw")
        audit.record(by, "documents:version:withdrawn", waiting)
    version = DocumentVersion(
        document=document,
        number=last + 1,
        language=language,
        source_name=name[-150:],
        source_text=text,
        source_file=_attachment(by, name, data),
        sha256=_sha(text),
        created_by=by,
    )
    version.full_clean()
    version.save()
    return version


def _attachment(by: User | None, name: str, data: bytes) -> Attachment | None:
    """The file itself is kept too where it is of a kind that is kept; the text alone is what counts."""
    try:
        return attachments.keep_bytes(by=by, name=name, data=data)
    except Refused:
        return None


def _fill(version: DocumentVersion, read: ReadInstruction) -> None:
    version.structure = {
        "sections": [asdict(section) for section in read.sections],
        "signer": asdict(read.signer) if read.signer else None,
        "offices": [asdict(office) for office in read.offices],
        "tables": {
            table.sheet: {"title": table.title, "columns": list(table.columns)} for table in read.tables
        },
        "notes": list(read.notes),
    }
    version.save(update_fields=["structure"])
    Clause.objects.bulk_create(
        Clause(
            version=version,
            order=order,
            number=clause.number,
            section_number=clause.section[:8],
            section_title=clause.section_title[:300],
            text=clause.text,
            display_text=clause.display,
            bullets=list(clause.bullets),
        )
        for order, clause in enumerate(read.clauses, start=1)
    )


def _route_for(by: User | None, version: DocumentVersion, read: ReadInstruction) -> list[str]:
    """The offices of the sheet become the lines of the route; those the lyceum lacks are made, seats vacant."""
    made: list[str] = []
    if not Unit.objects.filter(kind=Unit.Kind.LYCEUM).exists():
        made.append(str(ensure_lyceum(by=by)))
    university = Unit.objects.filter(kind=Unit.Kind.UNIVERSITY).first() or ensure_lyceum(by=by)
    route = ApprovalRoute.objects.create(version=version)
    taken: set[int] = set()
    for order, office in enumerate(read.offices, start=1):
        known = university.offices.filter(title=office.title[:200]).exists()
        seat = ensure_office(by=by, unit=university, title=office.title[:200], order=order)
        if seat.pk in taken:
            continue
        taken.add(seat.pk)
        if not known:
            made.append(seat.title)
        ApprovalLine.objects.create(
            route=route, office=seat, title=seat.title, printed_name=office.name[:120], order=order
        )
    return made


def _clauses_in(version: DocumentVersion | None) -> dict[str, str]:
    if version is None:
        return {}
    return {c.number: " ".join([c.display_text, *c.bullets]) for c in version.clauses.all()}


def _clauses_read(read: ReadInstruction) -> dict[str, str]:
    return {c.number: " ".join([c.display, *c.bullets]) for c in read.clauses}


def _same(version: DocumentVersion, text: str) -> bool:
    return version.source_text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
