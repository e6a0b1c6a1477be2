"""Service requests: what is asked of the office, when, by whom, and how soon it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, PERIOD_BEGIN, Bools, Floats, Ints, Texts, either
from pmo_lib.tables.sample.office.asking import draw_asked
from pmo_lib.tables.sample.office.catalogue import BREACHED, IMPROVED, SERVICES, SUBJECTS
from pmo_lib.tables.sample.office.known import Tables, in_turn, pick, texts
from pmo_lib.tables.sample.office.services import Versions, service_ids
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import desk_hours, desk_moment, instants
from pmo_lib.tables.sample.parties import draw_names
from pmo_lib.tables.sample.projects import NOTE_CANARY

_MOMENTS: Final = ("raised", "acknowledged", "due", "closed")
_PAUSES: Final = ("awaiting_client", "awaiting_third_party", "on_hold_agreed")
_WRITTEN: Final = {
    "awaiting_client": ("Waiting on customer", "With client for answer", "Awaiting client"),
    "awaiting_third_party": ("With supplier", "Waiting on third party"),
    "on_hold_agreed": ("On hold by agreement", "Parked until the board meets"),
}
_NOTES: Final = (
    "took twice the usual hours; do not raise it with the client.",
    "third request of this kind: suggest training instead.",
    "handled out of turn because the renewal is near.",
    "the requester is not the owner; cleared by phone.",
)


@dataclass(frozen=True)
class Requests:
    """Requests with all that will ever be known of them; moments are local, as day numbers.

    ``facts`` are those of each request by position: client, colleague and project, -1 for none,
    and desk hours of ``work`` and ``target``; ``rows`` are as the table has them. Pauses name
    their request by position.
    """

    facts: pd.DataFrame
    rows: pd.DataFrame
    pauses: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``service_requests`` and ``request_pauses`` as known at the end of a day."""
        end = day + 1
        seen = self.rows[self.rows["raised"] < end]
        begun = self.pauses[self.pauses["started"] < end]
        still = begun.loc[begun["ended"] >= end, "request"]
        closed = seen["closed"].to_numpy()
        done = closed < end
        state = np.where(seen["withdrawn"], "cancelled", "closed").astype(object)
        waiting = np.where(seen.index.isin(still), "paused", "open")
        table = seen.drop(columns="withdrawn").assign(
            **{
                name: instants(_past(seen[name].to_numpy(), end))
                for name in _MOMENTS
                if name != "due"
            },
            due=instants(seen["due"].to_numpy()),
            state=np.where(done, state, waiting),
            currency="GBP",
            price_basis="nominal",
            **{name: seen[name].where(done) for name in ("hours_spent", "cost", "internal_note")},
        )
        pauses = begun.drop(columns="request").assign(
            request_id=self.rows["request_id"].array[begun["request"]],
            started=instants(begun["started"].to_numpy()),
            ended=instants(_past(begun["ended"].to_numpy(), end)),
        )
        return {"service_requests": table, "request_pauses": pauses}


def _past(moments: Floats, end: float) -> Floats:
    return np.where(moments < end, moments, np.nan)


def draw_requests(setting: Setting, versions: Versions) -> Requests:
    """Draw all requests of two years, and tell of those that are open past their due."""
    rng = setting.stream("service requests")
    rows = _handled(rng, setting, versions, draw_asked(rng, setting, versions))
    pauses = _paused(rng, rows)
    paused = np.bincount(pauses["request"], pauses["hours"], minlength=len(rows))
    rows["closed"] = desk_moment(desk_hours(rows["raised"].to_numpy()) + rows["work"] + paused)
    table = _written(rng, setting, rows)
    requests = Requests(rows, table, pauses.drop(columns="hours"))
    _tell(setting, requests)
    return requests


