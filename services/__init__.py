"""The writes: one verb-named use case each, in one transaction."""
