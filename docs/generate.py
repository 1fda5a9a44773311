"""Write the documents that are made from the code; with ``--check``, only tell if they are old.

Run by ``make docs`` and, with ``--check``, by ``make check``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from data_access.schema import metadata
from domain.access import RIGHTS, Right, Role, Viewer
from pages import MENU

HERE = Path(__file__).parent

LAYERS = (
    ("commands", "pages"),
    ("ui",),
    ("charts", "services", "transfer"),
    ("data_access",),
    ("domain",),
    ("config", "texts"),
)
CONTRACT_HEAD = """\
# Data contract

What other systems may rely on when they read and write the database. Made from the schema by
`make docs`; a check holds it fresh.

A fact (a table with `recorded_at`) is never changed or deleted: it is withdrawn by setting
`withdrawn_why`, and the database notes when and by whom. As of a moment T a fact stands if
`recorded_at <= T and (withdrawn_at is null or withdrawn_at > T)`.

A source system logs in with a role that is a member of `trygghet_source`: it may insert activities
and ledger entries, and read the codes that they name. A reader of reports is a member of
`trygghet_reader` and sees the views `reporting_point` and `reporting_money`, and of the team's
counts what has been made public and is protected, `reporting_activity`. Both may ask
`revision_token()`, which differs after every write.

A month that is submitted or approved takes no activities, and what a transaction writes in a month
that was made public after it began to write is refused (`written_before_it_was_public`): another
transaction may write it once the month is open.

Free text never speaks of a person. The database refuses a personnummer or coordination number in
it, with its century or with the mark before the last four (`is_free_of_identity_numbers`)."""

ACCESS_HEAD = """\
# Who may see and do what

Made from `domain/access.py` and the menu by `make docs`; a check holds it fresh, and
`tests/integration/test_access.py` tries each forbidden one. The command line is not in it: whoever
may act as the database's `trygghet_operator` has every right. The database knows the rights too
(`role_right`), and its row-level security asks for them whatever a program forgets."""

MARK = "<!-- made by docs/generate.py: {} -->"


def data_contract() -> str:
    """Return the description of every table, as the schema has it."""
    lines = [CONTRACT_HEAD]
    for table in sorted(metadata.tables.values(), key=lambda each: each.name):
        lines += ["", f"## {table.name}", "", str(table.comment), "", *_columns(table)]
        lines += ["", *(f"- {rule}" for rule in _rules(table))]
    return "\n".join(lines).rstrip() + "\n"


def architecture_picture() -> str:
    """Return a Mermaid picture of the rooms, with an arrow where one imports from another."""
    rooms = [room for layer in LAYERS for room in layer]
    # Without its cache, which trusts the times of files and so an earlier checkout.
    graph = grimp.build_graph(*rooms, cache_dir=None)
    arrows = {
        (module.split(".")[0], imported.split(".")[0])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    lines = ["```mermaid", "flowchart TD"]
    for number, layer in enumerate(LAYERS, start=1):
        lines.append(f"    subgraph layer{number}[ ]")
        lines += [f"        {room}" for room in layer]
        lines.append("    end")
    for above, below in sorted(arrows, key=lambda pair: [rooms.index(room) for room in pair]):
        if above != below:
            lines.append(f"    {above} --> {below}")
    return "\n".join([*lines, "```"])


def _columns(table: Table) -> Iterator[str]:
    yield "| column | type | null | default | meaning |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        kind = column.type.compile(dialect=postgresql.dialect()).lower()
        null = "yes" if column.nullable else "no"
        yield f"| `{column.name}` | {kind} | {null} | {_default(column)} | {column.comment} |"


def _default(column: "Column[object]") -> str:
    if column.identity is not None:
        return "given"
    if column.computed is not None:
        return "computed"
    given = getattr(column.server_default, "arg", None)
    return f"`{getattr(given, 'text', given)}`" if given is not None else ""


def _rules(table: Table) -> Iterator[str]:
    keys = ", ".join(f"`{column.name}`" for column in table.primary_key)
    yield f"primary key: {keys}"
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, ForeignKeyConstraint):
            own = ", ".join(constraint.column_keys)
            other = constraint.elements[0].column.table.name
            yield f"`{own}` refers to `{other}`"
        elif isinstance(constraint, UniqueConstraint):
            yield "unique: " + ", ".join(f"`{column.name}`" for column in constraint.columns)
        elif isinstance(constraint, CheckConstraint):
            yield f"`{' '.join(str(constraint.sqltext).split())}`"
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        if index.unique:
            where = index.dialect_options["postgresql"]["where"]
            columns = ", ".join(str(each).split(".")[-1] for each in index.expressions)
            yield f"unique where `{where}`: `{columns}`"


def access_matrix() -> str:
    """Return which role may see which page, and do what."""
    lines = [ACCESS_HEAD, "", "## Pages", ""]
    lines += _marked(
        "page",
        [
            (f"`/{entry.address}`", [entry.is_for(Viewer(role=role)) for role in Role])
            for entry in MENU
        ],
    )
    lines += ["", "## Rights", ""]
    lines += _marked(
        "right", [(f"`{right}`", [right in RIGHTS[role] for role in Role]) for right in Right]
    )
    return "\n".join(lines) + "\n"


def _marked(what: str, rows: list[tuple[str, list[bool]]]) -> Iterator[str]:
    yield f"| {what} | " + " | ".join(role for role in Role) + " |"
    yield "|---" * (len(Role) + 1) + "|"
    for name, marks in rows:
        yield f"| {name} | " + " | ".join("yes" if mark else "–" for mark in marks) + " |"


def documents() -> dict[Path, str]:
    """Return each document that is made, by its path."""
    page = HERE / "architecture.md"
    begin, end = MARK.format("begin"), MARK.format("end")
    before, rest = page.read_text(encoding="utf-8").split(begin)
    after = rest.split(end)[1]
    drawn = f"{before}{begin}\n{architecture_picture()}\n{end}{after}"
    return {
        HERE / "data-contract.md": data_contract(),
        HERE / "access.md": access_matrix(),
        page: drawn,
    }


def main(arguments: list[str]) -> int:
    """Write the documents, or say which are old; returns the exit code."""
    made = documents()
    old = [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in old:
            print(f"{path.name} is old: run `make docs`")  # noqa: T201
        return 1 if old else 0
    for path in old:
        path.write_text(made[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
