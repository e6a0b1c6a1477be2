"""Reading a parameter file, and holding what it says to its contract."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pmo_lib.errors import ParameterError, allowed_words


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


_Model = TypeVar("_Model", bound=BaseModel)


def validated(model: type[_Model], given: Mapping[str, Any], where: str) -> _Model:
    """Hold what was given to a contract.

    Parameters
    ----------
    model : type of pydantic.BaseModel
        The contract.
    given : mapping
        Names and values.
    where : str
        Where they stand, for the message.

    Raises
    ------
    ParameterError
        A name is unknown, a value is missing or of the wrong type.
    """
    unknown = [name for name in given if name not in model.model_fields]
    if unknown:
        raise ParameterError(
            f"{where}: unknown parameter {unknown[0]!r}; "
            f"{allowed_words(unknown[0], model.model_fields)}"
        )
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ParameterError(
            f"{where}: {place} is {first.get('input')!r}: {first['msg'].lower()}"
        ) from error
