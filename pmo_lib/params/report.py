"""What a report takes, and which reports are made for whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params.files import read_yaml
from pmo_lib.params.places import home

PERIOD_LATEST: Final = "latest"
"""In place of a period: the latest that the store holds."""


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

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    notebook: str = ""
    level: Literal["client", "programme", "portfolio", ""] = ""
    edition: Literal["client", "board", "internal"] = "client"
    formats: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
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
    return _validated(ReportSet, {"name": path.stem, **read_yaml(path)}, str(path))


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
