"""The second tower: a notebook is a file; execute, check, convert, publish, list."""
