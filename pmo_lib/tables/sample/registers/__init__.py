"""The registers of a project: risks, issues, changes, decisions, actions, lessons and more."""
