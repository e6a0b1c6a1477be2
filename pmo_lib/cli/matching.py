"""``pmo match``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from pmo_lib.cli.folders import store_at
from pmo_lib.cli.output import print_json
from pmo_lib.errors import ParameterError
from pmo_lib.tables.matching import Proposal, between_sources, decide, over_time
from pmo_lib.tables.store import Store

__all__ = ["Accepted", "Asked", "run_match"]


@dataclass(frozen=True)
class Asked:
    """What is to be matched."""

    source: str
    table: str
    since: date | None
    until: date | None
    against: str | None
    least: float


@dataclass(frozen=True)
class Accepted:
    """What is to be written, by whom and why."""

    pairs: Sequence[str]
    above: float | None
    by: str
    why: str
    today: date

    def ends(self, proposals: Sequence[Proposal]) -> list[tuple[str, str]]:
        """Give the pairs that were named, and the certain ones that score high enough."""
        high = [
            (one.alias, one.proposal)
            for one in proposals
            if self.above is not None and one.score >= self.above and not one.ambiguous
        ]
        return [*map(_pair, self.pairs), *high]


def run_match(root: Path | None, asked: Asked, accepted: Accepted, *, as_json: bool) -> None:
    """Print proposals; write what was accepted, and print that."""
    store = store_at(root)
    writes = bool(accepted.ends([])) or accepted.above is not None
    if writes and not (accepted.by.strip() and accepted.why.strip()):
        raise ParameterError("A decision says who made it and why; give --by and --why.")
    proposals = _proposals(store, asked)
    written = _write(store, asked, accepted, proposals) if writes else None
    if as_json:
        file = {"file": str(written[0]), "lines": written[1]} if written else None
        print_json({"proposals": [_described(one) for one in proposals], "written": file})
        return
    _show(proposals, asked)
    if written:
        _show_written(*written)


def _pair(given: str) -> tuple[str, str]:
    alias, equals, id_ = given.partition("=")
    if not (alias and equals and id_):
        raise ParameterError(f"--accept is {given!r}; expected ALIAS=ID, such as DH-0001=DOH-0001.")
    return alias, id_


def _proposals(store: Store, asked: Asked) -> list[Proposal]:
    if asked.against is not None:
        if asked.since or asked.until:
            raise ParameterError("--against compares the latest days; leave out --from and --to.")
        return between_sources(
            store, asked.source, asked.against, table=asked.table, least=asked.least
        )
    if (asked.since is None) != (asked.until is None):
        raise ParameterError("--from and --to are given together: the two days to compare.")
    between = (asked.since, asked.until) if asked.since and asked.until else None
    return over_time(store, asked.source, table=asked.table, between=between, least=asked.least)


def _write(
    store: Store, asked: Asked, accepted: Accepted, proposals: Sequence[Proposal]
) -> tuple[Path, list[str]]:
    return decide(
        store,
        asked.source,
        asked.table,
        accepted.ends(proposals),
        decided=accepted.today,
        by=accepted.by,
        why=accepted.why,
    )


def _described(one: Proposal) -> dict[str, Any]:
    return asdict(one) | {"ambiguous": one.ambiguous}


def _show(proposals: Sequence[Proposal], asked: Asked) -> None:
    if not proposals:
        typer.echo(
            f"No id of {asked.source} in the table {asked.table} may be another one, "
            f"with a score of {asked.least} or more."
        )
    for one in proposals:
        typer.echo(f"{one.score:.3f}  {one.alias} may be {one.proposal}  ({one.where})")
        typer.echo(f"       {one.evidence}")
        if one.ambiguous:
            typer.echo(f"       ambiguous: nearly as much speaks for {', '.join(one.rivals)}")


def _show_written(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        typer.echo(f"Nothing new was decided; {path} stays as it is.")
        return
    typer.echo(f"Written to {path}:")
    for line in lines:
        typer.echo(f"  {line}")
    typer.echo("Delete a line to undo its decision.")
