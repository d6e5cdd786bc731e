"""The command line: the list of commands, how one is called, and exit codes."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # ``python -m`` searches the working directory before installed packages

from copy import copy
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from gongkai.commands import help as pages
from gongkai.commands import last_resort, usage
from gongkai.commands.declarations import inputs, project, reports, review

if TYPE_CHECKING:
    from collections.abc import Callable

app = pages.App(
    cls=usage.CommandGroup,
    help="Gongkai: China's statutory annual reports on open government information, checked and reproducible.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "init": project.init,
    "build": reports.build,
    "list": reports.list_,
    "check": reports.check,
    "read": reports.read,
    "import": inputs.import_,
    "form": inputs.form,
    "ledger": inputs.ledger,
    "new": inputs.new,
    "migrate": inputs.migrate,
    "rollup": inputs.rollup,
    "waive": inputs.waive,
    "submit": review.submit,
    "return": review.return_,
    "approve": review.approve,
    "publish": review.publish,
    "diff": review.diff,
    "verify": review.verify,
    "undo": inputs.undo,
    "fonts": project.fonts,
    "release": project.release,
    "site": review.site,
    "preview": review.preview,
    "lab": project.lab,
    "demo": project.demo,
}
"""Every command by its name, in the order of the help page."""

for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"gongkai {version('gongkai')}")
        raise typer.Exit


@app.callback()
def project_(
    project: Annotated[
        Optional[str],
        typer.Option(
            "--project", envvar="GONGKAI_PROJECT", metavar="DIR",
            help="Project folder.  [default: the nearest folder at or above this one with a gongkai.toml]",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:  # fmt: skip
    """Handle the options before a command."""
    if project is not None:
        from gongkai.returns.project import choose

        choose(project)


def main() -> None:
    """Run a command; wrong input ends with a single message and exit code 2, and nothing with a traceback."""
    last_resort.run(run)


def _only(name: str | None) -> typer.Typer:
    """The app with one command, since typer builds the parameters of every command of an app; the whole app if the name is unknown."""
    found = [command for command in app.registered_commands if command.name == name]
    if not found:
        return app
    single = copy(app)
    single.registered_commands = found
    return single


def run() -> int:
    """Run a command; returns the exit code.

    Raises:
        BrokenPipeError: Whoever read the output closed it.
        Exception: Nobody foresaw.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Replace characters outside the console's encoding instead of failing.
            stream.reconfigure(errors="replace")
    from gongkai.document.errors import FontError
    from gongkai.files import unusable
    from gongkai.returns.errors import InputError

    try:
        return _only(usage.command(sys.argv[1:]))(standalone_mode=False) or 0
    except (InputError, FontError) as error:
        print(error, file=sys.stderr)
        return 2
    except usage.UsageError as error:
        if not sys.argv[1:]:
            error.show()  # type: ignore[attr-defined]  # the help
        else:
            print(usage.format_usage_error(error, app, sys.argv[1:]), file=sys.stderr)
        return 2
    except typer.Abort:
        return 1
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            raise error.__context__ from None
        raise
    except OSError as error:
        if error.filename is None:
            raise  # not caused by one of the analyst's files
        print(unusable(error), file=sys.stderr)
        return 2


if __name__ == "__main__":
    main()
