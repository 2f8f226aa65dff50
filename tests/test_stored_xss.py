"""Scripts planted in every text of the database never run: each page of the product in a real browser, with a trap.

The trap is a name that every planted script sets, a listener for what the policy of the page had to stop (a script
that came so far is a hole even when it was stopped), and dialogs.
"""

import itertools
import os
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from playwright.sync_api import Dialog, Page

from jetekchi.core import audit, notices
from jetekchi.core.append_only import lifted
from tests.journey import Journey
from tests.pages import pages
from tests.permission_world import peopled

pytestmark = pytest.mark.once

# From short to long: a short field takes those that fit.
PAYLOADS = (
    "<svg onload=__x=1>",
    "'onload=__x=1 a='",
    '"onload=__x=1 a="',
    "<q oncut=__x=1>",
    "<p/onclick=__x=1>",
    "`-(__x=1)-`",
    "';__x=1;//",
    '";__x=1;//',
    "{{7*7}}{%debug%}",
    "${__x=1}",
    "javascript:__x=1",
    "<img src onerror=__x=1>",
    "<body onload=__x=1>",
    "<a href=javascript:__x=1>a",
    "<script>__x=1</script>",
    "<SCRIPT>__x=1</SCRIPT>",
    "<scr<script>ipt>__x=1",
    "</script><script>__x=1",
    "</title><script>__x=1",
    "</textarea><svg onload=__x=1>",
    "--><svg onload=__x=1>",
    "]]><svg onload=__x=1>",
    '"><svg onload=__x=1>',
    "'><svg onload=__x=1>",
    '" autofocus onfocus=__x=1 a="',
    "' autofocus onfocus=__x=1 a='",
    "</option></select><svg onload=__x=1>",
    "&lt;svg onload=__x=1&gt;",
    "&#60;svg onload=__x=1&#62;",
    "\\u003csvg onload=__x=1\\u003e",
    "%3Csvg%20onload=__x=1%3E",
    "<iframe srcdoc='<svg onload=parent.__x=1>'>",
    "<object data=javascript:__x=1>",
    "<details open ontoggle=__x=1>",
    "<video><source onerror=__x=1>",
    "<math><mi xlink:href=javascript:__x=1>",
    "<style>@import 'data:,a'</style><svg onload=__x=1>",
    "<base href=//evil.example><script src=x></script>",
    "<form action=javascript:__x=1><button>ok",
    "<meta http-equiv=refresh content='0;url=javascript:__x=1'>",
    "<div hx-get=/ hx-trigger=load hx-on::load=__x=1>",
    '<input data-behaviour=palette value="" onfocus=__x=1 autofocus>',
)
TRAP = """
window.__hits = [];
Object.defineProperty(window, "__x", {set() { console.log("TRAP " + document.title); }});
document.addEventListener("securitypolicyviolation", e => console.log(`TRAP csp ${e.violatedDirective} ${e.blockedURI}`));
"""
# Texts by which programs find records; what a person never types stays as it is.
TECHNICAL = {
    *(
        "password",
        "message",
        "code",
        "sha256",
        "digest",
        "previous",
        "search_key",
        "sort_key",
        "key",
        "username",
        "number",
    ),
    *(
        "structure",
        "location",
        "source",
        "icon",
        "section",
        "section_number",
        "language",
        "session_key",
        "file",
    ),
}
LEFT_ALONE = {
    "organisation.SchoolYear",
    "organisation.LyceumSetting",
    "core.AuditChain",
    "core.AuditCheckpoint",
}


