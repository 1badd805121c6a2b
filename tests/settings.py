"""The installation's settings, made strict, quick and deaf to the outside."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="essaim-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["ESSAIM_VAR"] = _FOLDER

from essaim.settings import *  # noqa: E402, F403
from essaim.settings import DATABASES, MIDDLEWARE, STORAGES, TEMPLATES, env  # noqa: E402
from tests.undefined_variables import UndefinedVariable  # noqa: E402

if not env("DATABASE_URL"):
    # A file, not memory: threads and the browser's server then share it as in real life.
    DATABASES["default"]["TEST"] = {"NAME": f"{_FOLDER}/test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

DEBUG = False
SECRET_KEY = "tests only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
MIDDLEWARE = ["tests.reads_never_write.reads_never_write", *MIDDLEWARE]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A folder of collected files that does not exist is no news here.
WHITENOISE_AUTOREFRESH = True
