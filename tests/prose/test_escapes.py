"""A text is data: nothing in it is ever executed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import limits, rules
from gongkai.prose import ProseError, render_texts
from gongkai.prose.expression import evaluate
from gongkai.prose.filters import FILTERS, ExpressionError
from gongkai.prose.template import MOST_PROBLEMS
from gongkai.returns import Agency, Params, SourceMap
from gongkai.returns.errors import ReturnError
from gongkai.returns.load import build
from tests.example import AGENCY, YEAR, edit
from tests.prose.escapes import JINJA, LARGE, PYDANTIC, hostile, payload

ORGAN = Agency(id="a", name="某局", level="department", site="网" * 500, contact={"office": "办公室"})
FILLED = ("preface", "overview", "overview.summary", "disclosure", "requests", "disputes", "problems", "other")


@contextmanager
def a_second():
    """Fail if the body takes more than a second of CPU time."""

    def late(*_):
        pytest.fail("more than a second")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def made(field, text):
    """A return with a text in one of its fields."""
    data = {
        "year": 2020,
        "requests": {"new": [1, 0, 0, 0, 0, 0, 1]},
        "facts": {"x": {"label": "甲", "value": 1, "unit": "件"}},
    }
    section, _, passage = field.partition(".")
    data["sections"] = {section: {passage: text} if passage else text}
    return build(data, ORGAN, SourceMap(file="2020.yaml"))


def refusal(record):
    """The sentence with which the texts of a return are refused."""
    with a_second(), pytest.raises(ProseError) as caught:
        render_texts(record, made("other", "无"))
    return str(caught.value)


def test_no_escape_runs(tmp_path):
    """Every known way out of a sandbox, and every text that asks for too much, is refused within a second."""
    canary = tmp_path / "canary"
    texts = [text for text in hostile(canary) if len(text) <= limits.TEXT]
    assert len(texts) > 600
    for text in texts:
        said = refusal(made("other", text))
        assert said.startswith("2020.yaml：某局2020年，“sections.other”："), text[:99]
        assert all(len(line) < 700 for line in said.splitlines()), text[:99]
        assert len(said.splitlines()) <= MOST_PROBLEMS
    assert not canary.exists()


@pytest.mark.parametrize("field", FILLED)
def test_no_field_lets_one_through(field, tmp_path):
    """Every text with placeholders refuses them, also within other text; what is too long for a text is no return."""
    canary = tmp_path / "canary"
    for text in (*PYDANTIC, *JINJA, *LARGE[:20]):
        ours = text.replace("CANARY", str(canary)).replace("PICKLE", payload(canary))
        within = f"第一行\n\n收到{ours}件。"
        if len(within) > limits.TEXT:
            with pytest.raises(ReturnError, match=rf"“sections\.{re.escape(field)}(\.text)?”有{len(within)}字"):
                made(field, within)
        else:
            assert f"“sections.{field}”" in refusal(made(field, within))
    assert not canary.exists()


def test_what_is_not_filled_is_printed(tmp_path):
    """Headings, captions, labels, units, reasons and the organ's own texts are printed literally, never filled in."""
    canary = tmp_path / "canary"
    for text in (*PYDANTIC, *JINJA):
        ours = text.replace("CANARY", str(canary)).replace("PICKLE", payload(canary))
        organ = ORGAN.model_copy(update={"name": ours, "short_name": ours, "self_name": ours, "site": ours})
        data = {
            "year": 2020, "signature": ours,
            "facts": {"x": {"label": ours, "value": 1, "unit": ours}},
            "figures": {"c": {"kind": "channels", "caption": ours, "alt": ours}},
            "sections": {"overview": {"y": {"heading": ours, "text": "{{ agency.name }}"}}},
            "waivers": [{"rule": "R1", "reason": ours, "by": ours, "date": "2020-01-01"}],
            "issues": [{"path": "sections.other", "kind": "note", "raw": ours, "message": ours}],
        }  # fmt: skip
        record = build(data, organ, SourceMap(file="2020.yaml"))
        with a_second():
            prose = render_texts(record)
        assert ours == prose.signature
        assert [f"（三）{ours}"] == [passage.heading for passage in prose.passages if passage.id == "y"]
        if len(ours) <= 500:
            assert [ours] == [passage.text for passage in prose.passages if passage.id == "y"]
    rules.check(record)
    assert not canary.exists()


