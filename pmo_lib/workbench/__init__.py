"""Interactive exploration in JupyterLab, on top of content."""

from pmo_lib.workbench.explorer import Explorer

__all__ = ["Explorer"]
