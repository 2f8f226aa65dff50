"""Web and worker, as `make run` and a service unit start them."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.management import BaseCommand, CommandError, call_command, get_commands

from jetekchi.core import assets, database, server
from jetekchi.core.apart import do_apart


class Command(BaseCommand):
    help = "Migrate, then serve the pages and do the jobs until Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        listener = server.listen(host, port)
        with database.held(by_server=True) as is_ours:
            if not is_ours:
                raise CommandError("a backup is being restored; start again when it is done")
            # In a child: what migrating and packing take of memory would stay in this process, and in all below it.
            do_apart("make the database and the static files ready", make_ready)
            shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host
            self.stdout.write(f"Jetekchi: http://{shown}:{port}   (Ctrl-C stops it)")
            if "demo_logins" in get_commands():
                call_command("demo_logins")
            self.stdout.flush()
            code = server.serve(listener, workers=workers, threads=threads)
        if code:
            raise CommandError("the server could not be kept running", returncode=code)


def make_ready() -> None:
    """What has to stand before the first page: the tables, and the static files under their published names."""
    database.prepare()
    publish_static_files()


def publish_static_files() -> None:
    """Collect the static files when their sources are not those of the last collection."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    sources = _fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources, "ascii")


def _fingerprint() -> str:
    digest = hashlib.sha256(repr(assets.newest_source()).encode())
    for path, storage in AppDirectoriesFinder().list([]):
        digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    return digest.hexdigest()
