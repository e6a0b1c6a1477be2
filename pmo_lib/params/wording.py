"""All wording that readers see, and number and date formats, from ``params/wording``."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params.files import read_yaml
from pmo_lib.params.places import home


class Words:
    """Texts and formats of one language.

    Parameters
    ----------
    texts : mapping
        A wording file: ``formats`` and, nested by topic, templates in :meth:`str.format` style. A
        template that is a mapping of ``one`` and ``other`` (and ``zero``) is chosen by ``n``.
    where : str
        Where the texts stand, for messages.
    """

    def __init__(self, texts: Mapping[str, Any], where: str) -> None:
        self._texts = texts
        self._where = where
        self._formats = texts["formats"]
        self.language = str(texts["language"])

    def text(self, key: str, **values: Any) -> str:
        """Fill one template.

        Parameters
        ----------
        key : str
            Dotted path to the template, such as ``"change.joined"``.
        **values
            What the template names; ``n`` chooses between its ``one`` and ``other`` forms.

        Raises
        ------
        ParameterError
            There is no such template, or it names a value that was not given.

        Examples
        --------
        >>> load_wording("en-GB").text("count.days", n=1, count="1")
        '1 working day'
        """
        template = self._find(key)
        if isinstance(template, Mapping):
            template = template[self._form(template, values.get("n"))]
        try:
            return str(_FORMATTER.vformat(str(template), (), values))
        except KeyError as error:
            raise ParameterError(
                f"{self._where}: {key} names {error.args[0]!r}, given were {sorted(values)}."
            ) from error

    def has(self, key: str) -> bool:
        """Say whether there is such a template."""
        node: Any = self._texts
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                return False
            node = node[part]
        return True

    def texts(self) -> Iterator[str]:
        """Give every template as it is written."""
        waiting: list[Any] = [self._texts]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Mapping | list):
                waiting += node.values() if isinstance(node, Mapping) else node
            else:
                yield str(node)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with thousands separators and a true minus sign; missing is a dash."""
        if _missing(value):
            return self.missing
        text = f"{abs(value):,.{digits}f}"
        text = text.translate(
            str.maketrans({",": self._formats["thousands"], ".": self._formats["decimal"]})
        )
        negative = value < 0 and any(c in "123456789" for c in text)
        return f"−{text}" if negative else text

    def signed(self, value: float, digits: int = 0) -> str:
        """Write a number with its sign, plus included."""
        if _missing(value):
            return self.missing
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text

    def percent(self, share: float, digits: int = 0, *, signed: bool = False) -> str:
        """Write a share as a percentage."""
        if _missing(share):
            return self.missing
        write = self.signed if signed else self.number
        return f"{write(share * 100, digits)}{self._formats['percent']}"

    def money(self, amount: float, currency: str, *, signed: bool = False) -> str:
        """Write an amount to three significant figures with its currency and scale.

        Examples
        --------
        >>> load_wording("en-GB").money(1_234_567, "GBP")
        '£1.23m'
        """
        if _missing(amount):
            return self.missing
        size = abs(amount)
        scales = self._formats["money_scales"]
        scale, suffix = next(((s, x) for s, x in scales if size >= s * 0.9995), (1, ""))
        scaled = size / scale
        digits = 0 if scaled >= 99.95 or scale == 1 else 1 if scaled >= 9.995 else 2
        symbol = self._formats["currencies"].get(currency, f"{currency} ")
        plus = "+" if signed else ""
        sign = ("−" if amount < 0 else plus) if round(scaled, digits) else ""
        return f"{sign}{symbol}{self.number(scaled, digits)}{suffix}"

    def date(self, day: Any, *, short: bool = False, precision: Any = None) -> str:
        """Write a date, ``30 June 2026`` or short ``30 Jun 2026``; missing is a dash.

        Parameters
        ----------
        day : date-like
            The date.
        short : bool
            Whether months have their short names.
        precision : {'day', 'month', 'quarter', 'year'}, optional
            How closely the source dated: no more than that is written; missing is the day.
        """
        if day is None or pd.isna(day):
            return self.missing
        stamp = pd.Timestamp(day)
        names = self._formats["months_short" if short else "months"]
        exact = precision is None or pd.isna(precision) or precision == "day"
        style = ("date_short" if short else "date") if exact else f"date_{precision}"
        return str(self._formats[style]).format(
            day=stamp.day, month=names[stamp.month - 1], quarter=stamp.quarter, year=stamp.year
        )

    def period(self, name: str, cadence: str, end: Any, *, style: str = "long") -> str:
        """Name a period for readers.

        Parameters
        ----------
        name, cadence, end
            As in the ``periods`` table.
        style : {'long', 'short', 'since'}
            ``October 2026``; ``Oct 26``; what follows the word "since" in a sentence.
        """
        stamp = pd.Timestamp(end)
        return self.text(
            f"period.{style}.{cadence}",
            name=name,
            month=self._formats["months"][stamp.month - 1],
            month_short=self._formats["months_short"][stamp.month - 1],
            quarter=stamp.quarter,
            year=stamp.year,
            year_short=f"{stamp.year % 100:02d}",
            end=self.date(stamp),
        )

    def rating(self, key: str) -> str:
        """Word of a rating or of a state that stands in its place."""
        return self.text(f"rating.{key}")

    def state(self, key: str) -> str:
        """Word of a recorded state or of a reason why a value is not there."""
        return self.text(f"state.{key}")

    @property
    def missing(self) -> str:
        """What stands where a value is not there and its reason is told elsewhere."""
        return str(self._formats["missing"])

    def _find(self, key: str) -> Any:
        node: Any = self._texts
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                allowed = node.keys() if isinstance(node, Mapping) else []
                raise ParameterError(
                    f"{self._where}: no wording {key!r} (at {part!r}); "
                    f"{allowed_words(part, [str(name) for name in allowed])}"
                )
            node = node[part]
        return node

    @staticmethod
    def _form(template: Mapping[str, Any], n: Any) -> str:
        if n == 0 and "zero" in template:
            return "zero"
        return "one" if n == 1 else "other"


class _Formatter(string.Formatter):
    """Named fields only, no attribute or index access, so that a template reads values alone."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs[field_name], field_name


_FORMATTER = _Formatter()


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value)) or math.isinf(value)


def languages(folder: Path | None = None) -> list[str]:
    """Languages that there is wording for."""
    where = folder or home() / "params" / "wording"
    return sorted(file.stem for file in where.glob("*.yml"))


@lru_cache
def load_wording(language: str = "en-GB", folder: Path | None = None) -> Words:
    """Read one language's wording.

    Parameters
    ----------
    language : str
        Name of a file in ``params/wording``, without ``.yml``.
    folder : pathlib.Path, optional
        Where wording files stand; ``params/wording`` of the workbench by default.

    Raises
    ------
    ParameterError
        There is no wording in this language.
    """
    where = folder or home() / "params" / "wording"
    path = where / f"{language}.yml"
    if not path.exists():
        told = allowed_words(language, languages(where))
        raise ParameterError(f"No wording {language!r}; {told}")
    return Words({"language": language, **read_yaml(path)}, str(path))
