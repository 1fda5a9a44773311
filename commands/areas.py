"""`trygghet areas`: official borders in place of the schematic map."""

from pathlib import Path
from typing import Annotated

import typer

from commands.console import database, err, fail, out
from commands.files import by_hand, require_programme
from data_access.areas import fetch_areas
from data_access.database import require_current_schema
from services.import_areas import import_areas
from texts import _, plural

app = typer.Typer(no_args_is_help=True, help=_("Områdena på kartan."))


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar=_("FIL"), help=_("GeoJSON eller GeoPackage."))],
    layer: Annotated[str | None, typer.Option(help=_("Lager i en GeoPackage."))] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Pröva utan att skriva."))] = False,
) -> None:
    """Read borders in any coordinate system; the areas are matched by code, then by name."""
    # Geometry takes longer to load than all else together, and no other command needs it.
    from transfer.borders import read_area_borders  # noqa: PLC0415

    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with engine.connect() as connection:
            programme = require_programme(connection)
            known = fetch_areas(connection, by_hand(), programme.id)
        borders = read_area_borders(file, known, layer=layer)
        for note in borders.notes:
            err.print(note, markup=False)
        if borders.faults:
            for fault in borders.faults:
                err.print(str(fault), markup=False)
            fail(_("Inget är skrivet. Rätta filen och försök igen."))
        if not dry_run:
            import_areas(engine, viewer=by_hand(), programme_id=programme.id, areas=borders.areas)
    sentence = plural(
        "{n} område har fått gränser.", "{n} områden har fått gränser.", len(borders.areas)
    )
    out.print(sentence.format(n=len(borders.areas)))
