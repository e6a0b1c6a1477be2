"""Import of what reads notebooks, without the second that a part of it would take.

jsonschema, by which nbformat validates, compiles a grammar of addresses where the package
``rfc3987_syntax`` is installed, which JupyterLab's server asks for. The schema of notebooks names
no address.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, Final

__all__ = ["import_jsonschema"]

_SLOW: Final = "rfc3987_syntax"


def import_jsonschema() -> ModuleType:
    """Import jsonschema without the slow grammar, where neither has been imported before."""
    modules: dict[str, Any] = sys.modules
    if _SLOW in modules:
        return importlib.import_module("jsonschema")
    modules[_SLOW] = None
    try:
        return importlib.import_module("jsonschema")
    finally:
        del modules[_SLOW]
