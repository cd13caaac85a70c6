"""The walls: the bubblewrap command line, made of what this very Python needs and nothing else.

Seen from inside: /usr (read-only), the interpreter, its packages and our own package, an empty
scratch folder in memory. No network, no home, no project folder, no environment, no other process.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bpo_pipeline.sandbox.limits import Limits

PATH = "/usr/local/bin:/usr/bin:/bin"
ENVIRONMENT = {"PATH": PATH, "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}
SCRATCH = "/scratch"
"""The only folder a job can write to, inside bubblewrap; not /tmp, where the project itself may lie."""
_PACKAGES = {"site-packages", "dist-packages"}
_INTERPRETERS_OF_PAPER = ("gs", "gsc", "ghostscript")
"""PostScript interpreters that image libraries would start by themselves; hidden inside."""


def module_roots(tasks: Mapping[str, str]) -> tuple[Path, ...]:
    """Folder or file of each top-level package that the tasks come from, and of our own."""
    names = {"bpo_pipeline", *(target.split(":")[0].split(".")[0] for target in tasks.values())}
    roots: list[Path] = []
    for name in sorted(names):
        spec = importlib.util.find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(name)
        places = list(spec.submodule_search_locations or ()) or ([spec.origin] if spec.origin else [])
        roots += [Path(place).resolve() for place in places]
    return tuple(roots)


def import_path(roots: Iterable[Path]) -> list[str]:
    """``sys.path`` for the inside: this interpreter's library and packages, then the tasks' own roots."""
    prefixes = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    own = [Path(one).resolve() for one in sys.path if one and Path(one).exists()]
    inside = [one for one in own if one.name in _PACKAGES or any(one.is_relative_to(prefix) for prefix in prefixes)]
    # the project's folder itself is never in the list as a whole: it may hold secrets
    return list(dict.fromkeys(str(one) for one in (*inside, *(root.parent for root in roots))))


def readable_places(roots: Iterable[Path]) -> tuple[Path, ...]:
    """What must be visible beside /usr: interpreter, packages, the tasks' roots. No place within another."""
    executable = Path(os.path.realpath(sys.executable))
    library = Path(os.__file__).resolve().parent
    places = {Path(sys.base_prefix).resolve(), library, *(Path(one) for one in import_path(())), *roots}
    if not any(executable.is_relative_to(place) for place in places):
        places.add(executable)
    places = {place for place in places if not place.is_relative_to("/usr")}
    return tuple(
        sorted(place for place in places if not any(other != place and place.is_relative_to(other) for other in places))
    )


def readable_by_all(roots: Iterable[Path]) -> bool:
    """Whether a user id of its own could read the interpreter and the packages."""
    return all(place.stat().st_mode & 0o004 for place in readable_places(roots))


def bubblewrap(roots: Iterable[Path], limits: Limits, *, as_root: bool) -> list[str]:
    """The command line up to and including ``--``.

    *as_root*: make the namespaces with root's own rights, keeping only the right to become another
    user, so that a job runs under a user id of its own. Otherwise in a user namespace.
    """
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    words += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if as_root:
        for right in ("CAP_SETUID", "CAP_SETGID", "CAP_KILL"):
            words += ["--cap-add", right]
    else:
        words += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    words += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        place = Path("/", name)
        if place.is_symlink():
            words += ["--symlink", str(place.readlink()), str(place)]
        elif place.is_dir():
            words += ["--ro-bind", str(place), str(place)]
    for name in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts"):
        words += ["--ro-bind-try", name, name]
    places = readable_places(roots)
    for parent in sorted({parent for place in places for parent in place.parents if parent != Path("/")}):
        words += ["--perms", "0755", "--dir", str(parent)]
    for place in places:
        words += ["--ro-bind", str(place), str(place)]
    for program in _hidden_programs():
        words += ["--ro-bind", "/dev/null", str(program)]
    words += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    words += ["--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs", SCRATCH]
    words += ["--remount-ro", "/", "--chdir", SCRATCH, "--clearenv"]
    for name, value in {**ENVIRONMENT, "TMPDIR": SCRATCH}.items():
        words += ["--setenv", name, value]
    return [*words, "--"]


def _hidden_programs() -> list[Path]:
    programs = [Path(folder, name) for folder in PATH.split(":") for name in _INTERPRETERS_OF_PAPER]
    return [program for program in programs if program.exists() and not program.parent.is_symlink()]
