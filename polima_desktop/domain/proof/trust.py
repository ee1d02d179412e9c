"""Whom a verifier trusts: public keys, which of them were revoked, which slips were replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.proof.signing import PublicKey, parted


class Revoked(NamedTuple):
    """When a key was revoked, in words, and why."""

    at: str
    reason: str


@dataclass(frozen=True)
class Trust:
    """Keys by id; ``replaced``: a slip's code to the revision that took its place (0: none)."""

    keys: Mapping[str, PublicKey]
    revoked: Mapping[str, Revoked]
    replaced: Mapping[str, int]

    def text(self, office: str, at: str) -> str:
        """Write it as one line to be signed."""
        return json.dumps(
            {
                "office": office,
                "at": at,
                "keys": {name: key.raw.hex() for name, key in self.keys.items()},
                "revoked": {name: list(found) for name, found in self.revoked.items()},
                "replaced": dict(self.replaced),
            },
            sort_keys=True,
        )

    @classmethod
    def read(cls, signed: str, key: PublicKey) -> Trust:
        """Read a signed line; refuse one that the key did not sign."""
        found = parted(signed)
        if found is None or not key.verifies(found[1], found[0].encode()):
            raise Refused(
                "Daftar kunci publik ini diubah setelah ditandatangani.",
                "Minta ekspor baru langsung dari kantor penerbit.",
            )
        said = json.loads(found[0])
        return cls(
            {name: PublicKey(bytes.fromhex(raw)) for name, raw in said["keys"].items()},
            {name: Revoked(*words) for name, words in said["revoked"].items()},
            {str(code): int(revision) for code, revision in said["replaced"].items()},
        )
