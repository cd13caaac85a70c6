"""Files that only their owner may read, and a folder short enough for sockets."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from bpo_pipeline.errors import AskAPerson

# Linux takes 107 bytes for the path of a socket, and PostgreSQL adds the longest name in use here
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter; an existing one is closed to others.

    Raises AskAPerson when the folder belongs to somebody else or is a link.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = path.lstat()
    if path.is_symlink() or status.st_uid != os.geteuid():
        raise AskAPerson(f"{path} belongs to somebody else or is a link; remove it or choose another BPO_HOME")
    if status.st_mode & 0o077:
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> bool:
    """Write a file with mode 0600, whole or not at all; gives whether its content changed."""
    try:
        if path.read_text(encoding="utf-8") == text:
            path.chmod(0o600)
            return False
    except OSError:
        # there is none yet, or it cannot be read and is replaced
        pass
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    Path(name).replace(path)
    return True


def socket_folder(home: Path) -> Path:
    """Where the stack's sockets are: ``<home>/postgres``, or a short private folder when that path is too long."""
    near = home / "postgres"
    if len(os.fsencode(near)) <= _LONGEST_FOLDER:
        return near
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(runtime) if runtime and Path(runtime).is_dir() and len(runtime) < 60 else Path("/tmp")  # noqa: S108
    return parent / f"bpo-{os.geteuid()}-{digest}"
