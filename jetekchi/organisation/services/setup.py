"""The first hour of a fresh installation: its lyceum and its first administrator, for who can read the server's console."""

import hmac
import logging
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, throttle
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Unit, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services.accounts import SLIP_ALPHABET, grant_role, open_account
from jetekchi.organisation.services.calendar import ensure_year, year_name
from jetekchi.organisation.services.entrance import CHAIN, STRANGER
from jetekchi.organisation.services.people import add_person
from jetekchi.organisation.services.units import ensure_lyceum

CODE_LENGTH = 12
log = logging.getLogger(__name__)


def is_open() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def code_file() -> Path:
    """Where the set-up code is kept: in the data folder, which a stranger on the network cannot read."""
    return Path(settings.DATA_DIR) / "setup-code"


def setup_code() -> str:
    """The code that proves who stands at the server; made once, said on the console when it is made."""
    path = code_file()
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        letters = "".join(secrets.choice(SLIP_ALPHABET) for _ in range(CODE_LENGTH))
        path.touch(mode=0o600)
        path.write_text(letters, encoding="ascii")
        log.warning("Set-up code of this lyceum: %s (also in %s)", letters, path)
    return path.read_text(encoding="ascii").strip()


def check_code(code: str, ip: str) -> None:
    """Refused for a wrong set-up code; guesses are counted by place."""
    throttle.spend("setup", throttle.place(ip))
    given = "".join(code.lower().replace("-", "").split())
    if not hmac.compare_digest(given.encode(), setup_code().encode()):
        raise Refused(
            "wrong-setup-code", _("This is not the set-up code. It stands on the server's console.")
        )
    throttle.forgive("setup", throttle.place(ip))


@transaction.atomic
def set_up(
    *,
    surname: str,
    given: str,
    username: str,
    password: str,
    language: str,
    lyceum: str,
    lyceum_ru: str = "",
    lyceum_en: str = "",
    place: str = "",
    year: str = "",
) -> User:
    """Name the lyceum and open the first administrator's account; refused as soon as anybody has one."""
    # The chain's row is locked here first, so that of two set-ups at once the second finds the first done.
    audit.record_key(None, "organisation:setup:done", Unit._meta.label, "", chain=CHAIN, actor=STRANGER)
    if not is_open():
        raise Refused("already-set-up", _("This lyceum is already set up. Sign in."))
    unit = ensure_lyceum(by=None, name=lyceum, name_ru=lyceum_ru, name_en=lyceum_en, place=place)
    unit.name, unit.name_ru, unit.name_en = lyceum, lyceum_ru, lyceum_en
    unit.place = place or unit.place
    unit.full_clean()
    unit.save()
    ensure_year(by=None, name=year or year_name(timezone.localdate()))
    person = add_person(by=None, surname=surname, given=given)
    user, _password = open_account(
        by=None, person=person, username=username, password=password, must_change=False
    )
    user.language = language
    user.save(update_fields=["language"])
    grant_role(by=None, user=user, role=Role.ADMINISTRATOR)
    transaction.on_commit(lambda: code_file().unlink(missing_ok=True))
    return user
