"""From an executed notebook to documents: one HTML page, one tagged PDF."""

from pmo_lib.press.convert.brand import look_of
from pmo_lib.press.convert.documents import FORMATS, documents
from pmo_lib.press.convert.held import held_page

__all__ = ["FORMATS", "documents", "held_page", "look_of"]
