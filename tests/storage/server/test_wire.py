"""A connection over a network is encrypted, or there is none."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.storage.server.wire import encrypted


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql:///polima?host=/run/postgresql", None),
        ("postgresql:///polima", None),
        ("postgresql://localhost/polima?sslmode=disable", "disable"),
        ("postgresql://127.0.0.1:5433/polima", None),
        ("postgresql://[::1]/polima", None),
        ("postgresql://server.baubaukota.go.id/polima", "require"),
        ("postgresql://10.1.2.3/polima?sslmode=verify-full", "verify-full"),
        ("postgresql:///polima?host=10.1.2.3", "require"),
        ("postgresql:///polima?host=localhost,10.1.2.3", "require"),
    ],
)
def test_what_leaves_the_machine_is_encrypted(address: str, mode: str | None) -> None:
    assert encrypted(make_url(address)).query.get("sslmode") == mode


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_clear_text_over_a_network_is_refused(mode: str) -> None:
    with pytest.raises(StoreUnavailable, match=f"tanpa sandi \\(sslmode={mode}\\)"):
        encrypted(make_url(f"postgresql://budi:rahasia@10.1.2.3/polima?sslmode={mode}"))
