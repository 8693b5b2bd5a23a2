"""Settings of the web side. Every value that differs between hosts comes from the environment;
`.env.example` lists all of them."""

from pathlib import Path
from typing import Any

from codedang.env import Environment, database_from_url, email_from_url, fail
from judging.languages import language_table
from judging.telemetry.logs import FORMATTERS, Redaction

BASE_DIR = Path(__file__).resolve().parent.parent
_env = Environment(BASE_DIR / ".env")
VAR_DIR = Path(_env.text("VAR_DIR", str(BASE_DIR / "var"))).absolute()
"""All that the site writes on this machine, where nothing else is said."""

# --- The site -------------------------------------------------------------------------------

DEBUG = _env.flag("DEBUG", default=False)
_site = _env.site_url("SITE_URL", "http://127.0.0.1:8000")
SITE_URL = f"{_site.scheme}://{_site.netloc}"
_database_url = _env.text("DATABASE_URL")
SECRET_KEY = _env.secret(
    "SECRET_KEY", kept_in=None if _database_url.startswith("postgres") else VAR_DIR / "secret_key"
)
SECRET_KEY_FALLBACKS = _env.words("SECRET_KEY_FALLBACKS", [])
"""Former values of SECRET_KEY, whose sessions and second factors stay good."""
ALLOWED_HOSTS = _env.words(
    "ALLOWED_HOSTS", sorted({str(_site.hostname), "127.0.0.1", "localhost", "[::1]"})
)

# --- Apps -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "channels",
    "ninja",
    "strawberry_django",
    "accounts",
    "notifications",
    "courses",
    "audit",
    "problems",
    "contests",
    "discussions",
    "submissions",
    "infra_control",
    "codedang",
]

MIDDLEWARE = [
    "common.middleware.InternalHostsMiddleware",
    "common.telemetry.TelemetryMiddleware",
    "common.middleware.SecurityHeadersMiddleware",
    "common.middleware.SharedAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.AccessTokenMiddleware",
    "accounts.middleware.RateLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "codedang.second_factor.SecondFactorMiddleware",
]

WEB_THREADS = _env.integer("WEB_THREADS", 20)
"""Requests that one web process serves at once; more wait. As many as PostgreSQL's pool has
connections."""
if WEB_THREADS < 1:
    fail("WEB_THREADS", "must be at least 1.")

ROOT_URLCONF = "codedang.urls"
ASGI_APPLICATION = "codedang.asgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "codedang" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database -------------------------------------------------------------------------------

DATABASE_POOL_SIZE = _env.integer("DATABASE_POOL_SIZE", 20)
DATABASES = {
    "default": database_from_url(
        "DATABASE_URL",
        _database_url,
        sqlite_default=VAR_DIR / "db.sqlite3",
        pool_size=DATABASE_POOL_SIZE,
    )
}
# An index carries columns beside its own on PostgreSQL, and goes without them on SQLite.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions and live push ----------------------------------------------------------

REDIS_URL = _env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]]
CHANNEL_LAYERS: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "common.outages.BearingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "codedang",
            # In seconds: a cache that hangs must not hang the site.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "codedang"},
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Good for one web process only: neither crosses a process's border.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# --- Queues ---------------------------------------------------------------------------------

AWS_REGION = _env.text("AWS_DEFAULT_REGION", "ap-northeast-2")
AWS_ENDPOINT_URL = _env.text("AWS_ENDPOINT_URL")
QUEUE_PREFIX = _env.text("QUEUE_PREFIX", "codedang-")
# Between two samples of the service's figures for the operators' overview.
INFRA_SAMPLE_S = max(5, _env.integer("INFRA_SAMPLE_S", 60))
# Operators' actions of which two must be sure, such as queue_purge; see docs/operating.md.
INFRA_TWO_PERSON_ACTIONS = _env.words("INFRA_TWO_PERSON_ACTIONS", [])
# Addresses and CIDR blocks that the collectors on campus let in, to be compared with the NAT's.
COLLECTORS_ALLOW_LIST = _env.words("COLLECTORS_ALLOW_LIST", [])
QUEUE_URL_BASE = _env.text("QUEUE_URL_BASE")
# Signs judge jobs; judges know what `manage.py judge_verify_key` prints.
JUDGE_SIGNING_KEY = _env.text("JUDGE_SIGNING_KEY") or SECRET_KEY
if len(JUDGE_SIGNING_KEY) < 32:
    fail("JUDGE_SIGNING_KEY", "must have at least 32 characters.")
