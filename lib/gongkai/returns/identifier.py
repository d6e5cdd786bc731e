"""The identifier that every published file of a report carries: which report it is, and a digest of its content.

``gongkai:huancui-yingji/2020#`` is followed by the content digest, the SHA-256 of the ``report.json`` beside the file. A file
cannot hold a digest of its own bytes; those are looked up in the manifest, or in the record of who signed them. The organ's id
is written in ASCII (percent-encoded), so that every font can print it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

PATTERN = re.compile(r"gongkai:([A-Za-z0-9._~%-]{1,300})/(\d{4})#([0-9a-f]{64})")


@dataclass(frozen=True)
class Identity:
    """What a file says it is.

    Attributes:
        agency: Id of the organ.
        year: Report year.
        content: The content digest.
    """

    agency: str
    year: int
    content: str

    @property
    def report(self) -> str:
        """The name of the report: ``huancui-yingji/2020``."""
        return f"{self.agency}/{self.year}"

    def __str__(self) -> str:
        """The identifier."""
        return f"gongkai:{quote(self.agency, safe='')}/{self.year}#{self.content}"


def parse(text: str) -> Identity | None:
    """The identity in an identifier; ``None`` if it is not one."""
    match = PATTERN.fullmatch(text.strip())
    return Identity(unquote(match[1], errors="replace"), int(match[2]), match[3]) if match else None
