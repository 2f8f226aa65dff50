"""Settings of the test run: a fast hasher, plain static files, letters kept in memory, jobs at once."""

import os
import tempfile

_folder = tempfile.mkdtemp(prefix="jetekchi-test-")
os.environ.setdefault("JETEKCHI_SECRET_KEY", "a-secret-for-tests-only-" * 2)
os.environ["JETEKCHI_DATA_DIR"] = _folder
os.environ.setdefault("JETEKCHI_DATABASE_URL", "sqlite:///:memory:")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

# The tables of tests/prepared.py, when somebody made them: PostgreSQL copies them for each worker.
# SQLite's name is said: pytest-django knows only Django's own backend as one that may live in memory.
if os.environ["JETEKCHI_DATABASE_URL"].startswith("postgresql:"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("JETEKCHI_TEST_TEMPLATE") or None}
else:
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
