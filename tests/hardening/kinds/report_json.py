"""Hostile ``report.json``: numbers, depth, entries, texts in an otherwise right report."""

from __future__ import annotations

import functools
import json
from functools import partial
from typing import TYPE_CHECKING

from gongkai.returns.canonical import dumps, to_json
from tests.hardening.kinds.texts import UNITS, text
from tests.samples import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hardening.kinds.texts import Make

CELL = "disclosure.fees.amount"
_MARK = "\ue001"
_VALUES: dict[str, tuple[str, Callable[[int], str]]] = {
    "an exponent": (CELL, lambda _: "1e999999999"),
    "a decimal exponent": (CELL, lambda _: "1.5e999999999"),
    "a negative exponent": (CELL, lambda _: "1e-999999999"),
    "a quoted exponent": (CELL, lambda _: '"1e999999999"'),
    "5,000 digits": (CELL, lambda _: "9" * 5_000),
    "4,300 digits": (CELL, lambda _: "9" * 4_300),
    "digits": (CELL, lambda size: "9" * size),
    "decimals": (CELL, lambda size: "0." + "3" * size),
    "quoted digits": (CELL, lambda size: f'"{"9" * size}"'),
    "not a number": (CELL, lambda _: "NaN"),
    "infinity": (CELL, lambda _: "Infinity"),
    "digits of the year": ("year", lambda size: "9" * size),
    "an exponent of the year": ("year", lambda _: "1e999999999"),
    "depth": (CELL, lambda size: "[" * (size // 2) + "]" * (size // 2)),
    "deep objects": (CELL, lambda size: '{"a":' * (size // 6) + "1" + "}" * (size // 6)),
    "entries": (
        "facts",
        lambda size: "{" + ",".join(f'"k{n}":{{"label":"a","value":1}}' for n in range(size // 35)) + "}",
    ),
    "unknown keys": ("facts", lambda size: "{" + ",".join(f'"k{n}":{{"lable":"a"}}' for n in range(size // 25)) + "}"),
    "issues": (
        "issues",
        lambda size: "[" + ",".join(['{"path":"requests","kind":"note","message":"a"}'] * (size // 50)) + "]",
    ),
    "waivers": ("waivers", lambda size: "[" + ",".join(['{"rule":"R1","reason":"a"}'] * (size // 30)) + "]"),
    "findings": ("findings", lambda size: "[" + ",".join(["{}"] * (size // 3)) + "]"),
    "rest": ("rest", lambda size: "[" + ",".join(['"disclosure.fees.amount"'] * (size // 26)) + "]"),
    "half surrogates": ("sections.other", lambda _: '"\\ud800"'),
    "half surrogates of the name": ("agency.name", lambda _: '"\\udfff"'),
    "nulls": ("sections.other", lambda _: '"\\u0000"'),
}


@functools.cache
def _report() -> str:
    return dumps(to_json(record(2021), {"other": "无"}))


def _with(key: str, value: Callable[[int], str], size: int) -> bytes:
    """The report with a value written in place of another."""
    data = json.loads(_report())
    *above, last = key.split(".")
    spot = data
    for part in above:
        spot = spot[part]
    spot[last] = _MARK
    return json.dumps(data, ensure_ascii=False).replace(f'"{_MARK}"', value(size)).encode()


def _text(name: str, size: int) -> str:
    return json.dumps(text(name, size))


def kinds() -> dict[str, Make]:
    """The kinds of JSON."""
    found: dict[str, Make] = {name: partial(_with, key, value) for name, (key, value) in _VALUES.items()}
    found |= {name: partial(_with, "sections.other", partial(_text, name)) for name in UNITS}
    return found | {
        "an open root": lambda size: b'{"a":' + b"[" * size,
        "a list": lambda size: b"[" + b"1," * (size // 2) + b"1]",
    }
