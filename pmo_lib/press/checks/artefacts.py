"""What a run made, as the checks see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from pmo_lib.press.checks.binary import bytes_pieces
from pmo_lib.press.checks.notebook import notebook_pieces
from pmo_lib.press.checks.pieces import Piece

__all__ = ["Artefacts"]


@dataclass(frozen=True)
class Artefacts:
    """What a run made and would publish.

    Parameters
    ----------
    path : str
        Path of the documents below the output folder, without their ending.
    notebook : nbformat.NotebookNode
        The executed notebook; its summary goes to the index.
    documents : mapping of str to bytes
        By format.
    """

    path: str
    notebook: NotebookNode
    documents: Mapping[str, bytes]

    def pieces(self) -> Iterator[Piece]:
        """Find all texts in the names of the files and in the files.

        Raises
        ------
        ReportError
            Something cannot be read.
        """
        yield Piece("file name", self.path)
        name = self.path.rpartition("/")[2]
        for kind, content in self.documents.items():
            yield from bytes_pieces(f"{name}.{kind}", content)
        yield from notebook_pieces("executed notebook", self.notebook)
