"""Plans as networks of activities, for some of the live projects."""
