"""Phrases that name no one, though something may be called so."""

from __future__ import annotations

from pathlib import Path

from pmo_lib.errors import ParameterError
from pmo_lib.params.files import read_yaml
from pmo_lib.params.places import home


def load_phrases(path: Path | None = None) -> list[str]:
    """Read the phrases that ordinary text holds, whoever bears them as a name.

    Parameters
    ----------
    path : pathlib.Path, optional
        The file; ``params/common_phrases.yml`` of the workbench by default.

    Returns
    -------
    list of str
        None where there is no file: every name then counts as a name.

    Raises
    ------
    ParameterError
        The file holds something else than a list of texts under ``phrases``.
    """
    where = path or home() / "params" / "common_phrases.yml"
    if not where.exists():
        return []
    phrases = read_yaml(where).get("phrases")
    if not (isinstance(phrases, list) and all(isinstance(one, str) for one in phrases)):
        raise ParameterError(f"{where}: expected a list of texts under 'phrases', {phrases!r}.")
    return phrases
