"""What every test run shares."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from jetekchi.core import remember
from tests.browser import Shared, executable


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays_behind() -> Iterator[None]:
    yield
    Shared.close()
    if settings.configured:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """A test takes its records back past the audit; what pages have kept goes with them."""
    remember.forget()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped journeys are said loudly."""
    if not executable() and not hasattr(terminalreporter.config, "workerinput"):
        terminalreporter.write_line("!! NO BROWSER: the browser journeys were skipped", red=True, bold=True)
