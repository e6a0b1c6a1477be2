"""The forms of one file: the file itself, or the workbooks of a zip archive."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from pmo_lib.errors import SourceError
from pmo_lib.tables.keys import Ruled
from pmo_lib.tables.readers.archives import Archive, is_inside
from pmo_lib.tables.readers.content import content_of

__all__ = ["LARGEST_FORM", "Form", "forms_of"]

LARGEST_FORM: Final = 64 * 1024**2
"""A form of more bytes, itself packed, is not read."""

_LITTER: Final = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$", re.IGNORECASE
)


class Form(NamedTuple):
    """One form: its name, and its content, or why it cannot be had."""

    name: str
    content: BinaryIO | None
    problem: str = ""


def forms_of(
    path: Path, file: BinaryIO, ignored: Sequence[Ruled], counted: Counter[str]
) -> Iterator[Form]:
    """Give the forms of a file.

    Parameters
    ----------
    path : pathlib.Path
        Its name.
    file : binary file
        Open.
    ignored : sequence of Ruled
        Members of an archive that are left out.
    counted : collections.Counter
        Gets how many members were left out, by rule.

    Raises
    ------
    SourceError
        The archive as a whole cannot be read, or is made to exhaust memory.
    """
    content = content_of(file)
    if content != "zip" and not (content == "damaged_zip" and path.suffix.lower() == ".zip"):
        yield Form(path.name, file)
        return
    archive = Archive(file, f"{path}")
    if not archive.members:
        raise SourceError(f"{path} holds no form; expected workbooks in it.")
    for name in sorted(archive.members):
        rule = _rule(name, ignored)
        if rule is not None:
            counted[rule] += 1
        else:
            yield _member(path, archive, name)


def _rule(name: str, ignored: Sequence[Ruled]) -> str | None:
    if _LITTER.search(name):
        return "a file of the operating system"
    return next((one.rule for one in ignored if re.search(one.pattern, name)), None)


def _member(path: Path, archive: Archive, name: str) -> Form:
    shown = f"{path.name}/{name}"
    if not is_inside(name):
        return Form(shown, None, "its name leads out of the archive")
    try:
        content = io.BytesIO(archive.read(name, LARGEST_FORM))
    except SourceError as error:
        return Form(shown, None, str(error))
    if content_of(content) == "zip":
        return Form(shown, None, "it is a zip archive inside of another, which is not opened")
    return Form(shown, content)