def _handled(
    rng: np.random.Generator, setting: Setting, versions: Versions, asked: pd.DataFrame
) -> pd.DataFrame:
    """Add how long each request takes, by the standard of its version, and who handles it."""
    n, service = len(asked), asked["service"].to_numpy()
    table = versions.table.iloc[asked["version_row"]]
    target = table["target_hours"].to_numpy()
    met = np.array([v.met for s in SERVICES for v in s.versions])[asked["version_row"]]
    late = _short_of(rng, asked, met)
    overrun = 1.06 + rng.lognormal(-0.7, 0.9, n) + np.where(rng.random(n) < 0.08, 8, 0)
    work = target * np.where(late, overrun, 0.08 + 0.88 * rng.beta(2.0, 1.8, n))
    spent = np.array([s.spent for s in SERVICES])[service] * rng.lognormal(-0.1, 0.45, n)
    desk = setting.staff[(5 * service + rng.integers(0, 5, n)) % len(setting.staff)]
    hours = np.round(np.maximum(spent, 0.25) * 4) / 4
    begun = desk_hours(asked["raised"].to_numpy())
    return asked.assign(
        work=work,
        target=target,
        due=desk_moment(begun + target),
        acknowledged=desk_moment(begun + np.minimum(rng.exponential(1.4, n) + 0.1, 0.9 * work)),
        withdrawn=rng.random(n) < 0.02,
        hours_spent=hours,
        cost=np.round(hours * setting.people["cost_rate"].to_numpy()[desk], 2),
        handler=desk,
    )


def _short_of(rng: np.random.Generator, asked: pd.DataFrame, met: Floats) -> Bools:
    """Which requests miss their standard: of each version and quarter the share that does."""
    quarter = np.searchsorted(PERIOD_BEGIN[::3], asked["raised"], side="right")
    group = asked["version_row"].to_numpy() * 100 + quarter
    order = pd.Series(rng.random(len(asked))).groupby(group)
    rank, size = order.rank().to_numpy(), order.transform("size").to_numpy()
    return np.asarray(rank <= np.floor(size * (1 - met) + 0.3))


