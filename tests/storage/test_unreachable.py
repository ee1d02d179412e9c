"""A server that cannot be reached is named in Indonesian, and its password stays out of it."""

from __future__ import annotations

import pytest

from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.storage.database import open_store


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as refused:
        open_store("postgresql://budi:rahasia@127.0.0.1:1/polima")
    assert refused.value.message == (
        "Server data postgresql://budi@127.0.0.1:1/polima tidak menjawab."
    )
    assert refused.value.advice == "Periksa alamat, jaringan, dan servernya."
