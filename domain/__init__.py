"""The pure rules of the programme: no clock, no I/O, no framework."""