class Planted(Journey):
    def setUp(self) -> None:
        if os.environ.get("JETEKCHI_DATABASE_URL", "").startswith("postgres"):
            self.skipTest("a page is the same on both databases")
        super().setUp()
        self.cast, self.world = peopled()
        self.caught: list[str] = []

    def test_no_planted_script_runs_on_any_page_and_the_policy_has_nothing_to_stop(self) -> None:
        self.assertGreater(plant(), 60)
        notices.queue(to=list(self.cast.users.values()), message="%(words)s", words=PAYLOADS[0])
        audit.record(self.cast.aigul, "organisation:session:began", self.cast.aigul, reason=PAYLOADS[0])
        page = self.trap(self.page)
        # Half of the pages today, the other half tomorrow.
        shown = pages(self.cast, self.world, date.today().toordinal() % 2, 2)
        self.assertGreater(len(shown), 50)
        for one in shown:
            self.enter(one.session)
            page.goto(one.url, wait_until="load")
            self.assertEqual(self.caught, [], f"{one.name} {one.url}")

    def test_neither_does_what_is_typed_into_the_search(self) -> None:
        plant()
        page = self.trap(self.page)
        self.sign_in("aigul")
        page.goto("/")
        page.keyboard.press("Control+k")
        for payload in PAYLOADS[::6]:
            page.locator("#palette input[type=search]").fill(payload)
            page.wait_for_timeout(350)
        self.assertEqual(self.caught, [])

    def test_neither_does_what_stands_in_an_address_or_a_cookie(self) -> None:
        page = self.trap(self.page)
        at = self.live_server_url
        for number, payload in enumerate(PAYLOADS[11:33]):
            words = quote(payload)
            if number % 4 == 0:
                # A stranger at the doors, with a language that is none.
                self.context.clear_cookies()
                self.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": words, "url": at}])
                page.goto(f"/accounts/login/?next={words}")
                self.sign_in("damir")
            where = (
                f"/search/?q={words}",
                f"/students/?q={words}&sort={words}&page={words}",
                f"/nothing/{words}/?next={words}",
                f"/audit/?who={words}",
                f"/work/?q={words}&kind={words}&start={words}",
            )
            page.goto(where[number % len(where)], wait_until="load")
            self.assertEqual(self.caught, [], payload)

    def test_the_trap_does_catch(self) -> None:
        page = self.trap(self.page)
        page.goto("/accounts/login/")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<svg onload=__x=1>')")
        page.wait_for_timeout(100)
        self.assertTrue(any("csp" in found for found in self.caught), self.caught)
        self.caught.clear()
        page.evaluate("window.__x = 1")
        page.wait_for_timeout(50)
        self.assertEqual(len(self.caught), 1)

    def trap(self, page: Page) -> Page:
        page.add_init_script(TRAP)
        page.on("console", lambda said: self.caught.append(said.text) if "TRAP" in said.text else None)
        page.on("dialog", self.dismiss)
        return page

    def dismiss(self, dialog: Dialog) -> None:
        self.caught.append(dialog.message)
        dialog.dismiss()

    def enter(self, session: str) -> None:
        self.context.clear_cookies()
        if session:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.live_server_url}]
            )


def plant() -> int:
    """Write payloads into every text a person could have typed; how many columns took one."""
    turn = itertools.count()
    columns = 0
    with lifted():
        for model in apps.get_models():
            if model._meta.app_label not in OURS or model._meta.label in LEFT_ALONE:
                continue
            names = [field for field in model._meta.concrete_fields if takes_words(field)]
            for record in model._base_manager.all():
                new = {field.attname: words_for(field, record.pk, next(turn)) for field in names}
                for name, text in new.items():
                    write(model, record.pk, name, text)
            columns += len(names)
    return columns


def write(model: Any, pk: Any, name: str, text: str) -> None:
    """One value; where the database wants no twins, with the record's number in front."""
    for value in (text, f"{pk}{text}"[: len(text)]):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{name: value})
        except IntegrityError:
            continue
        return
    raise AssertionError(f"{model._meta.label}.{name} takes no words: is it technical?")


OURS = {"core", "organisation", "documents", "worklog", "journal", "reports", "usersessions"}


def takes_words(field: Any) -> bool:
    """A text of people: no choice, no key, no technical name, no empty shape of its own."""
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.JSONField
    )
    if not is_text or field.choices or field.name in TECHNICAL or isinstance(field, models.FileField):
        return False
    return (field.max_length or 1000) >= len(PAYLOADS[0])


def words_for(field: Any, pk: Any, turn: int) -> str:
    """As many payloads as the column holds, each turn with other ones; a column without twins gets the number too."""
    most = field.max_length or 1000
    words = f"{pk} " if field.unique else ""
    for payload in (*PAYLOADS[turn % len(PAYLOADS) :], *PAYLOADS[: turn % len(PAYLOADS)]):
        if len(words) + len(payload) <= most:
            words += payload
    return words
