"""One settings module for every installation; what differs comes from the environment (docs/settings.md)."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from yixing.installation import data_dir, key_dir, read_secret

DATA_DIR = data_dir()
KEY_DIR = key_dir(DATA_DIR)
SECRET_KEY = read_secret(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("YIXING_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "yixing.ui",
    "yixing.access",
    "yixing.ledger",
    "yixing.attachments",
    "yixing.jobs",
    "yixing.search",
    "yixing.compliance",
    "yixing.door",
    "yixing.rulebook",
    "yixing.people",
    "yixing.papers",
    "yixing.lookup",
    "yixing.portfolios",
    "yixing.accounts",
    "yixing.files",
    "yixing.audit",
    "yixing.matters",
    "yixing.argument",
    "yixing.meetings",
    "yixing.ballots",
    "yixing.decisions",
    "yixing.briefings",
    "yixing.supervision",
    "yixing.handover",
    "yixing.coordination",
    "yixing.proposals",
    "yixing.duties",
    "yixing.recheck",
    "yixing.dossiers",
    "yixing.reports",
    "yixing.workbench",
    "yixing.demo",
]

MIDDLEWARE = [
    "yixing.door.middleware.faults",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yixing.door.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yixing.accounts.middleware.login_required",
]

ROOT_URLCONF = "yixing.urls"
WSGI_APPLICATION = "yixing.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yixing.workbench.context.chrome",
            ],
            "builtins": ["yixing.ui.templatetags.ui"],
        },
    }
]


def _database() -> dict[str, Any]:
    url = os.environ.get("YIXING_DATABASE_URL", "")
    if url.startswith(("postgresql://", "postgres://")):
        parts = urlsplit(url)
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "yixing.ledger.sqlite",
        "NAME": DATA_DIR / "yixing.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: with the default, concurrent writers fail with 'database is locked' instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # recursive_triggers: else INSERT OR REPLACE goes round the append-only triggers.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
            ),
        },
        "TEST": {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yixing.accounts.backend.LockingBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "yixing.accounts.session_store"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("YIXING_TLS", "") == "1"
CSRF_FAILURE_VIEW = "yixing.door.faults.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
ATTACHMENT_LIMIT = 50 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = DATA_DIR / "files"

LOG_DIR = DATA_DIR / "log"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        # One file a day for 200 days: the law wants network logs kept for at least six months (SEC-14).
        "file": {
            "class": "logging.handlers.TimedRotatingFileHandler",
            "filename": str(LOG_DIR / "yixing.log"),
            "when": "midnight",
            "backupCount": 200,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
        },
    },
    "loggers": {
        "yixing": {"handlers": ["file"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["file"], "level": "WARNING", "propagate": False},
    },
}
