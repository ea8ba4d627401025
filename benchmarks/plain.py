"""What the two Django projects we compare with have in common: sessions, login, the server's database settings."""

import os
from pathlib import Path
from typing import Any

from benchmarks.database import sqlite


def settings(name: str, *, apps: tuple[str, ...] = (), middleware: tuple[str, ...] = ()) -> dict[str, Any]:
    """Settings of a small project as ``startproject`` would write them, without the admin."""
    place = Path(os.environ["BENCHMARK_DIR"])
    return {
        "SECRET_KEY": "measured-on-the-loopback-only",
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            *apps,
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            *middleware,
        ],
        "ROOT_URLCONF": f"benchmarks.{name}.urls",
        "WSGI_APPLICATION": f"benchmarks.{name}.wsgi.application",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).parent / name / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        "DATABASES": {"default": sqlite(place / f"{name}.sqlite3")},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "LOGIN_URL": "/login/",
        "LOGIN_REDIRECT_URL": "/",
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": "Asia/Shanghai",
        "USE_TZ": True,
    }
