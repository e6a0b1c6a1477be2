"""Which project plays which story: each is picked once, from those to which the story fits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import PERIOD, PERIODS, Bools, Floats, Ints, Texts, either

LATEST = PERIODS - 1
"""Number of the last period."""


@dataclass
class Cast:
    """The stories told so far.

    Of each part the first goes to one of the projects ``shown``, where it fits any; ``weight``
    says how readily a project is picked otherwise; ``taken`` marks those that play a part.
    """

    rng: np.random.Generator
    shown: Bools
    weight: Floats
    taken: Bools
    told: list[tuple[str, int, int, int, str]] = field(default_factory=list)

    def pick(self, eligible: Bools, count: int) -> Ints:
        """Pick projects that play no other part; fewer where fewer are eligible."""
        first = self._draw(eligible & self.shown, min(count, 1))
        rest = self._draw(eligible, count - len(first))
        return np.sort(np.concatenate([first, rest]))

    def _draw(self, eligible: Bools, count: int) -> Ints:
        free = np.flatnonzero(eligible & ~self.taken)
        if not len(free) or not count:
            return free[:0]
        share = self.weight[free] / self.weight[free].sum()
        found = self.rng.choice(free, min(count, len(free)), replace=False, p=share)
        self.taken[found] = True
        return found

    def tell(
        self,
        kind: str,
        projects: Ints,
        expectation: str,
        *,
        clients: Ints | None = None,
        period: int = LATEST,
    ) -> None:
        """Write down one story a project; ``clients`` names the client too, -1 for none."""
        whose = np.full(len(projects), -1) if clients is None else clients
        for project, client in zip(projects.tolist(), whose.tolist(), strict=True):
            self.told.append((kind, project, client, period, expectation))

    def note(self, kind: str, expectation: str) -> None:
        """Write down a story of no project and no client: the sentence names what it is of."""
        self.told.append((kind, -1, -1, LATEST, expectation))

    def table(self, project_ids: Texts, client_ids: Texts) -> pd.DataFrame:
        """Make ``stories``: a row a story, in the order told."""
        kinds, projects, clients, periods, expectations = zip(*self.told, strict=True)
        return pd.DataFrame(
            {
                "story_id": [f"S{i:04d}" for i in range(1, len(kinds) + 1)],
                "kind": kinds,
                "project_id": _named(project_ids, projects),
                "client_id": _named(client_ids, clients),
                "period": PERIOD[list(periods)],
                "expectation": expectations,
            }
        )


def _named(ids: Texts, positions: tuple[int, ...]) -> Texts:
    at = np.array(positions)
    return either(at >= 0, ids[at])
