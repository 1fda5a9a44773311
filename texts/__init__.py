"""Shared words, number and date formats, and the one translation function.

Swedish is the source language of every visible word.
"""

from texts.translation import _, plural

__all__ = ["_", "plural"]
