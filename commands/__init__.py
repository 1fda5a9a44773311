"""The `trygghet` command line: thin, over the same services as the pages."""