"""A queue's address without its name; "" asks the broker for it."""

# --- Files ----------------------------------------------------------------------------------

STORAGE_BUCKET = _env.text("STORAGE_BUCKET")
MEDIA_ROOT = VAR_DIR / "media" if not _env.text("MEDIA_ROOT") else Path(_env.text("MEDIA_ROOT"))
MEDIA_URL = "media/"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
FRONTEND_DIST = Path(_env.text("FRONTEND_DIST", str(BASE_DIR / "frontend" / "dist")))
# Vite builds with the base /static/app/, so its files are static files under that name.
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if STORAGE_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": STORAGE_BUCKET,
            "region_name": AWS_REGION,
            "endpoint_url": AWS_ENDPOINT_URL or None,
            # The bucket's own address in its region: the global one redirects elsewhere, which
            # browsers don't follow with a form from another origin.
            "signature_version": "s3v4",
            "addressing_style": "virtual",
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
        },
    }
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# The hash that Vite puts into a name makes the file immutable.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/app/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Accounts -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Codedang] "
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = _env.integer("TRUSTED_PROXY_COUNT", 0)
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{SITE_URL}/verify-email?key={{key}}",
    "account_reset_password": f"{SITE_URL}/reset-password",
    "account_reset_password_from_key": f"{SITE_URL}/reset-password?key={{key}}",
    "account_signup": f"{SITE_URL}/signup",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "accounts.mfa.MFAAdapter"
MFA_TOTP_ISSUER = "Codedang"
MFA_TOTP_TOLERANCE = 1
"""A code stays good for one step of 30 s more, for slow fingers and clocks (RFC 6238, 5.2)."""
STAFF_SECOND_FACTOR = _env.flag("STAFF_SECOND_FACTOR", default=False)
"""Whether staff, of courses too, may act only in sessions that showed a second factor."""
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    # Of one account five wrong passwords in five minutes, whatever the address: the lockout.
    "login_failed": "60/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "signup": "100/m/ip",
}
"""A lecture hall shares an address. What isn't named here is as allauth has it."""
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"

# --- E-mail ---------------------------------------------------------------------------------

