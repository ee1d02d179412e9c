"""The wire to a PostgreSQL server: encrypted off this machine, with the newest password."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Engine

from polima_desktop.domain.errors import StoreUnavailable

_newest: weakref.WeakKeyDictionary[Engine, str] = weakref.WeakKeyDictionary()


def newest_password(engine: Engine) -> Callable[..., None]:
    """Give what sets the newest password before an engine connects."""
    own = weakref.ref(engine)

    def connect(_dialect: object, _record: object, _given: object, named: dict[str, Any]) -> None:
        engine = own()
        if engine is not None and engine in _newest:
            named["password"] = _newest[engine]

    return connect


def comes_with(engine: Engine) -> str | None:
    """Give the password by which connections to a server are made now."""
    return _newest.get(engine, engine.url.password)


def come_with(engine: Engine, password: str) -> None:
    """Make later connections with a password that was just changed."""
    _newest[engine] = password


_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1|/.*|", re.ASCII)
_ENCRYPTED = ("require", "verify-ca", "verify-full")


def encrypted(url: URL) -> URL:
    """Give an address whose connection is encrypted unless it stays on this machine.

    Raises:
        StoreUnavailable: the address asks for a connection in clear text over a network.
    """
    named = url.query.get("host", url.host or "")
    hosts = ",".join(named) if isinstance(named, tuple) else named
    if all(_LOOPBACK.fullmatch(host) for host in hosts.split(",")):
        return url
    mode = url.query.get("sslmode")
    if mode is None:
        return url.update_query_dict({"sslmode": _ENCRYPTED[0]})
    if mode not in _ENCRYPTED:
        raise StoreUnavailable(
            f"Alamat server data {hosts} meminta sambungan tanpa sandi (sslmode={mode}).",
            "Hapus sslmode dari alamatnya, atau pakai sslmode=verify-full.",
        )
    return url
