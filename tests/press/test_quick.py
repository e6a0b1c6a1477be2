"""The import of what reads notebooks leaves out what is slow and not needed."""

import subprocess
import sys

import pytest

FIRST = "import sys, pmo_lib.press.execute; print('rfc3987_syntax' in sys.modules)"
LATER = f"{FIRST}; import rfc3987_syntax; print(rfc3987_syntax.__name__)"


@pytest.mark.parametrize(("code", "told"), [(FIRST, "False"), (LATER, "False\nrfc3987_syntax")])
def test_the_slow_grammar_is_left_out_and_there_for_those_who_ask(code, told):
    pytest.importorskip("rfc3987_syntax")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told
