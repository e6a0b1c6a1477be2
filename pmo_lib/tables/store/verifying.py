"""Verifying: every part and every manifest of a store, all damages at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmo_lib.errors import StoreError
from pmo_lib.tables.store import manifests, parts

__all__ = ["Damage", "damages"]


@dataclass(frozen=True)
class Damage:
    """One file of a store that is not as it was written.

    Parameters
    ----------
    snapshot : str
        Name of the snapshot that it is of.
    path : pathlib.Path
        The file.
    problem : str
        What is wrong with it and what to do, in a sentence.
    """

    snapshot: str
    path: Path
    problem: str


def damages(root: Path) -> list[Damage]:
    """Find all damages of a store, in order of snapshot and path."""
    found = [*_passed_over(root)]
    held: dict[Path, str] = {}
    for manifest in manifests.manifest_paths(root):
        name = manifests.snapshot_name(manifest)
        try:
            snapshot = manifests.read_manifest(manifest)
        except StoreError as error:
            found.append(Damage(name, manifest, str(error)))
            continue
        for part in snapshot.parts:
            path = root / part.path
            if path not in held:
                held[path] = _problem(path, part.sha256)
            if held[path]:
                found.append(Damage(name, path, held[path]))
    return sorted(found, key=lambda damage: (damage.snapshot, damage.path))


def _problem(path: Path, sha256: str) -> str:
    try:
        parts.check_hash(path, sha256, anew=True)
    except StoreError as error:
        return str(error)
    return ""


def _passed_over(root: Path) -> Iterator[Damage]:
    """Find the manifests that are not there though a later one of their day is."""
    numbers: dict[Path, set[int]] = {}
    for path in manifests.manifest_paths(root):
        if path.stem.isdecimal():
            numbers.setdefault(path.parent, set()).add(int(path.stem))
    for folder, held in numbers.items():
        for number in sorted(set(range(1, max(held))) - held):
            path = folder / f"{number:04d}.json"
            problem = f"The manifest {path} is missing; restore it from a copy."
            yield Damage(manifests.snapshot_name(path), path, problem)
