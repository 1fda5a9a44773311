"""Check the texts: every Swedish word on its way to a reader goes through the translation.

Run by ``make check``. A text counts as Swedish when it has å, ä or ö: not all texts have, but few
that are forgotten have none of them in the whole file.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("charts", "commands", "data_access", "domain", "pages", "services", "transfer", "ui")
TRANSLATORS = {"_", "plural"}
DATA = {"Column"}
"""What a file may call its columns is data: it is met, not shown."""
SWEDISH = re.compile("[åäöÅÄÖ]")

WIDE = re.compile(r"\d (?:%|kr|mnkr|tkr)")
"""A number is kept together with its unit by a no-break space."""


def _is_swedish(text: str) -> bool:
    # What begins with # is the name of a spreadsheet's error.
    return SWEDISH.search(text) is not None and not text.startswith("#")


def _docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, holders)]
    texts = [
        statement.value
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    ]
    return {id(text) for text in texts}


def _inside(tree: ast.Module, names: set[str]) -> set[int]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]
    return {id(inner) for call in calls for inner in ast.walk(call)}


def faults_in(path: Path, source: str) -> Iterator[str]:
    """Yield a sentence for each text of a file that is not as it should be."""
    tree = ast.parse(source)
    spared = _docstrings(tree) | _inside(tree, DATA)
    translated = _inside(tree, TRANSLATORS)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        where = f"{path}:{node.lineno}"
        if id(node) not in spared | translated and _is_swedish(node.value):
            yield f"{where}: not translated: {node.value[:60]!r}"
        if id(node) in translated and WIDE.search(node.value):
            yield f"{where}: a plain space before a unit: {node.value[:60]!r}"


def main() -> int:
    """Print the faults of every room; returns the exit code."""
    faults = [
        fault
        for room in ROOMS
        for path in sorted(Path(room).rglob("*.py"))
        if "schema" not in path.parts
        for fault in faults_in(path, path.read_text(encoding="utf-8"))
    ]
    print(*faults, sep="\n")  # noqa: T201 - its answer
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
