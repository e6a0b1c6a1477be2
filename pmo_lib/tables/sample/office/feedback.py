"""Feedback: scores and comments, and what was done about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import Bools, Floats, Ints, Texts, dates, earlier_workday, either
from pmo_lib.tables.sample.office.answers import (
    EFFORT,
    OFFICE,
    PROJECT,
    QUESTIONS,
    RECOMMEND,
    REPORT,
    SERVICE,
    asked,
)
from pmo_lib.tables.sample.office.comment_words import ACTIONS, NAMING
from pmo_lib.tables.sample.office.comments import NO_THEME, THEMES, TONES, Comments, draw_comments
from pmo_lib.tables.sample.office.known import Tables, in_turn, pick, texts
from pmo_lib.tables.sample.office.services import service_ids
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import instants
from pmo_lib.tables.sample.parties import draw_names
from pmo_lib.tables.sample.projects import NOTE_CANARY

CODED_AFTER: Final = 40.0
"""Days after which somebody has read a comment and put it under a theme."""

_COMMENTED: Final = {OFFICE: 0.38, RECOMMEND: 0.12, EFFORT: 0.08, PROJECT: 0.25}
_LEANING: Final = {SERVICE: "timeliness", REPORT: "clarity", PROJECT: "foresight"}
_NOTES: Final = (
    "the respondent is about to change jobs; do not rely on the score.",
    "same complaint by phone last week; the fee review is in April.",
    "handled by the account lead in person, nothing in writing.",
)


@dataclass(frozen=True)
class Feedback:
    """Answers with all that will ever be known of them; ``labels`` tell what comments are about."""

    rows: pd.DataFrame
    labels: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``feedback`` as known at the end of a day: themes when coded, actions when taken."""
        rows = self.rows
        seen = rows[rows["submitted"] < day + 1]
        coded = seen["submitted"] + CODED_AFTER < day + 1
        acted, told = seen["actioned"] < day + 1, seen["told"] < day + 1
        table = seen.assign(
            submitted=instants(seen["submitted"].to_numpy()),
            theme=seen["theme"].where(coded),
            action=seen["action"].where(acted),
            action_owner_id=seen["action_owner_id"].where(acted),
            actioned=dates(seen["actioned"].where(acted).to_numpy()),
            told=dates(seen["told"].where(told).to_numpy()),
        )
        return {"feedback": table}


def draw_feedback(setting: Setting, answers: pd.DataFrame, requests: pd.DataFrame) -> Feedback:
    """Write down answers with their scores, comments and what came of them.

    Parameters
    ----------
    setting : Setting
        The portfolio.
    answers : pandas.DataFrame
        What :func:`~pmo_lib.tables.sample.office.answers.draw_answers` gives.
    requests : pandas.DataFrame
        The requests that answers name by position.
    """
    rng, n = setting.stream("feedback"), len(answers)
    question = answers["question"].to_numpy()
    score = _scores(answers)
    tone = _tones(rng, question, score)
    share = np.array([_COMMENTED.get(q, 0.2) for q in QUESTIONS])
    lean = np.array([THEMES.index(_LEANING[q]) if q in _LEANING else -1 for q in QUESTIONS])
    lean = np.where(answers["audience"] == "colleagues", THEMES.index("burden"), lean[question])
    comments = draw_comments(rng, tone, rng.random(n) < share[question], lean)
    ids = np.array([f"F{number:06d}" for number in range(1, n + 1)], dtype=object)
    naming = _name_people(setting, answers, comments, tone, ids)
    rows = pd.DataFrame(
        {
            "response_id": texts(ids),
            **_of_what(setting, answers, requests),
            **_asked_how(question),
            "score": score,
            "comment": texts(comments.text),
            "language": "en-GB",
            "submitted": answers["submitted"],
            "theme": texts(_coded(rng, comments.theme)),
            "respondent": texts(_respondents(setting, answers)),
            "internal_note": texts(_noted(rng, tone)),
            **_followed_up(rng, setting, answers, comments, tone),
        }
    )
    said = pd.notna(comments.text)
    labels = pd.DataFrame(
        {
            "response_id": ids[said],
            "comment": comments.text[said],
            "theme": comments.theme[said],
            "names_a_person": naming[said],
        }
    )
    return Feedback(rows, labels)


def _of_what(setting: Setting, answers: pd.DataFrame, requests: pd.DataFrame) -> dict[str, object]:
    """Say whose each answer is and what it is about."""
    client, project, request = (answers[x].to_numpy() for x in ("client", "project", "request"))
    service = np.array([*service_ids(), None], dtype=object)[answers["service"]]
    return {
        "survey_id": answers["survey_id"].array,
        "client_id": texts(either(client >= 0, setting.client_ids[client])),
        "project_id": texts(either(project >= 0, setting.ids[project])),
        "service_id": texts(service),
        "request_id": texts(either(request >= 0, requests["request_id"].to_numpy()[request])),
        "report": answers["report"].array,
        "audience": texts(answers["audience"].to_numpy()),
    }


