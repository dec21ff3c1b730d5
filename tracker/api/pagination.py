"""Paging through a list by a cursor that stays valid while rows are added."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination

from tracker.api.errors import Fault, bad_parameters

PAGE = 50
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class Newest(CursorPagination):
    """The newest first, by `id`, fifty at a time."""

    page_size = PAGE
    ordering = "-id"
    cursor_query_param = "cursor"

    def decode_cursor(self, request: Any) -> Cursor | None:
        """The cursor of the request. One that is none of ours is a fault of its parameter."""
        try:
            cursor: Any = super().decode_cursor(request)
            if cursor is None or cursor.position is None or _ID.fullmatch(cursor.position):
                return cursor
        except NotFound:
            pass
        raise bad_parameters(
            [Fault("cursor", "bad_cursor", "The cursor is none of ours. Take next or previous of an answer.")]
        )
