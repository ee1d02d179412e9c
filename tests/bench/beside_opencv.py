"""QR symbols and signatures of printed slips by others' code: development only, apart from ours.

    python -m tests.bench.slips             leaves build/bench/halaman-*.png and kunci.pem
    THAT_ENVIRONMENT/bin/python tests/bench/beside_opencv.py build/bench

OpenCV reads the symbols of the rendered pages (150 dpi, enlarged, for it wants more pixels a
module than ours), PyNaCl (libsodium) verifies them with nothing but
the public key. Nothing of the app is imported, and neither is a dependency of it.
"""

from __future__ import annotations

import base64
import importlib
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Print how many pages were read and verified; the status is 1 if any was not."""
    opencv, signing = importlib.import_module("cv2"), importlib.import_module("nacl.signing")
    text = (folder / "kunci.pem").read_text()
    der = base64.b64decode("".join(text.splitlines()[1:-1]))
    key = signing.VerifyKey(der[-32:])  # the point stands last (RFC 8410)
    pages = sorted(folder.glob("halaman-*.png"))
    read = good = 0
    for path in pages:
        picture = opencv.imread(str(path))
        height, width = picture.shape[:2]
        corner = picture[height * 4 // 5 :, : width * 3 // 10]  # where slips have their symbol
        for times in (3, 2, 4):
            size = (corner.shape[1] * times, corner.shape[0] * times)
            large = opencv.resize(corner, size, interpolation=opencv.INTER_LANCZOS4)
            blank = opencv.copyMakeBorder(
                large, 40, 40, 40, 40, opencv.BORDER_CONSTANT, value=(255, 255, 255)
            )
            said, _, _ = opencv.QRCodeDetector().detectAndDecode(blank)
            if said:
                break
        statement, colon, letters = said.rpartition(":")
        read += bool(colon)
        if colon:
            signature = base64.b32decode(letters + "=" * (-len(letters) % 8))
            key.verify(statement.encode(), signature)  # raises for a false one
            good += 1
    print(
        f"{len(pages)} pages, {read} read by OpenCV {opencv.__version__}, {good} verified by PyNaCl"
    )
    return 0 if pages and good == len(pages) else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
