"""Query counts: a list costs the same with one row and with three."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def same_queries(db) -> Callable:
    """``same_queries(read, add)``: ``read()`` costs the same after one ``add()`` and after three.

    ``add`` makes one more row; ``read`` renders the list (``lambda: client.get(url)``).
    """

    def count(read) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = read()
        assert getattr(response, "status_code", 200) == 200
        return [query["sql"] for query in queries]

    def check(read: Callable, add: Callable) -> None:
        add()
        read()  # fills what is cached once per process
        with_one = count(read)
        add()
        add()
        with_three = count(read)
        assert len(with_one) == len(with_three), "\n".join(with_three)

    return check
