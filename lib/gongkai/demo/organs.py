"""The organs of a jurisdiction: governments, their offices, departments and townships, and mergers among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.demo import names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FEWEST = 6
"""The smallest jurisdiction: a county with its office, two departments and two townships."""

COUNTY, CITY = 36, 330
"""About how many organs a county or a city has, itself included."""

OWN_WORDS = {
    "department": ("我局", "本局"), "office": ("本机关",), "township": ("我镇", "全镇"), "county": ("我县", "全县"),
    "city": ("我市", "全市"), "province": ("我省", "全省"),
}  # fmt: skip
"""What organs of a level call themselves."""


@dataclass
class Organ:
    """An organ and those that it adds up.

    Attributes:
        id: Folder name.
        name: Full name.
        level: Level of organ.
        members: What a government adds up, its own office first.
        first, last: The years in which it exists.
        predecessors: Organs that were merged into it when it began.
        successor: The organ that it was merged into after its last year.
        quiet: Whether it never gets a request.
        parent: The government that adds it up.
    """

    id: str
    name: str
    level: str
    first: int
    last: int
    members: list[Organ] = field(default_factory=list)
    predecessors: tuple[Organ, ...] = ()
    successor: Organ | None = None
    quiet: bool = False
    parent: Organ | None = None

    @property
    def years(self) -> range:
        """The years for which it reports."""
        return range(self.first, self.last + 1)

    @property
    def is_government(self) -> bool:
        """Whether its report adds up others."""
        return bool(self.members)

    def below(self) -> Iterator[Organ]:
        """This organ and all below it, members before their government, predecessors before their successor."""
        for member in self.members:
            yield from member.below()
        yield self


def jurisdiction(random: Random, organs: int, first: int, last: int) -> Organ:
    """A county, city or province with as many organs as asked for.

    Raises:
        ValueError: They are fewer than :data:`FEWEST`, or the years are the wrong way round.
    """
    if organs < FEWEST or last < first:
        msg = f"{organs} organs from {first} to {last}"
        raise ValueError(msg)
    build = _Builder(random, first, last)
    if organs <= 2 * COUNTY:
        return build.county(organs, f"{names.PROVINCE}{names.place(0, '市')}", "xian")
    return build.city(organs, names.PROVINCE, "shi") if organs <= 2 * CITY else build.province(organs)


class _Builder:
    """Makes organs, and counts places so that none is named twice."""

    def __init__(self, random: Random, first: int, last: int) -> None:
        self.random, self.first, self.last = random, first, last
        self._counts = {"市": 0, "县": 0, "镇": 0}

    def province(self, count: int) -> Organ:
        """A province with cities."""
        own = min(len(names.DEPARTMENTS), count // 40)
        root = self._government(f"{names.PROVINCE}人民政府", "province", "sheng")
        self._departments(root, names.PROVINCE, own)
        rest = count - 2 - own
        for number, part in enumerate(_parts(rest, max(1, round(rest / CITY))), 1):
            _adopt(root, self.city(part, names.PROVINCE, f"shi{number:02}"))
        return root

    def city(self, count: int, above: str, id_: str) -> Organ:
        """A city with counties."""
        name = above + self._place("市")
        own = min(len(names.DEPARTMENTS), count // 8)
        city = self._government(f"{name}人民政府", "city", id_)
        self._departments(city, name, own)
        rest = count - 2 - own
        for number, part in enumerate(_parts(rest, max(1, round(rest / COUNTY))), 1):
            _adopt(city, self.county(part, name, f"{id_}-xian{number:02}"))
        return city

    def county(self, count: int, above: str, id_: str) -> Organ:
        """A county with departments and townships."""
        name = above + self._place("县")
        county = self._government(f"{name}人民政府", "county", id_)
        rest = count - 2
        own = min(len(names.DEPARTMENTS), (rest * 3 + 4) // 5)
        self._departments(county, name, own)
        townships = [
            self._organ(f"{name}{self._place('镇')}人民政府", "township", f"{id_}-zhen{n:02}")
            for n in range(1, rest - own + 1)
        ]
        for township in townships:
            _adopt(county, township)
        if len(townships) >= 4 and self.last - self.first >= 2:
            self._merge(townships[:2], townships[2])
        return county

    def _government(self, name: str, level: str, id_: str) -> Organ:
        government = self._organ(name, level, id_)
        government.quiet = False
        _adopt(government, self._organ(f"{name}办公室", "office", f"{id_}-bgs"))
        return government

    def _departments(self, government: Organ, place: str, count: int) -> None:
        chosen = names.DEPARTMENTS[:count]
        made = {end: self._organ(f"{place}{name}", "department", f"{government.id}-{end}") for name, end in chosen}
        for department in made.values():
            _adopt(government, department)
        merged, successor = names.MERGED
        if successor in made and self.last > self.first:
            self._merge([made[end] for end in merged], made[successor])

    def _merge(self, merged: list[Organ], successor: Organ) -> None:
        """Let organs end and another begin, in any year but the first."""
        year = self.random.randrange(self.first + 1, self.last + 1)
        successor.first, successor.predecessors = year, tuple(merged)
        for organ in merged:
            organ.last, organ.successor = year - 1, successor

    def _organ(self, name: str, level: str, id_: str) -> Organ:
        quiet = level in {"department", "township"} and self.random.random() < 0.2
        return Organ(id_, name, level, self.first, self.last, quiet=quiet)

    def _place(self, kind: str) -> str:
        self._counts[kind] += 1
        return names.place(self._counts[kind], kind)


def _adopt(government: Organ, member: Organ) -> None:
    member.parent = government
    government.members.append(member)


def _parts(whole: int, count: int) -> list[int]:
    """A number of organs in nearly equal parts."""
    return [whole // count + (number < whole % count) for number in range(count)]
