"""Runs the command line: what Typer would tell in English is told in Swedish."""

import sys

import typer

# Typer has no public names for the errors of its parser; its version is pinned, and tested.
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from commands.console import err
from texts import _
from transfer.headers import did_you_mean

INTERRUPTED = 130
"""The exit code of a command that Ctrl+C ended."""


def run(app: typer.Typer) -> None:
    """Run the command that the process was started with, and leave with its exit code."""
    try:
        code = typer.main.get_command(app)(standalone_mode=False)
    except NoArgsIsHelpError as error:
        err.print(error.format_message())
        sys.exit(error.exit_code)
    except ClickException as error:
        err.print(f"✗ {_sentence(error)}")
        if isinstance(error, UsageError) and error.ctx:
            err.print(_("Hjälp: {command} --help").format(command=error.ctx.command_path))
        sys.exit(error.exit_code)
    if code == INTERRUPTED:
        err.print(_("✗ Avbrutet. Inget halvfärdigt är skrivet."))
    sys.exit(code)


def _sentence(error: ClickException) -> str:
    match error:
        case MissingParameter():
            return _("{name} saknas.").format(name=_name(error))
        case BadParameter():
            return _("Värdet för {name} går inte.").format(name=_name(error))
        case NoSuchOption(option_name=name, possibilities=near):
            told = _("Det finns inget val som heter {name}.").format(name=name)
            return f"{told} {did_you_mean(tuple(near or ()))}".strip()
    return _("Det finns inget sådant kommando, eller så har det fått ett ord för mycket.")


def _name(error: BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return _("en uppgift")
    long = [name for name in parameter.opts if name.startswith("--")]
    return long[0] if long else str(parameter.metavar or parameter.name)