def test_a_command_line_runs_nothing(root, params, tmp_path):
    """``check`` and ``build`` of a return that tries to run a command say so in one sentence, and run nothing."""
    canary = tmp_path / "canary"
    attack = f"{{% set x = agency.parse_raw('{payload(canary)}', proto='pickle', allow_pickle=true) %}}".replace(
        "\n", "\\n"
    )
    line = edit(params, "{{ year }}年度，我局未收到政府信息公开申请。", attack)
    for command, code in (("check", 1), ("build", 2)):
        options = ["--params", params] + (["--out", tmp_path / "outputs"] if command == "build" else [])
        ran = subprocess.run(
            [sys.executable, "-m", "gongkai", command, AGENCY, *options],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert code == ran.returncode
        said = ran.stdout + ran.stderr
        assert f"{YEAR}.yaml:{line}" in said
        assert "不能写语句" in re.sub(r"\s", "", said)
        assert "Traceback" not in said
    assert not canary.exists()


def test_huge_numbers_of_a_return_are_refused():
    """A number that no report can hold is not printed, however it was written; one without bounds is not even read."""
    for value in (10**5000, "1e-999999", "1e999999", -(10**18), "0." + "1" * 200):
        data = {"year": 2020, "facts": {"x": {"label": "甲", "value": value, "unit": "件"}}}
        data["sections"] = {"other": "收到{{ facts.x }}件，{{ facts.x + facts.x }}件。"}
        if value == -(10**18):
            assert "里面的数太大，或小数位数太多" in refusal(build(data, ORGAN, SourceMap(file="2020.yaml")))
        else:
            with pytest.raises(ReturnError, match=f"太长，最多{limits.DIGITS}位"):
                build(data, ORGAN, SourceMap(file="2020.yaml"))


def test_a_backslash_prints_the_marks():
    """Escaped braces are printed literally; inserted values are not parsed again."""
    record = made("other", r"\{{ year }}、\{% if %}、\{# x #}、\\{{ year }}、\{\{ year \}\}")
    assert "{{ year }}、{% if %}、{# x #}、\\2020、{{ year }}" == render_texts(record).text("other")
    organ = ORGAN.model_copy(update={"name": "{{ year }}"})
    assert "{{ year }}" == render_texts(made("other", "{{ agency.name }}").model_copy(update={"agency": organ})).text(
        "other"
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("year", "2020"),
        ("requests.new.total", "1"),
        ("requests.new.total + facts.x * 2", "3"),
        ("(requests.new.total + facts.x) * 2", "4"),
        ("-facts.x", "-1"),
        ("facts.x / 4", "0.25"),
        ("facts.x / 3 | round", "0.3333333333333333333333333333333333333333333333333"),
        ("(facts.x / 3) | round(2)", "0.33"),
        ("2.5 | round", "3"),
        ("0.125 | round(digits=2)", "0.13"),
        ("6 / 3", "2"),
        ("1.50 + 1", "2.5"),
        ("15 | growth(10)", "增长50.0%"),
        ("6 | growth(8, 0)", "下降25%"),
        ("3 | growth(3)", "持平"),
        ("273680 | wan", "27.37"),
        ("273680 | wan(digits=4)", "27.3680"),
        ("agency.name", "某局"),
        ("agency.contact.office", "办公室"),
        ("previous.requests.new.total", "1"),
    ],
)
def test_the_language(expression, expected):
    """Names, numbers, arithmetic and the filters yield what the reference page says; endless decimals ask for ``round``."""
    if len(expected) > 40:
        with pytest.raises(ExpressionError, match="round"):
            evaluate(expression, names())
    else:
        assert expected == evaluate(expression, names())


def names():
    from gongkai.prose import namespace

    record = made("other", "无")
    return namespace(record, record)


@given(st.lists(st.sampled_from([
    "year", "facts", ".", "x", "requests", "new", "total", "|", *FILTERS, "(", ")", "[", "]", "{", "+", "-", "*", "**", "/",
    "//", "%", "~", "'", '"', "1", "0.5", "1e9", ",", "=", ":", " ", "not", "if", "else", "in", "is", "__class__", "and", "\\",
]), max_size=60))  # fmt: skip
def test_any_expression_is_a_value_or_a_sentence(pieces):
    """Anything between the braces yields a short text or is refused with a sentence."""
    try:
        assert len(evaluate("".join(pieces), names())) <= 500
    except ExpressionError as error:
        assert len(str(error)) < 600


def test_params_are_data(params):
    """The example itself is filled by the language, and so is a return read from its folder."""
    edit(params, "{{ year }}年度，我局未收到政府信息公开申请。", "{{ (year + 1) | round }}年")
    record = Params(params).load(AGENCY, YEAR)
    assert "2021年" in render_texts(record).text("overview")
