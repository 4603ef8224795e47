"""Settings, read top to bottom; everything that varies comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from mentoring.environment import env_bool, env_int, env_text

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_text("VAR_DIR", str(BASE_DIR / "var")))

# --- What kind of installation this is -------------------------------------------

# The embedded default (no PUBLIC_URL) listens on 127.0.0.1 alone and keeps its key
# in var/; an installation with an address must bring its own SECRET_KEY.
PUBLIC_URL = env_text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
IS_PUBLIC = urlsplit(PUBLIC_URL).scheme == "https"
DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = (
    env_text("SECRET_KEY")
    if IS_PUBLIC
    else env_text("SECRET_KEY", "embedded-only: the launcher writes its own to var/")
)
ALLOWED_HOSTS = [
    urlsplit(PUBLIC_URL).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Applications: the floors of the house, top to bottom ------------------------

INSTALLED_APPS = [
    "mentoring",
    "publishing",
    "monitoring",
    "programmes",
    "registry",
    "documents",
    "notifications",
    "accounts",
    "common",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "import_export",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.OrganisationMiddleware",
    "accounts.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["common.templatetags.ui", "common.templatetags.links"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentoring.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ---------------------------------------------------------------------

# psycopg2 is the driver; bounded waits everywhere: a lost database answers with an
# error in seconds, never with a hanging page.
POSTGRES_OPTIONS = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": "-c statement_timeout=15000"
    " -c idle_in_transaction_session_timeout=30000",
}
# Deferred transactions lose half of the writes under 16 writers; IMMEDIATE loses none.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASE_URL = env_text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
DATABASE: dict[str, Any] = {
    **dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
IS_SQLITE = DATABASE["ENGINE"] == "django.db.backends.sqlite3"
DATABASE["OPTIONS"] = {
    **DATABASE.get("OPTIONS", {}),
    **(SQLITE_OPTIONS if IS_SQLITE else POSTGRES_OPTIONS),
}
DATABASES = {"default": DATABASE}

# --- Short memory: limits of attempts, shared by the processes of this machine --------

# Files, not Redis: signing in must work, and be limited, while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR_DIR / "cache"),
    }
}

# --- Background jobs ----------------------------------------------------------------

# Without REDIS_URL the queue is kombu's filesystem transport: real workers, no server.
REDIS_URL = env_text("REDIS_URL", "")
QUEUE_DIR = VAR_DIR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 110
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")

# How long a claimed errand may show no sign of life, and a waiting one no worker,
# before the sweep hands it over again, seconds.
ERRAND_LEASE_SECONDS = env_int("ERRAND_LEASE_SECONDS", 90)
ERRAND_WAIT_SECONDS = env_int("ERRAND_WAIT_SECONDS", 30)
SWEEP_SECONDS = env_int("SWEEP_SECONDS", 20)

# The clock: names of tasks, so that settings import no floor.
QUARTER_OF_AN_HOUR = 15 * 60
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "mentoring.sweep", "schedule": SWEEP_SECONDS},
    # Both find nothing to do when repeated; letters begin at 07:00 local time.
    "remind": {"task": "monitoring.remind", "schedule": QUARTER_OF_AN_HOUR},
    "close_surveys": {
        "task": "monitoring.close_surveys",
        "schedule": QUARTER_OF_AN_HOUR,
    },
    "chain": {"task": "accounts.chain", "schedule": 60},
    "tidy": {"task": "mentoring.tidy", "schedule": crontab(hour="3", minute="10")},
}

# --- Sign-in ------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "enter"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# One public address stands for a whole school: limits go by account, not by address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "10/15m/key",
    "reset_password": "60/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The clock of a phone may be half a minute off: the code before and after is taken too.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Портал наставничества"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = IS_PUBLIC
CSRF_COOKIE_SECURE = IS_PUBLIC
SECURE_SSL_REDIRECT = IS_PUBLIC
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PUBLIC
SECURE_HSTS_PRELOAD = IS_PUBLIC
IS_BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_PROXY else None
)
# Else everybody behind the proxy shares one address, and so its limit of sign-ins.
ALLAUTH_TRUSTED_PROXY_COUNT = int(IS_BEHIND_PROXY)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Files and letters ----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env_text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = "/media/"  # nothing is served from it: files go through checked views
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Pages ask for hashed names alone, and nobody's browser asks for source maps: leaving both
# out makes the first start a quarter of a minute shorter.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 5 * 1024 * 1024
# Without EMAIL_URL letters wait in «Исходящие», and the page says so.
EMAIL_URL = env_text("EMAIL_URL", "")
vars().update(dj_email_url.parse(EMAIL_URL or "dummymail:"))  # type: ignore[no-untyped-call]  # it has none
# A mail server that hangs must not hold a worker up; the letter waits for its next try.
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env_text("FROM_EMAIL", "portal@localhost")

# --- Language and time ------------------------------------------------------------------

LANGUAGE_CODE = "ru"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_text("TIME_ZONE", "Europe/Moscow")

# --- Log -------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env_text("LOG_LEVEL", "WARNING"),
    },
}
