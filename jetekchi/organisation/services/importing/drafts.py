"""A file between its preview and its confirmation: kept on the server, for its owner alone, for a day at most."""

import json
import secrets
import shutil
import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from jetekchi.organisation.models import User

KEEP_SECONDS = 24 * 60 * 60
KEEP_FILES = 5


@dataclass
class Draft:
    """The file's words: kind, name, and what the person chose so far; `mapping` None lets the headings speak."""

    token: str
    kind: str
    name: str
    year: str
    create_missing: bool
    skip_bad_rows: bool = False
    mapping: dict[str, int] | None = None
    data: bytes = field(default=b"", repr=False)


def _folder(user: User) -> Path:
    return Path(settings.DATA_DIR) / "imports" / str(user.pk)


def keep(user: User, *, kind: str, name: str, data: bytes, year: str, create_missing: bool) -> Draft:
    """Keep a file for its preview; older ones of the same person go."""
    _tidy(_folder(user))
    token = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
    draft = Draft(token, kind, name[-150:], year, create_missing, data=data)
    folder = _folder(user) / token
    folder.mkdir(parents=True, mode=0o700)
    (folder / "file").write_bytes(data)
    save(user, draft)
    return draft


def save(user: User, draft: Draft) -> None:
    """Keep what the person chose."""
    words = {key: value for key, value in asdict(draft).items() if key != "data"}
    target = _folder(user) / draft.token / "choices.json"
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(words), encoding="utf-8")
    fresh.replace(target)


def find(user: User, kind: str, token: uuid.UUID) -> Draft | None:
    """The draft of this very person; None when it is another's, gone or finished."""
    folder = _folder(user) / str(token)
    try:
        words = json.loads((folder / "choices.json").read_text(encoding="utf-8"))
        draft = Draft(**words, data=(folder / "file").read_bytes())
    except (OSError, ValueError, TypeError):
        return None
    return draft if draft.kind == kind else None


@dataclass(frozen=True)
class Waiting:
    """A file in its preview: whose, of which kind, under which name."""

    owner: User
    kind: str
    name: str


def waiting(year: str) -> list[Waiting]:
    """Files of a school year that stand in their preview, not confirmed and not yet dropped."""
    found = []
    for path in sorted((Path(settings.DATA_DIR) / "imports").glob("*/*/choices.json")):
        try:
            words = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if words.get("year") == year and path.parent.parent.name.isdigit():
            found.append((int(path.parent.parent.name), words["kind"], words["name"]))
    owners = User.objects.select_related("person").in_bulk({owner for owner, _kind, _name in found})
    return [Waiting(owners[owner], kind, name) for owner, kind, name in found if owner in owners]


def drop(user: User, draft: Draft) -> None:
    """The file has served."""
    shutil.rmtree(_folder(user) / draft.token, ignore_errors=True)


def drop_old() -> int:
    """Drop files whose preview nobody confirmed within a day; how many."""
    limit = time.time() - KEEP_SECONDS
    old = [path for path in (Path(settings.DATA_DIR) / "imports").glob("*/*") if path.stat().st_mtime < limit]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _tidy(folder: Path) -> None:
    if not folder.is_dir():
        return
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for position, path in enumerate(kept):
        if position >= KEEP_FILES - 1 or path.stat().st_mtime < time.time() - KEEP_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
