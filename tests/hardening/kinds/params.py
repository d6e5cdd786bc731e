"""Hostile YAML: depth, references, numbers, entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import wrapped

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make

_BOMB = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else '1'}]\n" for n in range(30))
_YAML = {
    "keys": lambda size: "".join(f"k{n}: 1\n" for n in range(size // 10)),
    "equal keys": lambda size: "a: 1\n" * (size // 5),
    "facts": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, unit: 件}}\n" for n in range(size // 42)),
    "wrong facts": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{lable: a, valu: x}}\n" for n in range(size // 32)),
    "facts of nothing": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, part_of: x{n}}}\n" for n in range(size // 45)),
    "facts in a ring": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, part_of: k{n + 1}}}\n" for n in range(size // 45)) + f"  k{size // 45}: {{label: a, value: 1, part_of: k0}}\n",
    "waivers": lambda size: "schema: 1\nyear: 2021\nwaivers:\n" + "- {rule: R1, reason: a}\n" * (size // 24),
    "issues": lambda size: "schema: 1\nyear: 2021\nissues:\n" + "- {path: requests, kind: note, message: a}\n" * (size // 44),
    "figures": lambda size: "schema: 1\nyear: 2021\nfigures:\n" + "".join(f"  k{n}: {{kind: x, caption: a}}\n" for n in range(size // 32)),
    "passages": lambda size: "schema: 1\nyear: 2021\nsections:\n  overview:\n" + "".join(f"    k{n}: {{heading: a, text: b}}\n" for n in range(size // 36)),
    "lists": lambda size: "a: [" + "1," * (size // 2) + "]",
    "deep lists": lambda size: "a: " + "[" * size,
    "closed deep lists": lambda size: "a: " + "[" * (size // 2) + "]" * (size // 2),
    "deep mappings": lambda size: "a: " + "{a: " * (size // 4),
    "block lists": lambda size: "a:\n" + "- " * (size // 2) + "1",
    "question marks": lambda size: "? " * (size // 2),
    "a bomb": lambda size: _BOMB,
    "a merge bomb": lambda size: "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 30)),
    "aliases": lambda size: "a: &a [1]\nb: [" + "*a, " * (size // 4) + "]",
    "long aliases": lambda size: "a: &a [" + "1," * (size // 4) + "]\nb: [" + "*a, " * (size // 8) + "]",
    "anchors": lambda size: "a: [" + "".join(f"&a{n} 1," for n in range(size // 9)) + "]",
    "itself": lambda size: "a: &a [*a]",
    "itself in a mapping": lambda size: "&a {a: *a}",
    "an exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1e999999999]\n",
    "a float exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.0e+999999999]\n",
    "a quoted exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: ['1e999999999']\n",
    "a small exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.0e-999999999]\n",
    "an exponent of a count": lambda size: "schema: 1\nyear: 2021\nrequests:\n  new: [1e999999999, 1, 1, 1, 1, 1, 1]\n",
    "an exponent of a fact": lambda size: "schema: 1\nyear: 2021\nfacts:\n  a: {label: a, value: 1e999999999}\nsections:\n  other: '{{ facts.a }}'\n",
    "a quoted exponent of a fact": lambda size: "schema: 1\nyear: 2021\nfacts:\n  a: {label: a, value: '1e999999999'}\nsections:\n  other: '{{ facts.a }}'\n",
    "an exponent of the year": lambda size: "schema: 1\nyear: 1e999999999\n",
    "digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [{'9' * size}]\n",
    "quoted digits": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: ['" + "9" * size + "']\n",
    "4,300 digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [{'9' * 4300}]\n",
    "hexadecimal digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [0x{'f' * size}]\n",
    "decimals": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.{'3' * size}]\n",
    "sexagesimal": lambda size: f"%YAML 1.1\n---\nyear: {'59:' * (size // 3)}0\n",
    "a long key": lambda size: f"{'a' * size}: 1\n",
    "a long text": lambda size: f"schema: 1\nyear: 2021\nsections:\n  other: {'a' * size}\n",
    "comments": lambda size: "# a\n" * (size // 4) + "year: 2021\n",
    "comments after values": lambda size: "a:\n" + " - 1 # a\n" * (size // 9),
    "documents": lambda size: "---\na: 1\n" * (size // 9),
    "tags": lambda size: "a: [" + "!a 1," * (size // 5) + "]",
    "python tags": lambda size: "a: !!python/object/apply:os.system [id]\n",
    "omap": lambda size: "a: !!omap [" + "{a: 1}," * (size // 7) + "]",
    "sets": lambda size: "a: !!set {" + "a, " * (size // 3) + "}",
    "folded": lambda size: "a: >\n" + "  a\n" * (size // 4),
    "quoted": lambda size: 'a: "' + "\\u4e00" * (size // 6) + '"',
    "half surrogates": lambda size: 'a: "\\ud800"\n',
    "directives": lambda size: "%A b\n" * (size // 5) + "---\na: 1\n",
    "control characters": lambda size: "a: \x01" + "a" * size,
}  # fmt: skip


def kinds() -> dict[str, Make]:
    """The kinds of year's file."""
    return wrapped(str.encode, _YAML)
