import pytest
from django.db import transaction

from essaim.territories import directory


@pytest.fixture(scope="module")
def real_directory(django_db_setup, django_db_blocker):
    """The shipped directory, loaded once for the module, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = directory.load(lambda seen: None)
        yield report
        transaction.set_rollback(True)
