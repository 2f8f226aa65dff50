"""Typed reading of the environment: a wrong value stops the start with one line that names it."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit


def stop(name: str, problem: str) -> NoReturn:
    """End the start with one line that names the setting."""
    sys.stderr.write(f"{name}: {problem}\n")
    raise SystemExit(2)


def text(name: str, default: str = "") -> str:
    """A setting as it stands, without surrounding spaces."""
    return os.environ.get(name, default).strip()


def boolean(name: str, default: bool = False) -> bool:
    """1/0, true/false, yes/no, on/off; anything else stops the start."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    stop(name, f"expected on or off, got {value!r}")


def number(name: str, default: int) -> int:
    """A small whole number, zero or more."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or int(value) > 9:
        stop(name, f"expected a number from 0 to 9, got {value!r}")
    return int(value)


def url(name: str, default: str = "") -> str:
    """An http(s) address without a trailing slash."""
    value = text(name, default).rstrip("/")
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        stop(name, f"expected an address such as https://lyceum.example, got {value!r}")
    return value


def folder(name: str) -> Path | None:
    """A folder that is there, or none."""
    value = text(name)
    if not value:
        return None
    if not Path(value).is_dir():
        stop(name, f"no such folder: {value}")
    return Path(value).resolve()


def secret(name: str, data_dir: Path) -> str:
    """The secret itself, or the file that holds it, or one made on the first run and kept in the data folder."""
    if value := text(name):
        if len(value) < 32:
            stop(name, "the secret must have at least 32 characters")
        return value
    path = Path(text(f"{name}_FILE") or data_dir / "secret-key")
    if text(f"{name}_FILE") and not path.is_file():
        stop(f"{name}_FILE", f"no such file: {path}")
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="utf-8").strip()


def database(name: str, default: str) -> dict[str, Any]:
    """A database address, sqlite:///path or postgresql://user:password@host:port/name?host=/socket."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        path = unquote(value.removeprefix("sqlite://"))
        if path not in {"/:memory:", ":memory:"}:
            path = path if path.startswith("//") else path.removeprefix("/")
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return sqlite(path.replace("//", "/", 1) if path.startswith("//") else path.lstrip("/") or ":memory:")
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or query.get("user", "")),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or query.get("host", ""),
            "PORT": str(parts.port or query.get("port", "")),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # A query is prepared when it comes for the sixth time over a connection; none is compiled (decision 0019).
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, "options": "-c jit=off"},
        }
    stop(name, f"expected sqlite:///… or postgresql://…, got {value!r}")


def sqlite(path: str) -> dict[str, Any]:
    """SQLite tuned for many writers: Django's defaults lose a quarter of concurrent writes to a locked database."""
    return {
        "ENGINE": "jetekchi.core.sqlite",
        "NAME": path if path.endswith(":memory:") is False else ":memory:",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;"
            ),
        },
        "CONN_MAX_AGE": None,
    }


def mail(name: str) -> dict[str, Any]:
    """smtp://user:password@host:port (smtps:// for TLS, ?tls=1 for STARTTLS); without it letters go to the log."""
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        stop(name, f"expected smtp://host:port, got {value!r}")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": "tls=1" in parts.query,
        "EMAIL_TIMEOUT": 10,
    }
