"""PMO Workbench: reports and notebooks that a project management office trusts with its name."""

from importlib.metadata import version

__version__ = version("pmo-workbench")
