"""What checked: versions, read from package metadata without importing the packages."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from derive import __version__

PACKAGES = ("python-flint", "sympy", "math-core", "jinja2")

Tool = tuple[tuple[str, str], ...]


def tool_versions() -> Tool:
    """Names and versions; "unknown" for a package that runs without being installed."""
    packages = ((name, _version(name)) for name in PACKAGES)
    return (("derive", __version__), *packages, ("python", platform.python_version()))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
