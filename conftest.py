"""What every test run shares."""

import gc
import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase

from jetekchi.core import remember
from tests import prepared
from tests.browser import Shared, executable


@pytest.fixture(scope="session", autouse=True)
def _what_is_loaded_is_not_looked_through() -> None:
    """Python need not search all that was imported for rubbish, again and again: it stays till the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays_behind() -> Iterator[None]:
    yield
    Shared.close()
    if settings.configured:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before Django makes its test database: SQLite's memory already holds the tables of tests/prepared.py."""
    path = os.environ.get(prepared.NAME)
    if path and connection.vendor == "sqlite":
        prepared.lay_out(path, connection.creation._get_test_db_name())


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """A test takes its records back past the audit; what pages have kept goes with them."""
    remember.forget()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may not ask any database cannot differ between two of them: it is tried once a run."""
    for item in items:
        if is_without_database(item):
            item.add_marker("once")


def is_without_database(item: pytest.Item) -> bool:
    """Whether Django (SimpleTestCase) or pytest-django (a bare function) would refuse each query of the test."""
    kind = getattr(item, "cls", None)
    if kind is not None:
        return (
            issubclass(kind, SimpleTestCase)
            and not issubclass(kind, TransactionTestCase)
            and not kind.databases
        )
    asks = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return not asks and item.get_closest_marker("django_db") is None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped journeys are said loudly."""
    if not executable() and not hasattr(terminalreporter.config, "workerinput"):
        terminalreporter.write_line("!! NO BROWSER: the browser journeys were skipped", red=True, bold=True)
