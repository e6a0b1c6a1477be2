"""What all commands share: help, errors told in a sentence, and the options of several."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from pmo_lib.errors import PMOError, SchemaError

__all__ = [
    "Command",
    "Formats",
    "Group",
    "Jobs",
    "Json",
    "Now",
    "OfPeriod",
    "OnEngine",
    "ReportedStore",
    "day",
    "instant",
    "moment",
]

_INTERRUPTED: Final = 130
"""What a shell expects of a command that an interrupt ended."""


class Command(TyperCommand):
    """A command whose help names no type for ``--help``, which takes no value."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Give the option without a type."""
        return _without_type(super().get_help_option(ctx))


class Group(TyperGroup):
    """Ends a command that could not go on with one sentence in place of a traceback."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Give the option without a type."""
        return _without_type(super().get_help_option(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error becomes a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, TyperException):
            raise
        except KeyboardInterrupt as error:
            typer.echo("pmo: stopped; what was finished by then is in place.", err=True)
            raise typer.Exit(_INTERRUPTED) from error
        except Exception as error:
            if os.environ.get("PMO_TRACEBACK"):
                raise
            first, *others = _sentences(error)
            typer.echo("\n     ".join([f"pmo: {first}", *others]), err=True)
            raise typer.Exit(error.exit_code if isinstance(error, PMOError) else 2) from error


def _without_type(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.metavar = ""
    return option


def _sentences(error: Exception) -> list[str]:
    """Say what a person needs to know of an error."""
    if isinstance(error, SchemaError):
        return [str(error), *error.failures[1:6]]
    if isinstance(error, PMOError):
        return [str(error)]
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return [f"{place}{error.strerror or error}."]
    return [
        f"It stopped on an error of its own, {type(error).__name__}: {error}",
        "Please report this; with PMO_TRACEBACK=1 in the environment it says where.",
    ]


Json = Annotated[
    bool, typer.Option("--json", metavar="", help="Print one JSON document and nothing else.")
]
Now = Annotated[
    str,
    typer.Option(
        "--now",
        metavar="INSTANT",
        help="In place of the clock, ISO 8601: 2026-11-02T09:00Z. Without a zone it is UTC.",
    ),
]
OfPeriod = Annotated[str, typer.Option(metavar="P", help="2026-10, 2026-Q3, 2023.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Made at the same time.  [default: the processor's cores]",
        show_default=False,
    ),
]
OnEngine = Annotated[
    str | None,
    typer.Option(
        metavar="ENGINE",
        help="Where notebooks run: forked, from a process that has imported everything; or "
        "stock, a new kernel each.  [default: forked, on Linux]",
        show_default=False,
    ),
]
Formats = Annotated[str, typer.Option(metavar="LIST", help="html, pdf or both.")]
ReportedStore = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Store to report on.  [default: the sample portfolio]",
        show_default=False,
    ),
]


def instant(given: str) -> datetime:
    """Read the instant that was given, or the clock: here, and nowhere else."""
    return moment(given, "--now") or datetime.now(UTC).replace(microsecond=0)


def moment(given: str, option: str) -> datetime | None:
    """Read an instant, if one was given; without a zone it is UTC."""
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter(
            f"{given!r} is not an instant; expected ISO 8601, such as 2026-11-02T09:00Z.",
            param_hint=option,
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day(given: str, option: str) -> date | None:
    """Read a day, if one was given."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise typer.BadParameter(
            f"{given!r} is not a day; expected ISO 8601, such as 2026-10-31.", param_hint=option
        ) from error
