"""The command line: parses, calls, prints. The only room that reads the clock."""
