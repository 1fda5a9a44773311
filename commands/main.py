"""The entry of `trygghet`."""

import typer

from commands import db, serve
from texts import _

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Trygghetspanelen: databas, inläsning och server."),
)
app.add_typer(db.app, name="db")
app.command(name="serve")(serve.serve)


def run() -> None:
    """Run the command line."""
    app()
