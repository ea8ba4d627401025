"""A project of nothing but the interface kit: its pages can be looked at without the rest of the house."""

SECRET_KEY = "only-for-looking-at-pages-on-this-machine"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "yixing.ui"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware", "tests.apps.ui.urls.policy"]
ROOT_URLCONF = "tests.apps.ui.urls"
STATIC_URL = "/static/"
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [__file__.replace("settings.py", "templates")],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
