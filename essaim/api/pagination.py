from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

MOST_PER_PAGE = 100
FURTHEST = 1_000_000  # beyond what a database takes as an offset, it answers an error


class Pages(LimitOffsetPagination):
    """``limit`` and ``offset``, both bounded, so that no request asks for everything."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=MOST_PER_PAGE)
        offset: int = Field(0, ge=0, le=FURTHEST)
