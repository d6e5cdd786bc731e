"""A statutory table found in a grid of texts: its columns by their headers, its rows by their labels, wherever they are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from gongkai import forms
from gongkai.forms.header_match import ONLY, bare, columns_of, is_header
from gongkai.forms.labels import LIKE, likeness, match, plain
from gongkai.forms.printed_rows import FormRow, foreign_headers, form_rows, rows_by_headers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class PositionedCell:
    """A cell of a table.

    Attributes:
        text: Its text.
        column: The grid column in which it begins, from 0.
        width: How many grid columns it covers.
    """

    text: str
    column: int
    width: int = 1


C = TypeVar("C", bound=PositionedCell)


@dataclass(frozen=True, slots=True)
class RowMatch(Generic[C]):
    """A row of the form found in a grid.

    Attributes:
        row: The form's row.
        at: Index of the grid, and of the row in it.
        cells: The cell of each number, in the form's order; ``None`` where the grid has none.
        printed: The label as printed if it differs from the form's.
    """

    row: FormRow
    at: tuple[int, int]
    cells: tuple[C | None, ...]
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class StrangeRow(Generic[C]):
    """A row of numbers that is none of the form's, or repeats one.

    Attributes:
        label: As printed.
        cells: Its numbers.
        repeats: The form's row that was found before.
    """

    label: str
    cells: tuple[C | None, ...]
    repeats: FormRow | None = None


@dataclass
class TableMatch(Generic[C]):
    """A table of the form found in grids.

    Attributes:
        table: The table.
        rows: The rows found, in the order of the grids.
        strange: Rows of numbers that are not the form's.
        headers: Headers that differ from the form's: as printed, and the form's.
        start: Grid and row of the first header.
        in_order: Whether the columns are in the form's order.
    """

    table: forms.Table
    rows: list[RowMatch[C]] = field(default_factory=list)
    strange: list[StrangeRow[C]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    start: tuple[int, int] = (0, 0)
    in_order: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether every row of the form was found."""
        return len(self.rows) == len(form_rows(self.table))

    @property
    def score(self) -> float:
        """How well the grids fit the table: characters of labels that are the form's less those that are not."""
        whole = sum(map(_weight, form_rows(self.table)))
        found = sum(_weight(item.row) * (0.5 if item.printed else 1.0) for item in self.rows)
        return found - 0.5 * (whole - found) - sum(len(plain(item.label)) for item in self.strange if not item.repeats)


def find(table: forms.Table, grids: Sequence[Sequence[Sequence[C]]]) -> TableMatch[C] | None:
    """Find a table in grids.

    Args:
        table: A table of an edition.
        grids: Grids in reading order, each its rows, each its cells from left to right; a merged cell is in the row where it
            begins. A table may go on from one grid to the next.

    Returns:
        What was found, or ``None`` if there is no row of the table.
    """
    walk: _Walk[C] = _Walk(table)
    for number, grid in enumerate(grids):
        walk.begin(max((cell.column + cell.width for row in grid for cell in row), default=0))
        for at, row in enumerate(grid):
            walk.read((number, at), row)
    for rows in walk.by_headers.values():
        _assign(walk, rows)
    walk.found.rows.sort(key=lambda item: item.at)
    return walk.found if walk.found.rows else None


def _weight(row: FormRow) -> int:
    return len(plain(row.label or "".join(row.headers)))


@dataclass(frozen=True)
class _Candidate(Generic[C]):
    """A row of numbers: the texts before them, the nearest first, and the numbers in the form's order.

    ``under`` counts the headers that it is under: rows under the same have the same.
    """

    at: tuple[int, int]
    under: int
    labels: tuple[str, ...]
    cells: tuple[C | None, ...]

    @property
    def has_number(self) -> bool:
        return any(cell is not None and re.search(r"\d", cell.text) for cell in self.cells)


