"""Translate pydantic's validation errors of params files to Chinese sentences that say what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from gongkai import limits
from gongkai.parsing import slips
from gongkai.parsing.dates import calendar_day
from gongkai.parsing.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

T = TypeVar("T", bound=BaseModel)
_LONGEST = 80
"""Characters of a value that a message shows."""


def model(kind: type[T], data: Any) -> T:
    """Validate data as a model.

    Raises:
        ValidationError: It is not one. InputError: A validator could not tell, because another file is wrong.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            if isinstance(cause := item.get("ctx", {}).get("error"), InputError):
                raise cause from None
        raise


def one_of(given: Any, names: Mapping[str, str]) -> str:
    """For a validator of pydantic: ``given`` if it is one of ``names``, which has the ids with their Chinese names.

    Raises:
        PydanticCustomError: It is not; :func:`sentence` says so.
    """
    if not isinstance(given, str) or given not in names:
        kind = "choice"
        raise PydanticCustomError(kind, "one of a few", {"names": dict(names)})
    return given


def refuse(message: str) -> PydanticCustomError:
    """An error for a validator of pydantic to raise, with a Chinese sentence of its own."""
    return PydanticCustomError("sentence", "{said}", {"said": message})


def sentence(error: ErrorDetails, kind: type[BaseModel], path: str) -> str:
    """The sentence for one error of :meth:`pydantic.ValidationError.errors`.

    Args:
        error: The error.
        kind: The model that was validated.
        path: Key path of what was validated; empty at the top of a file.
    """
    parts = [str(part) for part in error["loc"]]
    keys = [part for part in parts if not part.isdigit() and part not in {"int", "decimal"}]
    name = keys[-1] if keys else path
    given = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return f"不认识的键“{name}”{nearest(name, _fields(kind, parts))}"
        case "missing":
            return f"缺少“{name}”；请在“{path or '文件'}”中补上。"
        case "literal_error" | "enum":
            allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            return choice(name, given, dict.fromkeys(allowed, ""))
        case "choice":
            return choice(name, given, error["ctx"]["names"])
        case "sentence":
            return f"“{name}”：{error['msg']}"
    if given is None:
        field = _fields(kind, parts).get(name)
        needed = field is not None and field.is_required()
        return f"“{name}”没有填写；请补上{'' if needed else '，或删去这一行'}。"
    numeric = error["type"].split("_", maxsplit=1)[0] in _NUMERIC
    slip = slips.in_number(given) if numeric and isinstance(given, str) else None
    return f"“{name}”的值“{_shown(given)}”{slip or _expected(error['type'], given)}"


_NUMERIC = frozenset({"int", "decimal", "finite", "is"})
"""How pydantic's types of errors about numbers begin."""


_LONGEST_DATE = 20
"""Characters of a value that may be a date."""


def _expected(type_: str, given: Any) -> str:
    """The expected type of a value, by pydantic's error type; a date is written out if the value is one in other words."""
    match type_.split("_", maxsplit=1)[0]:
        case "date" | "datetime":
            numbers = [int(number) for number in re.findall(r"[0-9]{1,4}", str(given)[:_LONGEST_DATE])]
            day = calendar_day(*numbers) if len(numbers) == 3 else None
            if day is not None:
                return f"不是这里的写法；请写成{day}。"
            return "不是日期；请按“四位年-两位月-两位日”写。"
        case "int" | "decimal" | "finite" | "is":
            return "不是数字；请填数字，不知道的写null。"
        case "string":
            return "应当是文字；数字（如电话、邮编）请加上引号。"
        case "bool":
            return "只能是true（是）或false（否）。"
        case "tuple" | "list":
            return "应当是列表；请写成[甲, 乙]，只有一个的写成[甲]。"
        case "model" | "dict":
            return "应当是“键: 值”的形式；请另起一行缩进填写。"
    return "不对；请改正。"


def _fields(kind: type[BaseModel], parts: list[str]) -> Mapping[str, Any]:
    """The keys allowed where an unknown one was found."""
    for part in parts[:-1]:
        if part in kind.model_fields:
            kind = _model(kind.model_fields[part].annotation) or kind
    return kind.model_fields


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model in an annotation: itself, or that of the values of a mapping or a list."""
    if hasattr(annotation, "model_fields"):
        return cast("type[BaseModel]", annotation)
    return next((found for part in get_args(annotation) if (found := _model(part)) is not None), None)


def choice(name: str, given: Any, names: Mapping[str, str]) -> str:
    """The sentence for a value outside a list of choices: the nearest one, by id or Chinese name, and all of them.

    Args:
        name: The key of the value.
        given: The value.
        names: The choices with their Chinese names; empty names are omitted.
    """
    by_name = {said: id_ for id_, words in names.items() for said in re.findall(r"[^（）]+", words)}
    if given is None:
        near = "。"
        what = f"“{name}”没有填写"
    else:
        what = f"“{name}”的值“{_shown(given)}”不认识"
        near = f"，应当写“{by_name[str(given)]}”。" if str(given) in by_name else nearest(str(given), names)
    said = "、".join(f"{id_}（{words}）" if words else id_ for id_, words in names.items())
    return f"{what}{near}可以填：{said}。"


def _shown(given: Any) -> str:
    """A value approximately as typed; the beginning of a long one."""
    return limits.short(_written(given), _LONGEST)


def _written(given: Any) -> str:
    if isinstance(given, (list, tuple)):
        return f"[{'、'.join(map(_written, given[:_LONGEST]))}]"
    if isinstance(given, dict):
        return "、".join(f"{key}: {_written(value)}" for key, value in islice(given.items(), _LONGEST))
    return given.isoformat() if isinstance(given, dt.date) else str(given)
