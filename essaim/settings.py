"""One settings file. Everything that differs between two installations comes from the
environment, with the prefix ESSAIM_. With none set, the embedded default works:
SQLite, files and mails under var/.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"ESSAIM_{name}") or default


VAR = Path(env("VAR", str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env("DEBUG") == "1"


def _kept_secret_key() -> str:
    """The embedded default keeps its key beside its data, readable by its owner only."""
    path = VAR / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env("SECRET_KEY") or _kept_secret_key()
ALLOWED_HOSTS = env("HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Absolute links in mails come from here, never from a request's Host header.
SITE_URL = env("URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")


def files_url(url: str, site_url: str) -> str:
    """Where documents are served apart, « https://fichiers.domaine », or nothing.

    Raises ValueError for anything else than the address of another host than the site's.
    """
    parts = urlsplit(url)
    if not url:
        return ""
    is_bare = parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query
    if is_bare and parts.hostname and parts.hostname != urlsplit(site_url).hostname:
        return f"{parts.scheme}://{parts.netloc.lower()}"
    raise ValueError(f"ESSAIM_FILES_URL : « {url} » n'est pas http(s)://un-autre-nom-d-hote.")


# The host name from which documents come, apart from the pages. None unless said.
FILES_URL = files_url(env("FILES_URL"), SITE_URL)
if FILES_URL:
    ALLOWED_HOSTS.append(urlsplit(FILES_URL).hostname or "")

# The order is the user's journey; a later app may use an earlier one, never the reverse.
INSTALLED_APPS = [
    "essaim.base",
    "essaim.territories",
    "essaim.accounts",
    "essaim.calls",
    "essaim.applications",
    "essaim.jury",
    "essaim.support",
    "essaim.cases",
    "essaim.replications",
    "essaim.outreach",
    "essaim.api",
    "essaim.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "essaim.accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "essaim.base.middleware.arrival_time",
    "django.middleware.security.SecurityMiddleware",
    "essaim.applications.filehost.files_host",
    "essaim.base.middleware.CompressText",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "essaim.base.middleware.response_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "essaim.base.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Sign-in is asked everywhere unless a view says otherwise (@login_not_required).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "essaim.applications.uploads.bounded_body",
    "essaim.base.middleware.RefusalPage",
]

ROOT_URLCONF = "essaim.urls"
WSGI_APPLICATION = "essaim.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "essaim.base.templatetags.essaim",
            ],
        },
    }
]
FORM_RENDERER = "essaim.base.forms.EssaimRenderer"


def database_from_url(url: str) -> dict:
    """Django's database settings for sqlite:///path or postgresql://user:password@host:port/name.

    Query parameters become driver options. Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "CONN_MAX_AGE": None,  # opening takes room: kept open, it still reads on a full disk
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
                ),
                **options,
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ValueError(f"ESSAIM_DATABASE_URL : « {parts.scheme} » n'est ni sqlite ni postgresql.")


DATABASES = {
    "default": database_from_url(env("DATABASE_URL", f"sqlite:///{VAR / 'essaim.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def storage_from_url(url: str) -> dict:
    """Django's storage for file:///folder. Raises ValueError for another scheme."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise ValueError(f"ESSAIM_STORAGE_URL : « {parts.scheme} » n'est pas file.")
    return {
        "BACKEND": "essaim.base.storage.DurableStorage",
        "OPTIONS": {"location": unquote(parts.path)},
    }


STORAGES = {
    "default": storage_from_url(env("STORAGE_URL", f"file://{VAR / 'files'}")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# The servers of another tool from which the documents of an import may be brought. None unless said.
IMPORT_HOSTS = frozenset(filter(None, env("IMPORT_HOSTS").lower().split(",")))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "essaim.applications.uploads.BoundedUploads",
]
UPLOADS_PER_HOUR = int(env("UPLOADS_PER_HOUR", "60"))  # of one account, refused ones included


def scanner_from_url(url: str) -> tuple[str, int] | str | None:
    """Where clamd listens: (host, port) for tcp://host:port, a path for unix:///path, or None.

    Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    if not url:
        return None
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or 3310
    if parts.scheme == "unix" and parts.path:
        return unquote(parts.path)
    raise ValueError(f"ESSAIM_CLAMD : « {url} » n'est ni tcp://machine:port ni unix:///chemin.")


# The antivirus, when there is one. Without it documents are marked « non analysé ».
CLAMD = scanner_from_url(env("CLAMD"))


def mailer_from_url(url: str) -> dict:
    """Django's mailer for smtp://user:password@host:port, smtps://…, file:///folder or console:.

    Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    if parts.scheme in ("smtp", "smtps"):
        options = {
            "host": parts.hostname,
            "port": parts.port or 25,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": dict(parse_qsl(parts.query)).get("starttls") == "1",
            "timeout": 30,
        }
        return {"BACKEND": "essaim.base.smtp.EmailBackend", "OPTIONS": options}
    if parts.scheme == "file":
        options = {"file_path": unquote(parts.path)}
        return {"BACKEND": f"{backends}.filebased.EmailBackend", "OPTIONS": options}
    if parts.scheme == "console":
        return {"BACKEND": f"{backends}.console.EmailBackend"}
    raise ValueError(f"ESSAIM_MAIL_URL : « {parts.scheme} » n'est ni smtp, smtps, file ni console.")


MAILERS = {"default": mailer_from_url(env("MAIL_URL", f"file://{VAR / 'mail'}"))}
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Essaim <ne-pas-repondre@essaim.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people answer our mails, « reponses@… »; empty: answers are written on the pages only.
REPLY_ADDRESS = env("REPLY_ADDRESS")

AUTH_USER_MODEL = "accounts.User"
# It reads rights and opens sessions; no page takes a password.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mon-espace/"
ACCOUNT_ADAPTER = "essaim.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The code that comes back is the proof of the address: nothing more is verified.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "25/15s/ip,10/15m/key",
    "confirm_login_code": "5/15m/key",  # the key is the code, not the person
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Essaim"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "essaim.accounts.forms.SecondStepForm",
    "reauthenticate": "essaim.accounts.forms.SecondStepAgainForm",
    "activate_totp": "essaim.accounts.forms.ActivateTotpForm",
    "add_webauthn": "essaim.accounts.forms.AddKeyForm",
}
# A key needs a secure origin; http is accepted on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Counters live in the database: web nodes hold no state, and limits hold over all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS and env("HSTS_PRELOAD") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if int(env("PROXIES", "0")) else None
SESSION_COOKIE_NAME = "__Host-essaim" if IS_HTTPS else "essaim"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "essaim.accounts.views.lost_session.session_lost"
CSRF_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_NAME = "__Host-langue" if IS_HTTPS else "langue"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
