"""Walk the paths given on the command line and name each file as it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def named_files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield (name, path) of every file; ``files`` gives ``files/a.pdf``, relative to the folder's parent.

    A folder is walked in sorted order, so that the same call prints the same lines.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink()):
                yield f"{path.name}/{file.relative_to(path).as_posix()}", file
        else:
            yield str(path), path
