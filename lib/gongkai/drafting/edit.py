"""Change parts of a params file: comments, order and everything else stay as they are."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.util import load_yaml_guess_indent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruamel.yaml.nodes import ScalarNode

    from gongkai.returns.model import Number


class _Representer(RoundTripRepresenter):
    """Writes ``null`` for what is not filled in, and decimals unchanged."""

    def null(self, _data: Any) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")

    def decimal(self, data: Decimal) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:float", f"{data:f}")


_Representer.add_representer(type(None), _Representer.null)
_Representer.add_representer(Decimal, _Representer.decimal)


class YamlDocument:
    """A params file as text that can be changed."""

    def __init__(self, text: str) -> None:
        """Parse a YAML mapping that was read without problems before."""
        self.data, _, offset = load_yaml_guess_indent(text)
        if self.data is None:
            self.data = CommentedMap()
        self._yaml = YAML()
        self._yaml.Representer = _Representer
        self._yaml.preserve_quotes = True
        self._yaml.width = 4_096
        offset = 2 if offset is None else offset
        self._yaml.indent(mapping=2, sequence=offset + 2, offset=offset)

    def table(
        self, table: str, rows: Mapping[str, Sequence[Number | None]], units: Mapping[str, Any] | None = None
    ) -> None:
        """Put the rows of a table, each as a list in column order; other rows and ``rest`` go.

        Args:
            table: Id of the table.
            rows: Numbers by row id, in printed order.
            units: For rows with a unit of their own: the mapping to write instead of the list.
        """
        old = self.data.get(table)
        if not isinstance(old, CommentedMap):
            old = CommentedMap()
            self.data[table] = old
        for key in [key for key in old if key not in rows]:
            del old[key]
        for at, (row, values) in enumerate(rows.items()):
            new = CommentedMap(units[row]) if units and row in units else CommentedSeq(values)
            new.fa.set_flow_style()
            if row in old:
                old[row] = new
            else:
                old.insert(at, row, new)

    def append(self, key: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Add mappings at the end of a list at the top of the file."""
        if items:
            if not isinstance(self.data.get(key), CommentedSeq):
                self.data[key] = CommentedSeq()
            self.data[key].extend(CommentedMap(item) for item in items)

    def comment(self, path: str, text: str) -> None:
        """Put comment lines before a key (``requests.carried_in``); a key that is not there is passed over."""
        *above, key = path.split(".")
        at: Any = self.data
        for part in above:
            at = at.get(part) if isinstance(at, CommentedMap) else None
        if isinstance(at, CommentedMap) and key in at:
            at.yaml_set_comment_before_after_key(key, before=text, indent=2 * len(above))

    def text(self) -> str:
        """The file as text."""
        out = io.StringIO()
        self._yaml.dump(self.data, out)
        return out.getvalue()