globals().update(email_from_url("EMAIL_URL", _env.text("EMAIL_URL"), folder=VAR_DIR / "mail"))
DEFAULT_FROM_EMAIL = _env.text("EMAIL_FROM", f"Codedang <no-reply@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DIGEST_INTERVAL_MINUTES = _env.integer("DIGEST_INTERVAL_MINUTES", 60)
"""Nobody gets notifications by e-mail more often."""
if DIGEST_INTERVAL_MINUTES < 1:
    fail("DIGEST_INTERVAL_MINUTES", "must be at least 1.")

# --- Security -------------------------------------------------------------------------------

_https = _site.scheme == "https"
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = _https
# The front end reads it to send the X-CSRFToken header.
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
# On one's own machine the site has two names, and people type either.
_own_names = (
    ("127.0.0.1", "localhost")
    if _site.hostname in {"127.0.0.1", "localhost"}
    else (_site.hostname,)
)
CSRF_TRUSTED_ORIGINS = _env.words(
    "CSRF_TRUSTED_ORIGINS",
    [SITE_URL.replace(str(_site.hostname), str(name), 1) for name in _own_names],
)
CSRF_FAILURE_VIEW = "codedang.views.csrf_failed"
X_FRAME_OPTIONS = "DENY"
_bucket_origin = AWS_ENDPOINT_URL or f"https://{STORAGE_BUCKET}.s3.{AWS_REGION}.amazonaws.com"
# Staff's browsers send uploads straight to the bucket.
_uploads_to = f" {_bucket_origin}" if STORAGE_BUCKET else ""
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": f"'self' {'wss' if _https else 'ws'}://{_site.netloc}{_uploads_to}",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

CONTENT_SECURITY_POLICY_CHANGES = {
    # django-unfold's pages are driven by Alpine.js, which evaluates attributes.
    "/admin/": {
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
    },
    "/api/v1/docs": {
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
    },
    # GraphiQL's editor writes style elements.
    "/graphql": {"style-src": "'self' 'unsafe-inline'"},
}
"""What differs below a path, beside the site's own policy."""

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# --- Submissions ----------------------------------------------------------------------------

SUBMISSIONS_PER_MINUTE = _env.integer("SUBMISSIONS_PER_MINUTE", 10)
SUBMISSION_INTERVAL_MS = _env.integer("SUBMISSION_INTERVAL_MS", 2_000)
SCOREBOARD_MAX_AGE_MS = _env.integer("SCOREBOARD_MAX_AGE_MS", 1_000)
"""How long a changed board may be shown as it was: it is made at most so often."""
SHARED_ANSWERS_KEPT_S = _env.integer("SHARED_ANSWERS_KEPT_S", 2)
"""How long the site itself repeats an answer that is the same for everybody. 0: not at all."""
EDGE_INVALIDATIONS = _env.flag("EDGE_INVALIDATIONS", default=False)
"""Whether a distribution stands before the site, whose copies of changed content must go."""
CUSTOM_RUNS_PER_MINUTE = _env.integer("CUSTOM_RUNS_PER_MINUTE", 20)
CUSTOM_RUN_INTERVAL_MS = _env.integer("CUSTOM_RUN_INTERVAL_MS", 1_000)
REJUDGE_QUEUE_DEPTH = _env.integer("REJUDGE_QUEUE_DEPTH", 50)
"""How many jobs of rejudgings the broker holds at most; more than there are judge workers."""
if REJUDGE_QUEUE_DEPTH < 1:
    fail("REJUDGE_QUEUE_DEPTH", "must be at least 1.")
if SUBMISSIONS_PER_MINUTE < 1:
    fail("SUBMISSIONS_PER_MINUTE", "must be at least 1.")
if CUSTOM_RUNS_PER_MINUTE < 1:
    fail("CUSTOM_RUNS_PER_MINUTE", "must be at least 1.")

RATE_LIMITS = {
    "read": _env.integer("RATE_LIMIT_READ", 1_200),
    "write": _env.integer("RATE_LIMIT_WRITE", 240),
    "auth": _env.integer("RATE_LIMIT_AUTH", 60),
    # Refused submissions count too.
    "submit": _env.integer("RATE_LIMIT_SUBMIT", 12 * SUBMISSIONS_PER_MINUTE),
}
"""Requests to the APIs in a minute, by person."""
RATE_LIMIT_ADDRESS_FACTOR = _env.integer("RATE_LIMIT_ADDRESS_FACTOR", 5)
"""How many times a person's limits belong to an address of people who aren't signed in."""
if min(*RATE_LIMITS.values(), RATE_LIMIT_ADDRESS_FACTOR) < 1:
    fail("RATE_LIMIT_…", "must be at least 1.")

SITE_LEADERBOARD = _env.flag("SITE_LEADERBOARD", default=False)

SITE_LANGUAGES = frozenset(
    _env.words("SITE_LANGUAGES", [row.id for row in language_table().language if row.basic])
)
if unknown := sorted(SITE_LANGUAGES - {row.id for row in language_table().language}):
    fail("SITE_LANGUAGES", f"must name languages of judging/languages.toml; {unknown[0]} is none.")

# --- GraphQL ---------------------------------------------------------------------------------

STRAWBERRY_DJANGO = {
    "FIELD_DESCRIPTION_FROM_HELP_TEXT": True,
    "TYPE_DESCRIPTION_FROM_MODEL_DOCSTRING": True,
    "PAGINATION_DEFAULT_LIMIT": 50,
    "PAGINATION_MAX_LIMIT": 100,
}

# --- Admin ----------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "Codedang",
    "SITE_HEADER": "Codedang",
    "SITE_SUBHEADER": "코드당 운영",
    "SITE_SYMBOL": "gavel",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": True,
        "navigation": "codedang.admin_menu.navigation",
    },
}

# --- Telemetry and logs ----------------------------------------------------------------------

METRICS_NETWORKS = _env.networks("METRICS_NETWORKS")
"""From where /metrics may be read; empty: it isn't there."""
TELEMETRY_IS_ON = bool(_env.text("OTEL_EXPORTER_OTLP_ENDPOINT") or METRICS_NETWORKS)
_log_format = _env.text("LOG_FORMAT", "line")
if _log_format not in FORMATTERS:
    fail("LOG_FORMAT", f"must be one of {', '.join(FORMATTERS)}.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": {"()": FORMATTERS[_log_format]}},
    "filters": {"redaction": {"()": Redaction}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "chosen",
            "filters": ["redaction"],
        }
    },
    "root": {"handlers": ["stderr"], "level": _env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # It tells at INFO where each client found its endpoint.
        "botocore": {"level": "WARNING"},
    },
}
