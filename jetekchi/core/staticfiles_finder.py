"""Serves the joined stylesheet, script and sprite to runserver, to tests and to collectstatic alike."""

import tempfile
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from jetekchi.core import assets

_building = threading.Lock()


class JoinedFinder(BaseFinder):
    """Finds the files of `core.assets`; they are written to a folder of this process when first asked for."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in assets.PUBLISHED:
            return []
        found = str(_built() / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=_built())
        for path in assets.PUBLISHED:
            if not matches_patterns(path, ignore_patterns or []):
                yield path, storage


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="jetekchi-static-")


def _built() -> Path:
    """The folder with the joined files, made anew when a source is newer (one thread at a time)."""
    with _building:
        folder = Path(_folder().name)
        stamp, newest = folder / ".made", repr(assets.newest_source())
        if not stamp.exists() or stamp.read_text("ascii") != newest:
            for path, make in assets.PUBLISHED.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                fresh = target.with_name(f"{target.name}.new")
                fresh.write_text(make(), "utf-8")
                fresh.replace(target)
            stamp.write_text(newest, "ascii")
    return folder
