"""Ready states of documents for tests."""

from datetime import date

from jetekchi.documents import services
from jetekchi.documents.models import ApprovalLine, DocumentVersion
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.tests import texts
from jetekchi.organisation.models import User
from jetekchi.organisation.services import seat
from tests.cast import PASSWORD, Cast, one_time_code

DATA = texts.KYRGYZ_PDF.encode()


def confirmed(user: User) -> Confirmation:
    """The person has just entered the own password."""
    return services.confirm(by=user, password=PASSWORD, code=one_time_code(user), ip="127.0.0.1")


def accepted(*users: User) -> None:
    """These people have accepted the agreement on signatures."""
    version = services.ensure_agreement()
    for user in users:
        services.accept_agreement(by=user, confirmation=confirmed(user), seen_sha256=version.sha256)


def imported(data: bytes = DATA, code: str = "КН-01") -> DocumentVersion:
    """An instruction with three offices, one of them vacant."""
    return services.import_instruction(by=None, data=data, name="нускама.txt", code=code).version


def line_of(version: DocumentVersion, place: int) -> ApprovalLine:
    """The office at this place of the route."""
    return version.route.lines.get(order=place)


def seated(cast: Cast, version: DocumentVersion) -> None:
    """The first and third office have holders: the vice-rector and the lawyer of the cast."""
    for place, user in ((1, cast.rector_office), (3, cast.psychologist)):
        assert user.person is not None
        seat(by=None, office=line_of(version, place).office, person=user.person, from_on=date(2020, 9, 1))


def agreed(cast: Cast, version: DocumentVersion) -> DocumentVersion:
    """All offices have agreed, the vacant one was skipped."""
    seated(cast, version)
    services.submit_for_approval(by=cast.damir, version=version)
    for place, user in ((1, cast.rector_office), (3, cast.psychologist)):
        services.decide(
            by=user,
            line=line_of(version, place),
            decision="agree",
            confirmation=confirmed(user),
            seen_sha256=version.sha256,
        )
    services.skip_vacant_seat(by=cast.damir, line=line_of(version, 2), reason="орун бош")
    version.refresh_from_db()
    return version


def in_force(cast: Cast, data: bytes = DATA) -> DocumentVersion:
    """The instruction is in force by the director's signature."""
    version = agreed(cast, imported(data))
    return services.bring_into_force(
        by=cast.gulnara, version=version, confirmation=confirmed(cast.gulnara), seen_sha256=version.sha256
    )
