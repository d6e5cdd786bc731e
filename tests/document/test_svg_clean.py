"""Pictures from cells of notebooks lose what could run, load or lead somewhere, and nothing else."""

from __future__ import annotations

import io
import re

import pytest

from gongkai.document.svg_clean import SVGError, cleaned

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HARMLESS = (
    f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg {XMLNS}>'
    '<style>path{fill:url(#a)}</style><use xlink:href="#g" style="clip-path: url(#c)"/><image href="data:image/png;base64,AAAA"/></svg>'
)


def test_harmless_pictures_stay_as_they_are():
    """A picture without any of it has the same bytes, with its style, its own references and its embedded pictures."""
    assert HARMLESS == cleaned(HARMLESS)


def test_charts_stay_as_they_are():
    """So does what matplotlib draws."""
    import matplotlib as mpl

    with mpl.rc_context():
        from matplotlib.figure import Figure

        figure = Figure()
        figure.subplots().bar(["a", "b"], [1, 2])
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg")
    assert drawn.getvalue() == cleaned(drawn.getvalue())


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("<script>alert(1)</script><path/>", "<path/>"),
        ("<path onload='alert(1)' fill='red'/>", '<path fill="red"/>'),
        ("a<foreignObject><p>b</p></foreignObject>c", "ac"),
        ("<g/>a<iframe/>b", "<g/>ab"),
        ("<a xlink:href='javascript:alert(1)'><text>x</text></a>", "<g><text>x</text></g>"),
        ("<image href='http://example.com/x.png'/>", "<image/>"),
        ("<use href='other.svg#a'/>", "<use/>"),
        ("<image href='data:image/svg+xml,x'/>", "<image/>"),
        ("<style>@import url(http://example.com/x.css)</style>", "<style/>"),
        ("<style>path{fill:u\\72l(http://example.com)} @import 'x'</style>", "<style/>"),
        ("<path style='fill:url(http://example.com/#a)'/>", "<path/>"),
        ("<path fill=\"url('http://example.com/#a')\"/>", "<path/>"),
        ("<style>path{fill:u\\72l(http://example.com)}</style>", "<style/>"),
        ("<path style='fill:u&#114;l(http://example.com/#a)'/>", "<path/>"),
        ("<set attributeName='href' to='javascript:alert(1)'/>", ""),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'>1</x:script>", ""),
        ("<script xmlns='http://www.w3.org/1999/xhtml'>1</script>", ""),
        ("<text>1 on x = 2 <![CDATA[<script>]]></text><script/>", "<text>1 on x = 2 &lt;script&gt;</text>"),
    ],
)
def test_what_could_run_or_load_is_left_out(inside, left):
    """Scripts, handlers, links, foreign elements and references elsewhere go; what is drawn and written stays."""
    found = cleaned(f"<svg {XMLNS}>{inside}</svg>")
    assert left == re.sub(r"^<svg[^>]*?(?:/>|>)|</svg>$", "", found)


def test_entities_are_not_expanded():
    """A picture that defines entities is drawn without them, and no file is read; one whose entities multiply is refused."""
    picture = f"<svg {XMLNS}><text>a&x;&f;b</text></svg>"
    assert "<text>ab</text>" in cleaned(
        f'<!DOCTYPE svg [<!ENTITY x "y"><!ENTITY f SYSTEM "file:///etc/passwd">]>{picture}'
    )
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(SVGError):
        cleaned(f'<!DOCTYPE svg [<!ENTITY a0 "x">{bomb}<!ENTITY x "&a11;"><!ENTITY f "">]>{picture}')


def test_default_attributes_are_left_out():
    """What a document type would add to elements, however it is written, is not kept."""
    picture = f"<svg {XMLNS}><path/></svg>"
    kept = cleaned(f'<!DOCTYPE svg SYSTEM "a>b" [<!ATTLIST path onload CDATA "alert(1)">]>{picture}')
    assert ("<path/>" in kept, "onload" in kept) == (True, False)


def test_declared_encoding_does_not_matter():
    """A picture is text already, so that it is read whatever encoding its first line names."""
    picture = f"<svg {XMLNS}><text>公开</text><script/></svg>"
    assert "<text>公开</text></svg>" in cleaned(f'<?xml version="1.0" encoding="GBK"?>{picture}')


@pytest.mark.parametrize("svg", ["<svg><script>", "<html><script/></html>", "<svg onload='x'/>", ""])
def test_what_cannot_be_cleaned_is_refused(svg):
    """A picture that would have to be cleaned, but is no SVG or not well-formed, is refused in Chinese."""
    if not svg:
        assert "" == cleaned(svg)
        return
    with pytest.raises(SVGError, match="请改用PNG图"):
        cleaned(svg)
