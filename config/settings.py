"""One settings file, read from the environment; a wrong value stops the start (see docs/settings.md)."""

import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("JETEKCHI_DATA_DIR") or "var").resolve()

DEBUG = env.boolean("JETEKCHI_DEBUG")
SECRET_KEY = env.secret("JETEKCHI_SECRET_KEY", DATA_DIR)
ALLOWED_HOSTS = [
    host.strip()
    for host in env.text("JETEKCHI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
PUBLIC_URL = env.url("JETEKCHI_PUBLIC_URL", "http://localhost:8000")
IS_SECURE = PUBLIC_URL.startswith("https://")
BENCH = env.boolean("JETEKCHI_BENCH")

DATABASES = {"default": env.database("JETEKCHI_DATABASE_URL", f"sqlite:///{DATA_DIR}/jetekchi.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "jetekchi.core",
    "jetekchi.organisation",
    "jetekchi.documents",
    "jetekchi.worklog",
    "jetekchi.journal",
    "jetekchi.plan",
    "jetekchi.reports",
    "jetekchi.compliance",
    "jetekchi.workplace",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jetekchi.core.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "jetekchi.core.middleware.CookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "jetekchi.core.middleware.LanguageMiddleware",
    "jetekchi.core.middleware.PrivatePagesMiddleware",
    "jetekchi.core.refusals.RefusalsMiddleware",
    "jetekchi.core.remember.RememberMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jetekchi.organisation.middleware.DoorsMiddleware",
    "jetekchi.core.middleware.RefusedMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_context = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "django.template.context_processors.i18n",
    "csp.context_processors.nonce",
    "jetekchi.workplace.selectors.shell.shell",
]
_loaders: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    _loaders = [("django.template.loaders.cached.Loader", _loaders)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": _context,
            "loaders": [("template_partials.loader.Loader", _loaders)],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jetekchi.core.templatetags.ground",
                "jetekchi.core.templatetags.components",
                "jetekchi.core.templatetags.wording",
            ],
        },
    }
]
FORM_RENDERER = "jetekchi.core.forms.JetekchiRenderer"

# Language and time: Kyrgyz first; the language is the person's choice, never in the address.
LANGUAGE_CODE = "ky"
LANGUAGES = [("ky", _("Kyrgyz")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["jetekchi.core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("JETEKCHI_TIME_ZONE", "Asia/Bishkek")
try:
    ZoneInfo(TIME_ZONE)
except Exception:
    env.stop("JETEKCHI_TIME_ZONE", f"no such time zone: {TIME_ZONE!r}")

# Static files: one style sheet and one script, joined from their sources by the finder.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "jetekchi.core.staticfiles_finder.JoinedFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "attachments"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
# Whose certificates vouch for personal signatures made elsewhere; none unless the lyceum says so.
TRUSTED_ROOTS = env.folder("JETEKCHI_TRUSTED_ROOTS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Signing in
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["jetekchi.organisation.backends.EmployedBackend"]
PASSWORD_HASHERS = ["jetekchi.core.hashers.TunedArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "jetekchi.organisation.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
# Our own throttle counts an account from one place (core.throttle); these would shut out a whole lyceum behind one
# address, and let a stranger shut out the director.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "jetekchi.organisation.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jetekchi"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False
TRUSTED_PROXIES = env.number("JETEKCHI_TRUSTED_PROXIES", 0)
CSRF_FAILURE_VIEW = "jetekchi.organisation.views.accounts.stale_form"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "__Host-jetekchi" if IS_SECURE else "jetekchi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-jetekchi-csrf" if IS_SECURE else "jetekchi-csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "jetekchi.core.flash.SealedStorage"
FLASH_COOKIE_NAME = "__Host-jetekchi-said" if IS_SECURE else "jetekchi-said"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

# Headers. Over plain http (a lyceum's own network, a try-out) the browser would refuse secure cookies.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Letters, jobs, log
globals().update(env.mail("JETEKCHI_EMAIL_URL"))
SENDS_LETTERS = bool(env.text("JETEKCHI_EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("JETEKCHI_EMAIL_FROM", "jetekchi@localhost")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "jetekchi.core.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # They tell whole certificates, which name people; what they find is answered on the page.
    "loggers": {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
}
# The throttle lives in the cache: with the default of 300 entries a flood of guesses would push its own traces out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = (
    [] if IS_SECURE else ["security.W004", "security.W008", "security.W012", "security.W016"]
)
TEST_RUNNING = "pytest" in sys.modules
