"""Reading a parameter file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pmo_lib.errors import ParameterError


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Raises
    ------
    ParameterError
        The file is missing, is not YAML, or does not hold a mapping.
    """
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise ParameterError(f"{path}: no such file.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path}: not a YAML file: {error}") from error
    if not isinstance(given, dict):
        raise ParameterError(f"{path}: expected a mapping of keys, found {type(given).__name__}.")
    return given
