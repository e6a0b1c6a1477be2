"""Thresholds that analytics take as arguments."""

from __future__ import annotations

from pathlib import Path

from pmo_lib.errors import ParameterError
from pmo_lib.params.files import read_yaml
from pmo_lib.params.places import home


def load_thresholds(path: Path | None = None) -> dict[str, float]:
    """Read the thresholds, each a value with its origin.

    Parameters
    ----------
    path : pathlib.Path, optional
        The file; ``params/thresholds.yml`` of the workbench by default.

    Returns
    -------
    dict of str to float
        Value by name.

    Raises
    ------
    ParameterError
        An entry lacks its value or its origin.
    """
    where = path or home() / "params" / "thresholds.yml"
    entries = read_yaml(where)
    for name, entry in entries.items():
        if not isinstance(entry, dict) or not {"value", "origin"} <= entry.keys():
            raise ParameterError(f"{where}: {name} needs a value and its origin, found {entry!r}.")
    return {name: float(entry["value"]) for name, entry in entries.items()}
