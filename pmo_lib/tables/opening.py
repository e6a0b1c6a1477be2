"""Opening data for a notebook: a slice folder, a store or the sample, by one call."""

from __future__ import annotations

from pathlib import Path

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params import PERIOD_LATEST, ReportParams, sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter, Slice, Store, read_slice

__all__ = ["open_slice"]

_SAMPLE = "sample"


def open_slice(params: ReportParams, *, level: str) -> Slice:
    """Open the slice that a notebook reports on.

    Parameters
    ----------
    params : ReportParams
        ``data`` is ``sample`` (made and kept where it is not there yet), the folder of a slice,
        or the folder of a store, which is cut for the parameters.
    level : {'client', 'programme', 'portfolio'}
        What the notebook reports on.

    Returns
    -------
    Slice
        With the period, level and id that the parameters name.

    Raises
    ------
    ParameterError
        The level's id is not given, or a slice folder holds another level, id, period or a wider
        edition than the parameters name.
    SelectionError
        The store does not hold the period, client or programme.
    StoreError
        There is no store or slice, or it is damaged.
    """
    folder = sample_store() if params.data == _SAMPLE else Path(params.data)
    if (folder / "slice.json").is_file():
        return _agreeing(read_slice(folder), params, level, folder)
    store = make_sample(folder) if params.data == _SAMPLE else Store.open(folder)
    cutter = Cutter(store, params.period)
    id_ = _id(params, level)
    if level != "portfolio" and not id_:
        held = cutter.clients() if level == "client" else cutter.programmes()
        raise ParameterError(
            f"The parameter {level}_id is empty; name the {level} to report on: "
            f"{allowed_words('', held)}."
        )
    return cutter.cut(level, id_, params.edition)


def _id(params: ReportParams, level: str) -> str:
    return {"client": params.client_id, "programme": params.programme_id}.get(level, "")


def _agreeing(found: Slice, params: ReportParams, level: str, folder: Path) -> Slice:
    asked = {
        "level": (level, found.level),
        f"{level}_id": (_id(params, level), found.id),
        "period": (params.period.replace(PERIOD_LATEST, ""), found.period.name),
    }
    for name, (given, held) in asked.items():
        if given and given != held:
            raise ParameterError(
                f"The slice in {folder} has the {name} {held!r}, the parameters ask for {given!r}; "
                "give a store in place of the slice, or the slice's own parameters."
            )
    if EDITIONS.index(found.edition) > EDITIONS.index(params.edition):
        raise ParameterError(
            f"The slice in {folder} is of the {found.edition} edition, wider than the "
            f"{params.edition} edition that the parameters ask for; cut it for that edition."
        )
    return found