def _paused(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """When the clock stood still: once for a sixth of the requests, twice for a few."""
    once = np.flatnonzero(rng.random(len(rows)) < 0.17)
    twice = once[rng.random(len(once)) < 0.15]
    request = np.concatenate([once, twice])
    share = np.concatenate([rng.uniform(0.1, 0.5, len(once)), rng.uniform(0.55, 0.95, len(twice))])
    hours = np.clip(rng.lognormal(np.log(9), 0.8, len(request)), 1, 120)
    first = np.zeros(len(rows))
    first[once] = hours[: len(once)]
    before = np.where(np.arange(len(request)) < len(once), 0, first[request])
    begun = desk_hours(rows["raised"].to_numpy()[request])
    start = begun + share * rows["work"].to_numpy()[request] + before
    state = pick(rng, _PAUSES, len(request), p=(0.62, 0.26, 0.12))
    written = np.full(len(request), "", dtype=object)
    for name, ways in _WRITTEN.items():
        here = state == name
        written[here] = in_turn(ways, np.arange(here.sum()))
    return pd.DataFrame(
        {
            "request": request,
            "started": desk_moment(start),
            "ended": desk_moment(start + hours),
            "state": state,
            "state_as_written": written,
            "hours": hours,
        }
    )


def _written(rng: np.random.Generator, setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Ids, titles and names of the requests, as the table has them."""
    n, services = len(rows), np.array(service_ids(), dtype=object)
    client, colleague, project, handler = (
        rows[name].to_numpy() for name in ("client", "colleague", "project", "handler")
    )
    outside = client >= 0
    number = [v for s in SERVICES for v in range(1, len(s.versions) + 1)]
    noted = rng.random(n) < 0.05
    notes = f"{NOTE_CANARY}: " + pick(rng, _NOTES, n)
    return pd.DataFrame(
        {
            "request_id": texts([f"Q{place:05d}" for place in range(1, n + 1)]),
            "client_id": texts(either(outside, setting.client_ids[client])),
            "project_id": texts(either(project >= 0, setting.ids[project])),
            "service_id": texts(services[rows["service"]]),
            "service_version": texts(np.array(number)[rows["version_row"]].astype(str)),
            "title": texts(_titles(rng, setting, rows)),
            "priority": texts(pick(rng, ("normal", "high", "urgent"), n, p=(0.8, 0.15, 0.05))),
            "requester": texts(_requesters(rng, setting, client, colleague)),
            "requester_id": texts(either(outside, None, setting.person_ids[colleague])),
            "handler_id": texts(setting.person_ids[handler]),
            "internal_note": texts(either(noted, notes)),
            **{name: rows[name] for name in (*_MOMENTS, "withdrawn", "hours_spent", "cost")},
        }
    )


def _titles(rng: np.random.Generator, setting: Setting, rows: pd.DataFrame) -> Texts:
    """Make what each request is called; some clients quote the word of their own files."""
    n = len(rows)
    before, after, subject = (np.full(n, "", dtype=object) for _ in range(3))
    turn = rng.integers(0, 60, n)
    for number, service in enumerate(SERVICES):
        here = np.flatnonzero(rows["service"] == number)
        parts = [title.partition("{}") for title in service.titles]
        before[here] = in_turn([part[0] for part in parts], turn[here])
        after[here] = in_turn([part[2] for part in parts], turn[here])
    for category, things in SUBJECTS.items():
        here = np.flatnonzero(rows["about"] == category)
        subject[here] = in_turn(things, turn[here] // 5)
    client = rows["client"].to_numpy()
    quoted = (client >= 0) & (rng.random(n) < 0.06)
    file = np.where(quoted, " (our file " + setting.words[client] + ")", "")
    return np.asarray(before + subject + after + file, dtype=object)


def _requesters(rng: np.random.Generator, setting: Setting, client: Ints, colleague: Ints) -> Texts:
    """Names of those who ask: mostly the client's contact, or one of two others; or colleagues."""
    contacts = setting.clients["contacts"].str.split(",").str[0].to_numpy(dtype=object)
    others = draw_names(setting.stream("clients' people"), 2 * len(contacts))
    named = np.stack([contacts, *np.split(others, 2)])
    who = rng.choice(3, len(client), p=(0.6, 0.25, 0.15))
    people = setting.people["name"].to_numpy(dtype=object)
    return np.where(client >= 0, named[who, client], people[colleague])


def _tell(setting: Setting, requests: Requests) -> None:
    """Tell of what is open past its due, of services that fall short and of those that improved."""
    cast = setting.cast
    for service in BREACHED:
        cast.note("service_level_breached", f"{service}: fewer than its standard in the quarter")
    for service in IMPROVED:
        cast.note("service_improved", f"{service}: attainment rose with its latest version")
    facts, rows = requests.facts, requests.rows
    paused = requests.pauses[requests.pauses["started"] < NOW + 1]
    until = np.minimum(paused["ended"].to_numpy(), NOW + 1)
    hours = desk_hours(until) - desk_hours(paused["started"].to_numpy())
    stood = np.bincount(paused["request"], hours, minlength=len(rows))
    run = desk_hours(np.full(len(rows), NOW + 1)) - desk_hours(rows["raised"].to_numpy()) - stood
    late = (rows["closed"] >= NOW + 1) & (run > facts["target"])
    for place in np.flatnonzero(late & (facts["client"] >= 0)):
        client = facts["client"].to_numpy()[[place]]
        said = f"{rows['request_id'][place]}: open after its due and counted as breached"
        cast.tell("request_open_past_due", np.array([-1]), said, clients=client)
    for place in np.flatnonzero(late & (facts["client"] < 0)):
        said = f"{rows['request_id'][place]}: open after its due and counted as breached"
        cast.note("request_open_past_due", said)
