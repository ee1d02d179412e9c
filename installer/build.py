"""Builds what is handed out, into ``dist``: wheel, application folder, .deb, list of components.

    python installer/build.py                 all that this machine can make
    python installer/build.py wheel sbom      only these

``./dev package`` calls it inside the environment. The Windows installer is compiled from
``windows/polima.nsi`` after ``bundle`` has run on Windows: PyInstaller cannot build for another
system than the one it runs on.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import sbom

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
BUILD = ROOT / "build"
HERE = ROOT / "installer"


def main(wanted: list[str]) -> int:
    """Run the named steps, or all; give the exit status."""
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        print(f"Unknown step: {', '.join(unknown)}. Known: {', '.join(STEPS)}", file=sys.stderr)
        return 2
    DIST.mkdir(exist_ok=True)
    BUILD.mkdir(exist_ok=True)
    for name in wanted or STEPS:
        print(f"--- {name}", flush=True)
        print(STEPS[name](), flush=True)
    return 0


def build_wheel() -> str:
    """Build the wheel with the installed back end."""
    _run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"],
        ["--wheel-dir", DIST, ROOT],
    )
    return _made(DIST / f"polima_desktop-{version()}-py3-none-any.whl")


def build_bundle() -> str:
    """Build the one-folder application with PyInstaller."""
    _write_icon(BUILD / "polima.ico")
    _run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"],
        ["--distpath", DIST, "--workpath", BUILD / "pyinstaller", HERE / "polima.spec"],
    )
    return _made(DIST / "polima")


def build_deb() -> str:
    """Wrap the application folder as a Debian package."""
    if shutil.which("dpkg-deb") is None:
        return "left out: dpkg-deb is not on this machine"
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    _lay_out(tree)
    size = sum(f.lstat().st_size for f in tree.rglob("*") if f.is_file()) // 1024
    architecture = _output("dpkg", "--print-architecture")
    control = (HERE / "debian" / "control").read_text(encoding="utf-8")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        control.format(version=version(), architecture=architecture, size=size), encoding="utf-8"
    )
    package = DIST / f"polima-desktop_{version()}_{architecture}.deb"
    _run(["dpkg-deb", "-Zzstd", "--root-owner-group", "--build", tree, package])
    return _made(package)


def build_sbom() -> str:
    """Write the list of components."""
    path = DIST / "polima-desktop.cdx.json"
    return f"{sbom.write(path)} components: {_made(path)}"


STEPS: dict[str, Callable[[], str]] = {
    "wheel": build_wheel,
    "bundle": build_bundle,
    "deb": build_deb,
    "sbom": build_sbom,
}


def version() -> str:
    """Give the version of the installed program."""
    return metadata.version(sbom.PROJECT)


def _lay_out(tree: Path) -> None:
    """Put each file where Debian expects it."""
    shutil.copytree(DIST / "polima", tree / "usr/lib/polima-desktop", symlinks=True)
    places = {
        HERE / "debian/si-polima.desktop": "usr/share/applications/si-polima.desktop",
        ROOT / "resources/polima.svg": "usr/share/icons/hicolor/scalable/apps/polima.svg",
        ROOT / "LICENSE": "usr/share/doc/polima-desktop/copyright",
    }
    for source, place in places.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / place)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/polima").symlink_to("../lib/polima-desktop/polima")


def _write_icon(path: Path) -> None:
    """Draw the icon of the program for Windows; the Linux desktop takes the SVG."""
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(QSize(256, 256), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "polima.svg")).render(painter)
    painter.end()
    if not image.save(str(path)):
        raise SystemExit(f"{path} could not be written: Qt has no ICO plugin here")


def _run(*parts: list[str | Path]) -> None:
    command = [str(word) for part in parts for word in part]
    subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _made(path: Path) -> str:
    files = [path, *path.rglob("*")]
    size = sum(f.lstat().st_size for f in files if f.is_file()) / 1_000_000
    return f"{path.relative_to(ROOT)} ({size:.1f} MB, {platform.system()})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
