"""What is said of a certificate's signature on a file, by whoever signs and whoever verifies.

Apart from both: signing need not load what reads pictures and slips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polima_desktop.formatting import moment

if TYPE_CHECKING:  # pyHanko takes two seconds to load
    from polima_desktop.reports.pades import Signature

NOT_ASKED = "sertifikat tidak diperiksa ke otoritas karena luring"


def signer_words(signature: Signature) -> str:
    """Say who signed a file with a certificate and when, and what nobody can know offline."""
    at = f" pada {moment(signature.at)}" if signature.at else ""
    return f"{signature.certificate.who}{at}; {NOT_ASKED}"
