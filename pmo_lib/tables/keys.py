"""Base of the typed files that people write: an unknown key names the nearest known one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from pmo_lib.errors import allowed_words

__all__ = ["Beside", "Keys", "Pattern", "Ruled"]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise PydanticCustomError("pattern", "not a pattern: {why}", {"why": str(error)}) from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression, searched for.

It is run as the mapping has it, also on cells of many megabytes: one that repeats what repeats,
such as ``(a+)+$``, or that begins with ``.*``, may take without end.
"""


def _beside(path: Path, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder")
    return Path(folder, path) if folder is not None else path


Beside = Annotated[Path, AfterValidator(_beside)]
"""A file named in another one: its path is relative to that one's folder.

The folder is the validation context's ``folder``; without it the path is taken as it stands.
"""


class Keys(BaseModel):
    """Base of all parts of a file: an unknown key is an error that names the nearest known."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in given:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key",
                        "unknown key {key}; {allowed}",
                        {"key": repr(key), "at": key, "allowed": allowed_words(str(key), known)},
                    )
        return given


class Ruled(Keys):
    """What is there and not read, by a named rule: whatever matches the pattern."""

    pattern: Pattern
    rule: str