class _Walk(Generic[C]):
    """Goes through grids row by row and remembers the headers above."""

    def __init__(self, table: forms.Table) -> None:
        self.table = table
        self.found: TableMatch[C] = TableMatch(table)
        self.candidates: dict[tuple[str, ...], list[_Candidate[C]]] = {}
        self.by_headers = rows_by_headers(table)
        self.labels = {plain(cell.text) for cell in table.grid.cells if cell.role == "row"}
        self.is_line = form_rows(table)[0].label is None
        self.known = {plain(header) for headers in self.by_headers for header in headers}
        self.foreign = foreign_headers(table) - self.known
        self.width = 0
        self.above: dict[int, str] = {}
        self.headers: tuple[str, ...] = ()
        self.columns: tuple[int, ...] = ()
        self.under = 0

    def begin(self, width: int) -> None:
        """Begin a grid: headers hold on only in one that is as wide, where a table may go on."""
        self.above = {}
        if width != self.width:
            self.headers = self.columns = ()
        self.width = width

    def read(self, at: tuple[int, int], row: Sequence[C]) -> None:
        """Take a row as numbers below the headers found so far, else as headers."""
        if any(plain(cell.text) in self.foreign for cell in row):
            self.headers = self.columns = ()
        candidate = self._candidate(at, row)
        if candidate is not None:
            self.candidates.setdefault(self.headers, []).append(candidate)
            return
        for cell in row:
            for column in range(cell.column, cell.column + cell.width):
                self.above.pop(column, None)
            if plain(cell.text):
                self.above[cell.column] = cell.text.strip()
        starts = {cell.column for cell in row}
        # A grid may have lost how wide its cells are: headers of a block above are then still there beside those of this row.
        here = {column: text for column, text in self.above.items() if column in starts}
        found = [
            (h, c)
            for h in self.by_headers
            if (c := columns_of(h, here) or columns_of(h, self.above)) is not None and starts.intersection(c)
        ]
        if found:
            # Where headers of a block above are still known, those of this row are meant.
            self._use(at, *max(found, key=lambda item: len(starts.intersection(item[1])) / len(item[1])))

    def _use(self, at: tuple[int, int], headers: tuple[str, ...], columns: tuple[int, ...]) -> None:
        if not self.candidates:
            self.found.start = at
        self.headers, self.columns = headers, columns
        self.under += 1
        self.found.in_order &= list(columns) == sorted(columns)
        for header, column in zip(headers, columns, strict=True):
            if not is_header(self.above[column], header):
                self.found.headers[self.above[column]] = header

    def _candidate(self, at: tuple[int, int], row: Sequence[C]) -> _Candidate[C] | None:
        """A row as numbers; ``None`` if it has headers or nothing under the headers."""
        if not self.columns:
            return None
        cells = self._under(row)
        given = [cell for cell in cells if cell is not None]
        if (
            not given
            or len({id(cell) for cell in given}) < len(given)
            or self._is_header(given)
            or self._is_label(given)
        ):
            return None
        first = min(cell.column for cell in given)
        before = [cell.text.strip() for cell in row if cell.column < first and plain(cell.text)]
        candidate = _Candidate(at, self.under, tuple(reversed(before)), cells)
        if self.is_line:
            return candidate if candidate.has_number or not any(plain(cell.text) for cell in given) else None
        return candidate if before else None

    def _under(self, row: Sequence[C]) -> tuple[C | None, ...]:
        """The cells under the headers.

        Where a table was cut in two the rows below have lost the merged cells before their labels and are shifted: their
        last cells are the numbers.
        """
        cells = tuple(_cell(row, column) for column in self.columns)
        last = row[-len(cells) :]
        if None in cells and len(row) > len(cells) and not self._is_label(last):
            order = sorted(self.columns)
            return tuple(last[order.index(column)] for column in self.columns)
        return cells

    def _is_label(self, given: Sequence[C]) -> bool:
        """Whether a label is where numbers should be: spans are lost, and columns are not what they seem."""
        return any(plain(cell.text) in self.labels for cell in given)

    def _is_header(self, given: Sequence[C]) -> bool:
        return any(plain(cell.text) in self.known or bare(cell.text) in self.known for cell in given)


def _cell(row: Sequence[C], column: int) -> C | None:
    """The cell of a row that covers a column."""
    return next((cell for cell in row if cell.column <= column < cell.column + cell.width), None)


def _assign(walk: _Walk[C], rows: tuple[FormRow, ...]) -> None:
    """Match rows of numbers to the form's rows with the same headers: equal labels first, then what is left between them."""
    candidates = walk.candidates.get(rows[0].headers, [])
    if rows[0].label is None:
        _only(walk, rows[0], candidates)
        return
    by_label = {row.label: row for row in rows if row.label is not None}
    equal: dict[int, FormRow] = {}
    repeated: dict[int, FormRow] = {}
    for n, candidate in enumerate(candidates):
        matches = (match(text, by_label, least=2.0) for text in candidate.labels)
        if (found := next((item for item in matches if item is not None), None)) is not None:
            row = by_label[found.label]
            (repeated if row in equal.values() else equal)[n] = row
    similar = dict(_similar(candidates, rows, equal, repeated))
    for n, candidate in enumerate(candidates):
        label = candidate.labels[0]
        if n in equal:
            walk.found.rows.append(RowMatch(equal[n], candidate.at, candidate.cells))
        elif n in similar:
            walk.found.rows.append(RowMatch(similar[n], candidate.at, candidate.cells, label))
        elif n in repeated or candidate.has_number:
            walk.found.strange.append(StrangeRow(label, candidate.cells, repeated.get(n)))


def _similar(
    candidates: Sequence[_Candidate[C]],
    rows: tuple[FormRow, ...],
    equal: dict[int, FormRow],
    repeated: dict[int, FormRow],
) -> Iterator[tuple[int, FormRow]]:
    """Rows whose labels differ from the form's: each is one of those that the form has between its neighbours."""
    places = Counter({n: rows.index(row) for n, row in equal.items()})
    bounds = [-1, *sorted(equal), len(candidates)]
    for before, after in pairwise(bounds):
        first = places[before] + 1 if before in equal else 0
        last = places[after] if after in equal else len(rows)
        missing = [row for row in rows[first:last] if row not in equal.values()]
        left = [n for n in range(before + 1, after) if n not in repeated]
        for n in left:
            least = ONLY if len(left) == len(missing) else LIKE
            scores = {row: likeness(candidates[n].labels[0], row.label or "") for row in missing}
            best = max(scores, key=lambda row: scores[row], default=None)
            if best is not None and scores[best] >= least:
                yield n, best
                missing = missing[missing.index(best) + 1 :]
                left = [item for item in left if item > n]


def _only(walk: _Walk[C], row: FormRow, candidates: Sequence[_Candidate[C]]) -> None:
    """The one row of numbers of a table: the first that has any, else the first that is blank."""
    found = next((item for item in candidates if item.has_number), next(iter(candidates), None))
    if found is None:
        return
    walk.found.rows.append(RowMatch(row, found.at, found.cells))
    again = (item for item in candidates if item.has_number and item.under > found.under)
    walk.found.strange += [StrangeRow(walk.table.caption, item.cells, row) for item in again]
