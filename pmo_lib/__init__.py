"""PMO Workbench: reports and notebooks that a project management office trusts with its name."""

__version__ = "0.1.0"
