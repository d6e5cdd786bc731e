"""The identifier that published files carry."""

from __future__ import annotations

import pytest

from gongkai.returns import identifier
from gongkai.returns.identifier import Identity

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize("agency", ["huancui-yingji", "环翠区应急局", "a.b_c~d 100%"])
def test_round_trip(agency):
    """An identity is read from its identifier, which is ASCII, also with white space around it."""
    identity = Identity(agency, 2020, DIGEST)
    assert str(identity).isascii()
    assert identity == identifier.parse(str(identity)) == identifier.parse(f" {identity}\n")
    assert f"{agency}/2020" == identity.report


@pytest.mark.parametrize(
    "text",
    [
        "", f"gongkai:a/2020#{DIGEST[1:]}", f"gongkai:a/2020#{DIGEST}0", f"gongkai:a/020#{DIGEST}", f"gongkai:/2020#{DIGEST}",
        f"gongkai:a/2020#{DIGEST.upper()}", f"x gongkai:a/2020#{DIGEST}", f"gongkai:{'a' * 301}/2020#{DIGEST}",
    ],
)  # fmt: skip
def test_others(text):
    """What is not exactly an identifier is none."""
    assert None is identifier.parse(text)


def test_longest():
    """An organ's name may take 300 characters, percent-encoded."""
    assert Identity("a" * 300, 2020, DIGEST) == identifier.parse(f"gongkai:{'a' * 300}/2020#{DIGEST}")
