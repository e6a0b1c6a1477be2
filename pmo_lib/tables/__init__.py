"""Floor 1, what is recorded: schemas, readers, mappings, the store and the sample."""
