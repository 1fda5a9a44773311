"""Settings, areas, statuses and the example programme: what a deployment may choose."""
