"""The files that forms and levels are read from: those of the package, and those of the project in ``params/forms``."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from gongkai.forms.project_files import FormError
from gongkai.parsing import invalid, yaml
from gongkai.parsing.errors import Problem, ReturnError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.forms.project_files import Project

T = TypeVar("T", bound=BaseModel)

_MOST_BYTES = 256_000
"""The largest file of a form; those of the package have 10 kB."""


def texts(given: Project | None) -> Iterator[tuple[str, str]]:
    """Name in messages and text of every form file: the package's, then the project's, each sorted by name.

    Raises:
        FormError: A file of the project cannot be read.
    """
    for item in sorted(files("gongkai.forms").iterdir(), key=lambda item: item.name):
        if item.name.endswith(".yaml"):
            yield item.name, item.read_text("utf-8")
    for path in given.files if given else ():
        name = given.name(path) if given else path.name
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
            if len(data) > _MOST_BYTES:
                msg = f"{name}：文件超过{_MOST_BYTES // 1000}千字节，不像是表式文件；请检查是不是放错了文件。"
                raise FormError(msg)
            yield name, data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            msg = f"{name}：第{error.start + 1}个字节起不是UTF-8编码；请在编辑器中另存为UTF-8。"
            raise FormError(msg) from None
        except OSError as error:
            msg = f"{name}：不能读取（{error.strerror}）；请检查文件和权限。"
            raise FormError(msg) from None


def typed(kind: type[T], text: str, name: str) -> tuple[T, dict[str, int]]:
    """A form file as a model, and the line of each key path.

    Raises:
        FormError: No YAML, a key that is not known (with the nearest), a value that cannot be; each with file and line.
    """
    try:
        data, lines = yaml.parse(text, name)
    except ReturnError as error:
        raise FormError(str(error)) from None
    return validated(kind, data, lines, name), lines


def validated(kind: type[T], data: object, lines: dict[str, int], name: str, above: str = "") -> T:
    """A part of a form file, at the key path ``above``, as a model.

    Raises:
        FormError: See :func:`typed`.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise FormError(str(ReturnError(_problems(error, kind, lines, name, above)))) from None


def _problems(
    error: ValidationError, kind: type[BaseModel], lines: dict[str, int], name: str, above: str
) -> list[Problem]:
    """Each thing that pydantic found, once, in the order of the lines."""
    found: dict[tuple[int | None, str], Problem] = {}
    for item in error.errors():
        path = ".".join([*([above] if above else []), *map(str, item["loc"])])
        line = line_of(path, lines)
        message = invalid.sentence(item, kind, path)
        found.setdefault((line, message), Problem(name, line, path, message))
    return sorted(found.values(), key=lambda problem: problem.line or 0)


def line_of(path: str, lines: dict[str, int]) -> int | None:
    """The line of a key path, or of the nearest above it that has one."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path)


class Strict(BaseModel):
    """Base of what form files hold: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