def _scores(answers: pd.DataFrame) -> Floats:
    """Points of each answer: as many above the least as edges of its question are passed."""
    question, mood = answers["question"].to_numpy(), answers["mood"].to_numpy()
    score = np.zeros(len(answers))
    for number, asked_of in enumerate(QUESTIONS):
        here = question == number
        score[here] = asked_of.least + np.digitize(mood[here], asked_of.edges)
    return score


def _asked_how(question: Ints) -> dict[str, object]:
    """Subject, measure, words and scale of each answer's question."""
    columns = {
        "subject": [q.subject for q in QUESTIONS],
        "measure": [q.measure for q in QUESTIONS],
        "question": [q.words for q in QUESTIONS],
    }
    scales = {"scale_min": [q.least for q in QUESTIONS], "scale_max": [q.most for q in QUESTIONS]}
    return {
        **{name: texts(values).take(question) for name, values in columns.items()},
        **{name: np.array(values)[question] for name, values in scales.items()},
        "better": "high",
    }


def _tones(rng: np.random.Generator, question: Ints, score: Floats) -> Ints:
    """Tone of what goes with each score: praise, a wish or a complaint."""
    least = np.array([q.least for q in QUESTIONS])[question]
    most = np.array([q.most for q in QUESTIONS])[question]
    level = (score - least) / (most - least)
    happy, middling = level >= 0.74, level >= 0.49
    drawn = rng.random(len(score))
    praise, wish, complaint = range(len(TONES))
    kind = np.where(happy, np.where(drawn < 0.85, praise, wish), complaint)
    return np.where(~happy & middling & (drawn < 0.45), wish, kind)


def _name_people(
    setting: Setting, answers: pd.DataFrame, comments: Comments, tone: Ints, ids: Texts
) -> Bools:
    """Let a few comments of clients name a person, and tell of them."""
    rng, cast = setting.stream("comments that name people"), setting.cast
    office = answers["question"].to_numpy() == asked(OFFICE)
    recent = (answers["client"] >= 0) & (answers["submitted"] > answers["submitted"].max() - 60)
    said = pd.notna(comments.text)
    naming = np.zeros(len(ids), dtype=bool)
    names = setting.people["name"].to_numpy(dtype=object)
    for kind, theme, words in NAMING:
        fits = office & recent & said & (tone == TONES.index(kind)) & ~naming
        place = int(rng.choice(np.flatnonzero(fits)))
        person = names[rng.choice(setting.staff)]
        comments.text[place], comments.theme[place] = f"{words.format(person)}.", theme
        naming[place] = True
        told = f"{ids[place]}: the comment names a person and is not safe to quote"
        whose = answers["client"].to_numpy()[[place]]
        cast.tell("comment_needs_care", np.array([-1]), told, clients=whose)
    return naming


def _coded(rng: np.random.Generator, theme: Texts) -> Texts:
    """Themes as a person puts them: mostly the true one, some not coded at all."""
    drawn = rng.random(len(theme))
    other = pick(rng, THEMES, len(theme))
    about = theme != NO_THEME
    coded = np.where((drawn < 0.04) & about, other, theme)
    return either(pd.notna(theme) & (drawn < 0.9), coded)


def _respondents(setting: Setting, answers: pd.DataFrame) -> Texts:
    """Names of those who answered."""
    names = draw_names(setting.stream("respondents"), 4000)
    return in_turn(names, answers["client"].to_numpy() * 61 + answers["who"].to_numpy())


def _noted(rng: np.random.Generator, tone: Ints) -> Texts:
    """Write internal notes on a few unhappy answers."""
    noted = (tone == TONES.index("complaint")) & (rng.random(len(tone)) < 0.04)
    return either(noted, f"{NOTE_CANARY}: " + pick(rng, _NOTES, len(tone)))


def _followed_up(
    rng: np.random.Generator,
    setting: Setting,
    answers: pd.DataFrame,
    comments: Comments,
    tone: Ints,
) -> dict[str, object]:
    """Say what was done about a comment, by whom and when, and when its author was told."""
    n, praise = len(tone), TONES.index("praise")
    open_ = np.isin(comments.theme, THEMES) & (tone != praise)
    acted = open_ & (rng.random(n) < 0.62)
    told = acted & (rng.random(n) < 0.7)
    action = np.full(n, "", dtype=object)
    for theme, words in ACTIONS.items():
        action[comments.theme == theme] = words
    client = answers["client"].to_numpy()
    filed = (client >= 0) & (rng.random(n) < 0.15)
    action = np.where(filed, action + " Filed under " + setting.words[client] + ".", action)
    day = earlier_workday(answers["submitted"].to_numpy() + rng.uniform(42, 120, n))
    after = earlier_workday(day + rng.uniform(3, 30, n))
    owner = setting.person_ids[rng.choice(setting.staff, n)]
    return {
        "action": texts(either(acted, action)),
        "action_owner_id": texts(either(acted, owner)),
        "actioned": np.where(acted, day, np.nan),
        "told": np.where(told, after, np.nan),
    }
