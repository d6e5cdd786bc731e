"""The program ``gongkai``, also ``python -m gongkai``: heeds signals before it imports the commands, which takes a while."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # ``python -m`` searches the working directory before installed packages

from gongkai.commands import last_resort


def _run() -> int:
    from gongkai import cli

    return cli.run()


def main() -> None:
    """Run a command; see :func:`gongkai.cli.main`."""
    try:
        last_resort.run(_run)
    finally:
        last_resort.leave()


if __name__ == "__main__":
    main()
