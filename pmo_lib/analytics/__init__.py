"""Floor 2, what it means: pure functions, frame in, frame out, ``as_of`` always passed.

An analytic takes canonical tables (or a mapping of them by name) and gives a frame. It reads no
file and no clock, changes none of its inputs, and never puts a number where there is none: a
measure that cannot be had is missing, with the reason in ``<measure>_reason``.
"""
