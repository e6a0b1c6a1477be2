"""What a report takes, and which reports are made for whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from pmo_lib.errors import ParameterError
from pmo_lib.params.brand import DEFAULT_BRAND
from pmo_lib.params.files import read_yaml, validated
from pmo_lib.params.places import home

PERIOD_LATEST: Final = "latest"
"""In place of a period: the latest that the store holds."""

EVERY_PERIOD: Final = "every period"
"""Cadence of a set that is made for whatever period is reported."""

_OF_A_GATHERING: Final = frozenset({"name", "title", "audience", "gathers"})


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
        return validated(cls, given, where)


class ReportSet(BaseModel):
    """One report set, from ``params/reports/<name>.yml``: which notebook, for whom, how often.

    A set either makes reports, then it names a ``notebook`` and a ``level``; or it gathers other
    sets under ``gathers`` (a mapping of set name to the ids it takes of them; an empty list means
    all), then it has a ``title``, an ``audience`` and nothing else, since those sets say the rest.

    ``audience`` says in words who reads the reports; ``edition`` which columns they may see.
    ``cadence`` is how often they are made, where ``year_end`` is the number of the month that ends
    the year. ``clients`` or ``programmes``, whichever are of its level, are the ids that the set is
    held to; none means all. ``brand`` and ``language`` are those of a client who has none of their
    own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    audience: str = ""
    notebook: str = ""
    level: Literal["client", "programme", "portfolio", ""] = ""
    edition: Literal["client", "board", "internal"] = "client"
    cadence: Literal["every period", "month", "quarter", "year"] = EVERY_PERIOD
    year_end: Annotated[int, Field(ge=1, le=12)] = 12
    clients: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    formats: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
    brand: str = DEFAULT_BRAND
    language: str = "en-GB"
    gathers: dict[str, list[str]] = Field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids that the set is held to, at its own level; none means all."""
        return {"client": self.clients, "programme": self.programmes}.get(self.level, ())


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
        A file is not YAML, holds an unknown key or a wrong type, or keys that do not go together.
    """
    where = folder or home() / "params" / "reports"
    return {path.stem: _read_set(path) for path in sorted(where.glob("*.yml"))}


def _read_set(path: Path) -> ReportSet:
    found = validated(ReportSet, {"name": path.stem, **read_yaml(path)}, str(path))
    beside = sorted(found.model_fields_set - _OF_A_GATHERING)
    if found.gathers and beside:
        raise ParameterError(
            f"{path}: {beside[0]} stands beside gathers; a set that gathers others has a title and "
            f"an audience alone. Say {beside[0]} in the sets that it gathers, or leave gathers out."
        )
    for level in ("client", "programme"):
        if getattr(found, f"{level}s") and found.level != level:
            raise ParameterError(
                f"{path}: {level}s can only hold a set of the level {level}, and this one's level "
                f"is {found.level or 'not named'}; leave {level}s out, or change the level."
            )
    return found
