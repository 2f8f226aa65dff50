"""Who asks a library, who answers, who reads (6.2): the leader, the librarian at her desk, the students of the class."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may
from jetekchi.plan.models import LibraryKind, LibraryRequest, LibraryVisit, ReadingList, ReadingTitle
from jetekchi.plan.permissions.offices import ClassRights, class_rights, get_class, may_list

__all__ = [
    "get_class",
    "get_reading_list",
    "get_request",
    "get_title",
    "get_visit",
    "is_librarian",
    "may_answer",
    "may_list",
]


def is_librarian(user: User | AnonymousUser) -> bool:
    """Whether requests to the lyceum's library are this user's to answer."""
    return may(user, Permission.LIBRARY_ANSWER)


def may_answer(user: User | AnonymousUser, request: LibraryRequest, rights: ClassRights) -> bool:
    """The librarian answers what came to the lyceum's library; of others the leader writes the answer down."""
    if request.library == LibraryKind.LYCEUM:
        return is_librarian(user)
    return rights.may_lead


def get_request(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[LibraryRequest, ClassRights]:
    """A request: the class's leader, the offices above, the librarian for those to the lyceum's library."""
    request = get_object_or_404(
        LibraryRequest.objects.select_related("class_group__year", "by__person"), pk=pk
    )
    rights = class_rights(user, request.class_group_id)
    is_hers = request.library == LibraryKind.LYCEUM and is_librarian(user)
    if not (rights.may_lead or rights.may_look or is_hers):
        raise Http404
    if (to == "answer" and not may_answer(user, request, rights)) or (to == "lead" and not rights.may_lead):
        raise PermissionDenied
    return request, rights


def get_reading_list(
    user: User | AnonymousUser, pk: int, to: str = "read"
) -> tuple[ReadingList, ClassRights]:
    """A reading list: of the own class, or one that answers a request to the lyceum's library for the librarian."""
    found = get_object_or_404(ReadingList.objects.select_related("class_group__year", "request"), pk=pk)
    rights = class_rights(user, found.class_group_id)
    came_here = found.request is not None and found.request.library == LibraryKind.LYCEUM
    is_hers = came_here and is_librarian(user)
    if not (rights.may_read or is_hers):
        raise Http404
    if to == "write" and not (rights.may_lead or is_hers):
        raise PermissionDenied
    return found, rights


def get_title(user: User | AnonymousUser, pk: int) -> tuple[ReadingTitle, ClassRights]:
    """A book of a list of the own class, for the student who says that it was read."""
    title = get_object_or_404(ReadingTitle.objects.select_related("reading_list__request"), pk=pk)
    _list, rights = get_reading_list(user, title.reading_list_id)
    if rights.student_pk is None:
        raise PermissionDenied
    return title, rights


def get_visit(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[LibraryVisit, ClassRights]:
    """A visit of a class: for its leader, the offices above and its students."""
    visit = get_object_or_404(LibraryVisit.objects.select_related("class_group__year", "entry"), pk=pk)
    rights = class_rights(user, visit.class_group_id)
    if not rights.may_read:
        raise Http404
    if to == "lead" and not rights.may_lead:
        raise PermissionDenied
    return visit, rights
