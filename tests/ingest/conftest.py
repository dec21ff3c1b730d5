from collections.abc import Callable

import pytest

from tracker.ingest import extract as extracting
from tracker.ingest.extract import Extracted, NotRead, extract

Reader = Callable[..., Extracted]


@pytest.fixture
def read() -> Reader:
    def reading(data: bytes, name: str, declared_type: str = "") -> Extracted:
        return extract(data=data, name=name, declared_type=declared_type)

    return reading


@pytest.fixture
def refused(read: Reader) -> Callable[..., str]:
    """Why a file is not read; its message is one or two sentences with nothing left to fill in."""

    def refusing(data: bytes, name: str, declared_type: str = "") -> str:
        with pytest.raises(NotRead) as unread:
            read(data, name, declared_type)
        message = unread.value.message
        assert message.endswith(".")
        assert "%(" not in message
        return unread.value.why

    return refusing


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of the time, for bombs that would use all of it."""
    monkeypatch.setattr(extracting, "SECONDS", extracting.SECONDS / 4)
