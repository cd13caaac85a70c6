"""Install Tryton and make its company, as a process of its own beside other installations.

``python -m bpo_pipeline.stack.tryton_prepare --home FOLDER --master-data FILE``; needs no port and no running part.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bpo_pipeline.stack.tryton import prepare


def main(arguments: list[str] | None = None) -> None:
    """Install Tryton and make (or fetch from the cache) its company."""
    parser = argparse.ArgumentParser(prog="python -m bpo_pipeline.stack.tryton_prepare", description=main.__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder of the local stack")
    parser.add_argument("--master-data", type=Path, required=True, help="JSON text written by tryton.master_data()")
    parser.add_argument("--cache", type=Path, default=None, help="default: ~/.cache/bpo-pipeline")
    told = parser.parse_args(arguments)
    begun = time.monotonic()
    prepare(told.home.resolve(), told.master_data.read_text(encoding="utf-8"), cache=told.cache)
    print(f"Tryton is prepared ({time.monotonic() - begun:.1f} s)")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
