"""Which report sets are made, and of which clients or programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pmo_lib.errors import ParameterError, SelectionError, allowed_words
from pmo_lib.params import ReportSet
from pmo_lib.press.due import is_due, not_due
from pmo_lib.tables.store import Cutter

__all__ = ["check_known", "ids_of", "members", "members_due", "names_of"]


def members_due(
    sets: Mapping[str, ReportSet],
    cutter: Cutter,
    names: Sequence[str],
    *,
    named: Sequence[str],
    on_left_out: Callable[[str], None],
) -> list[tuple[ReportSet, list[str]]]:
    """Find the sets that name a notebook and are due for the period.

    Parameters
    ----------
    sets : mapping of str to ReportSet
        All report sets, by name.
    cutter : Cutter
        Knows the period.
    names : sequence of str
        The sets that are meant.
    named : sequence of str
        Those of them that a person named.
    on_left_out : callable
        Told, in a sentence, of each set that nobody named and that is not due.

    Returns
    -------
    list of tuple of ReportSet and list of str
        Each with the ids that are gathered of it (none: all its own).

    Raises
    ------
    SelectionError
        A set that was named is not due, or none is.
    ParameterError
        A set is not there or not whole.
    """
    found = list(members(sets, names))
    period, held = cutter.period, cutter.periods
    late = {part.name: part for part, _ in found if not is_due(part, period, held)}
    told = [not_due(part, period, held) for part in late.values()]
    if told and (len(late.keys() & {*named}) or all(part.name in late for part, _ in found)):
        raise SelectionError(" ".join(told))
    for sentence in told:
        on_left_out(f"Left out: {sentence}")
    return [(part, ids) for part, ids in found if part.name not in late]


def members(
    sets: Mapping[str, ReportSet], names: Iterable[str]
) -> Iterator[tuple[ReportSet, list[str]]]:
    """Find the sets that name a notebook, each with the ids gathered of it (none: all its own)."""
    for name in names:
        gathering = _find(sets, name)
        for member, ids in (gathering.gathers or {name: []}).items():
            part = _find(sets, member)
            if not (part.notebook and part.level):
                raise ParameterError(
                    f"Report set {member!r} lacks a notebook or a level; "
                    f"add both to params/reports/{member}.yml."
                )
            yield part, ids


def _find(sets: Mapping[str, ReportSet], name: str) -> ReportSet:
    if name not in sets:
        raise ParameterError(f"There is no report set {name!r}; {allowed_words(name, sets)}.")
    return sets[name]


def ids_of(part: ReportSet, gathered: Sequence[str], cutter: Cutter) -> Sequence[str]:
    """Ids that a set makes: those that a gathering set takes of its own, or all of its own."""
    check_known(part.level, [*gathered, *part.ids], cutter)
    outside = [id_ for id_ in gathered if part.ids and id_ not in part.ids]
    if outside:
        raise SelectionError(
            f"Report set {part.name!r} is not made for {outside[0]!r}, which is gathered of it; "
            f"{allowed_words(outside[0], part.ids)}. Add it to {part.level}s in "
            f"params/reports/{part.name}.yml, or gather it no longer."
        )
    return gathered or part.ids


def names_of(level: str, cutter: Cutter) -> Mapping[str, str]:
    """Names of all that a level's reports may be about, by id."""
    if level == "portfolio":
        return {"portfolio": ""}
    return cutter.clients() if level == "client" else cutter.programmes()


def check_known(level: str, ids: Iterable[str], cutter: Cutter) -> None:
    """Refuse an id that the period's snapshot does not hold; the message names the nearest."""
    names = names_of(level, cutter)
    for id_ in ids:
        if id_ not in names:
            raise SelectionError(
                f"The store holds no {level} {id_!r} in {cutter.period.name}; "
                f"{allowed_words(id_, names)}."
            )
