"""Settings, all from environment variables (README, "Configuration")."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kyc import databases, env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.private_directory(Path(env.read_text("KYC_DATA_DIR", str(BASE_DIR / "var"))).resolve())

DEBUG = env.read_bool("KYC_DEBUG", default=False)
SECRET_KEY = env.read_text("KYC_SECRET_KEY") or env.secret_from_file(DATA_DIR / "secret.key")
ALLOWED_HOSTS = env.read_list("KYC_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.read_list("KYC_TRUSTED_ORIGINS", [])

# Captures, keys and the master key. The key store is a setting of its own so that it can live on another volume.
CAPTURE_DIR = DATA_DIR / "captures"
KEY_DIR = Path(env.read_text("KYC_KEY_DIR", str(DATA_DIR / "keys")))
MASTER_KEY = env.read_text("KYC_MASTER_KEY")
MASTER_KEY_FILE = Path(env.read_text("KYC_MASTER_KEY_FILE", str(DATA_DIR / "master.key")))
MODEL_CACHE_DIR = DATA_DIR / "model-cache"
DEMO_ACCOUNTS_FILE = DATA_DIR / "demo-accounts.json"

INSTALLED_APPS = [
    "kyc.accounts.administration.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "kyc.audit",
    "kyc.vault",
    "kyc.accounts",
    "kyc.policy",
    "kyc.cases",
    "kyc.inspections",
    "kyc.review",
    "kyc.intake",
    "kyc.reports",
    "kyc.gateway",
    "kyc.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before sessions, CSRF and sign-in: a vendor's client knows none of them.
    "kyc.gateway.middleware.GatewayMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kyc.web.fragments.SignInAgainMiddleware",
    "kyc.web.errors.DeskErrorMiddleware",
]

ROOT_URLCONF = "kyc.urls"
WSGI_APPLICATION = "kyc.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kyc.web.context.desk",
            ],
        },
    }
]

DATABASES = {"default": databases.database(env.read_text("KYC_DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in attempts and nothing else. One address may try 30 names a minute, so its own attempts run out before it could
# fill the cache and have the count of one name thrown away.
CACHES = {
    "default": {
        "BACKEND": "kyc.accounts.attempts.AttemptsCache",
        "LOCATION": DATA_DIR / "attempts",
        "KEY_FUNCTION": "kyc.accounts.attempts.keyed",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kyc.accounts.adapter.StaffOnlyAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "kyc.accounts.adapter.SealedFactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# A desk on one machine answers on plain HTTP at localhost; behind TLS, KYC_HTTPS=1 turns the strict cookies on.
HTTPS = env.read_bool("KYC_HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Uploads stay in memory: Django's other handler writes larger files to the temporary folder in clear.
FILE_UPLOAD_HANDLERS = ["kyc.web.uploads.CappedMemoryUploadHandler"]
UPLOAD_TOTAL_LIMIT = 21 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = env.read_text("KYC_LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "kyc" / "locale"]
FORMAT_MODULE_PATH = "kyc.web.formats"
TIME_ZONE = env.read_text("KYC_TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": CAPTURE_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CELERY_BROKER_URL = env.read_text("KYC_BROKER_URL", f"sqla+sqlite:///{DATA_DIR / 'broker.sqlite3'}")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# An inspection's lease: a worker that was killed is noticed when it runs out.
INSPECTION_LEASE_SECONDS = env.read_int("KYC_INSPECTION_LEASE_SECONDS", 20, minimum=5)
INSPECTION_MAX_ATTEMPTS = 3
# An engine that hangs longer than this takes its worker down with it, and the next attempt begins.
INSPECTION_LIMIT_SECONDS = 120
# Engines by preference: the next one is asked where one does not work.
INSPECTION_ENGINES = ["kyc.engines.local.LocalEngine"]
# Threads of one inspection; the supervisor gives each worker its share of the cores.
ENGINE_THREADS = env.read_int("KYC_ENGINE_THREADS", 2, minimum=1)
SWEEP_INTERVAL_SECONDS = 5
# Days for which the row of a call of the gateway is kept.
API_CALL_DAYS = env.read_int("KYC_API_CALL_DAYS", 180, minimum=1)
# Hosts from which the gateway fetches pictures although their addresses are not public, or on other ports.
# Separated by commas as in every other list, or by spaces as this one was.
FETCH_ALLOWED_HOSTS = frozenset(
    host for part in env.read_list("KYC_FETCH_ALLOWED_HOSTS", []) for host in part.lower().split()
)
# A queued inspection is announced again after this long: messages are lost with the worker that held them.
NUDGE_AGAIN_SECONDS = 15
CLAIM_LEASE_SECONDS = 15 * 60
HEARTBEAT_SECONDS = 5
HEARTBEAT_LIMIT_SECONDS = 15

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        # It would write whole addresses, and with them what clients put into their queries.
        "httpx": {"level": "WARNING"},
    },
}
