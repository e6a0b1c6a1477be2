"""One typed parameter contract: command line, notebooks, widgets and docs all use it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmo_lib.errors import ParameterError, allowed_words

__all__ = ["PERIOD_LATEST", "ReportParams", "ReportSet", "home", "load_sets", "sample_store"]

PERIOD_LATEST: Final = "latest"
"""In place of a period: the latest that the store holds."""


def home() -> Path:
    """Folder of the workbench: where ``notebooks/``, ``params/`` and ``reports/`` stand.

    Returns
    -------
    pathlib.Path
        ``$PMO_HOME`` where it is set, else the folder that holds the package.
    """
    return Path(os.environ.get("PMO_HOME") or Path(__file__).resolve().parent.parent)


def sample_store() -> Path:
    """Folder of the sample portfolio's store, made once and kept."""
    return home() / ".pmo" / "sample"


class ReportParams(BaseModel):
    """What a report notebook takes: flat, typed names.

    A notebook's ``parameters`` cell holds some of these names with defaults that point at the
    sample; the press passes exactly the names that the notebook has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    data: str = Field("sample", description="a slice folder, a store folder, or 'sample'")
    client_id: str = Field("", description="the client reported on; empty for other levels")
    programme_id: str = Field("", description="the programme reported on; empty for other levels")
    period: str = Field(PERIOD_LATEST, description="reporting period, or 'latest'")
    edition: Literal["client", "board", "internal"] = Field("client", description="the audience")
    language: str = Field("en-GB", description="wording file under params/wording")

    @classmethod
    def checked(cls, given: Mapping[str, Any], *, where: str) -> ReportParams:
        """Hold given parameters to the contract.

        Parameters
        ----------
        given : mapping
            Names and values, such as a notebook's parameters cell or a set file.
        where : str
            Where they stand, for the message.

        Raises
        ------
        ParameterError
            A name is unknown or a value is of the wrong type.

        Examples
        --------
        >>> ReportParams.checked({"perod": "2023"}, where="client_report.ipynb")
        Traceback (most recent call last):
        ...
        pmo_lib.errors.ParameterError: client_report.ipynb: unknown parameter 'perod'; did you
        mean 'period'? Allowed: data, client_id, programme_id, period, edition, language
        """
        return _validated(cls, given, where)


class ReportSet(BaseModel):
    """One report set, from ``params/reports/<name>.yml``: which notebook, for whom.

    A set either names a ``notebook`` and a ``level``, or gathers other sets under ``gathers``
    (a mapping of set name to the ids it makes; an empty list means all).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    title: str
    notebook: str = ""
    level: Literal["client", "programme", "portfolio", ""] = ""
    edition: Literal["client", "board", "internal"] = "client"
    formats: list[Literal["html", "pdf"]] = Field(default_factory=lambda: ["html", "pdf"])
    language: str = "en-GB"
    gathers: dict[str, list[str]] = Field(default_factory=dict)


def load_sets(folder: Path | None = None) -> dict[str, ReportSet]:
    """Read all report sets.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where the set files stand; ``params/reports`` of the workbench by default.

    Returns
    -------
    dict of str to ReportSet
        By name, which is the file's name without ``.yml``; empty for an empty folder.

    Raises
    ------
    ParameterError
        A file is not YAML, holds an unknown key or a wrong type.
    """
    where = folder or home() / "params" / "reports"
    return {path.stem: _read_set(path) for path in sorted(where.glob("*.yml"))}


def _read_set(path: Path) -> ReportSet:
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ParameterError(f"{path}: not a YAML file: {error}") from error
    if not isinstance(given, dict):
        raise ParameterError(f"{path}: expected a mapping of keys, found {type(given).__name__}.")
    return _validated(ReportSet, {"name": path.stem, **given}, str(path))


_Model = TypeVar("_Model", bound=BaseModel)


def _validated(model: type[_Model], given: Mapping[str, Any], where: str) -> _Model:
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
