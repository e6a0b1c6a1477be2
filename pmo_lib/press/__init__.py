"""The second tower: a notebook is a file; execute, check, convert, publish, list."""

from pmo_lib.press.quick import import_jsonschema

import_jsonschema()
