"""Random streams by name, so that a new part of the sample shifts no other."""

from zlib import crc32

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """Start the stream of one part.

    Parameters
    ----------
    seed : int
        Seed of the portfolio.
    name : str
        Name of the part; parts of different names draw from independent streams.
    """
    return np.random.default_rng([seed, crc32(name.encode())])
