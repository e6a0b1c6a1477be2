"""The kernel of a run: this environment's Python, with nothing of the office's own around it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import CaselessStrEnum

KEPT: Final = (
    "CONDA_PREFIX",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "LOGNAME",
    "MPLCONFIGDIR",
    "PATH",
    "PMO_HOME",
    "PYTHONPATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "USER",
    "USERPROFILE",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
)
"""Variables that a run takes over. All others, such as credentials and the place of the store,
stay with the office."""

SET: Final[Mapping[str, str]] = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "TZ": "UTC",
}
"""Variables that make a run the same on each day: one thread of BLAS and none of Arrow's allocator,
one hash seed, UTC; figures are shown as a notebook shows them."""


def run_environment(folder: str) -> dict[str, str]:
    """Environment variables of a run's kernel.

    Parameters
    ----------
    folder : str
        The run's own working folder, which also takes IPython's profile: start-up files of the
        person who runs the batch do not reach a report.

    Returns
    -------
    dict of str to str
        What :data:`KEPT` names of this process, and :data:`SET`.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **SET, "IPYTHONDIR": os.path.join(folder, ".ipython")}  # noqa: PTH118


class RunKernelManager(AsyncKernelManager):
    """Starts the Python that runs this code, whatever kernels are installed under which names.

    What goes between it and the press is encrypted: several people may share one machine.
    """

    transport_encryption = CaselessStrEnum(["disabled", "auto", "required"], "required")

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel of this environment."""
        return KernelSpec(**get_kernel_dict())

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        return await super()._async_pre_start_kernel(
            **{**options, "env": run_environment(str(options["cwd"]))}
        )
