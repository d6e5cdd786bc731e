"""Messages over a socket: whole or not at all, and not waited for without end."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from gongkai.run import messages


@pytest.fixture
def pair():
    """Two ends of a socket; the first waits a tenth of a second."""
    one, other = socket.socketpair()
    return messages.wrap(one, 0.1), messages.wrap(other)


@pytest.mark.parametrize(
    "message", [{}, {"甲": "𠀀" * 40_000}, {"variable": os.fsdecode(b"\xff")}], ids=["empty", "long", "no text"]
)
def test_comes_as_it_was_sent(pair, message):
    """A message is received as it was sent, also when it holds bytes that are no text."""
    messages.send(pair[1], message)
    assert message == messages.receive(pair[0])


def test_what_json_does_not_know(pair):
    """What JSON does not know arrives as its text."""
    messages.send(pair[1], {"path": Path("/a")})
    assert {"path": "/a"} == messages.receive(pair[0])


@pytest.mark.parametrize("said", [b"", b"\x00\x00", b"\x00\x00\x00\x05{}", b"\x00\x00\x00\x05{}\x00\x00\x00\x03{"])
def test_cut_off(pair, said):
    """A message that was cut off is none, even when another follows in its place."""
    os.write(pair[1].fileno(), said)
    pair[1].close()
    assert messages.receive(pair[0]) is None


@pytest.mark.parametrize("said", [b"", b"\x00\x00\x00\x05{}"], ids=["nothing", "half"])
def test_timeout(pair, said):
    """Nothing, or no more of a message, for as long as was given is a timeout."""
    os.write(pair[1].fileno(), said)
    with pytest.raises(TimeoutError):
        messages.receive(pair[0])


@pytest.mark.parametrize("size", [1, 3, 5, 100])
def test_arrives_by_and_by(size):
    """A message is there once its last byte is, in whatever pieces it comes, and not before."""
    data = b'\x00\x00\x00\x0c{"a": "\xe7\x94\xb2"}'
    incoming = messages.Incoming(longest=12)
    found = [incoming.take(data[at : at + size]) for at in range(0, len(data), size)]
    assert [*[None] * (len(found) - 1), {"a": "甲"}] == found


@pytest.mark.parametrize("said", [b"\x00\x00\x00\x03", b"\xff\xff\xff\xff"], ids=["too long", "negative"])
def test_impossible_length(said):
    """A length beyond the bound, or below zero, is refused before anything else has come."""
    with pytest.raises(ValueError, match="impossible length"):
        messages.Incoming(longest=2).take(said)
    assert {} == messages.Incoming(longest=2).take(b"\x00\x00\x00\x02{}")
