"""Forms: what a reader fills in, and what is said when it cannot be done."""
