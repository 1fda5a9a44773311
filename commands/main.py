"""The entry of `trygghet`."""

import typer

from commands import areas, db, demo, doctor, files, pack, programme, remind, serve, usage, users
from commands.console import require_settings
from config.logs import set_up_logs
from texts import _

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Trygghetspanelen: databas, inläsning och server."),
)
app.add_typer(db.app, name="db")
app.add_typer(programme.app, name="programme")
app.add_typer(areas.app, name="areas")
app.add_typer(users.app, name="users")
app.command(name="import")(files.import_)
app.command(name="demo")(demo.demo)
app.command(name="remind")(remind.remind)
app.command(name="serve")(serve.serve)
app.command(name="doctor")(doctor.doctor)
app.command(name="pack")(pack.pack)

export = typer.Typer(no_args_is_help=True, help=_("Skriv ut mallar."))
export.command(name="template")(files.export_template)
app.add_typer(export, name="export")


@app.callback()
def prepare() -> None:
    """Let warnings and errors be logged, not the chatter of libraries; look at the settings."""
    set_up_logs("WARNING")
    require_settings()


def run() -> None:
    """Run the command line."""
    usage.run(app)
