"""What each page says: titles, leads, headings and text alternatives, made from data by rules."""

from domain.findings.finding import Finding, KeyFigure

__all__ = ["Finding", "KeyFigure"]
