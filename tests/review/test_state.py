"""The states of a report, and the table of steps."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.pipeline import inputs
from gongkai.returns import InputError, Params, review_file
from gongkai.returns.errors import ReturnError
from gongkai.review import signoff, state
from gongkai.review.state import STEPS, State
from tests.example import AGENCY, YEAR, edit
from tests.review.built import NOW, step

TODAY = dt.date(2021, 1, 25)


def of(built, today=TODAY):
    return state.status(Params(), AGENCY, YEAR, built.folder.parents[1], today)


def test_table():
    """Each step leads from the states before it to the one after, and none leads out of the last."""
    assert {
        "submit": (["errors", "ready", "returned", "warnings"], "submitted"),
        "return": (["approved", "submitted"], "returned"),
        "approve": (["submitted"], "approved"),
        "publish": (["approved"], "published"),
    } == {move: (sorted(allowed.before), allowed.after) for move, allowed in STEPS.items()}


def test_without_a_record(built):
    """A report is a draft until it is built, and then in the state of its worst finding."""
    found = [of(built).state]
    for counts in ({"error": 1, "warning": 2}, {"warning": 2, "hint": 1}, {"hint": 3, "waived": 1}):
        built.make(counts)
        found.append(of(built).state)
    assert [State.DRAFT, State.ERRORS, State.WARNINGS, State.READY] == found


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        (["submit"], State.SUBMITTED),
        (["submit", "return"], State.RETURNED),
        (["submit", "approve"], State.APPROVED),
        (["submit", "approve", "publish"], State.PUBLISHED),
    ],
)
def test_after_steps(built, moves, expected):
    """The last step decides the state of a report whose bytes are as they were."""
    built.make()
    built.record(*moves)
    assert (expected, ()) == (of(built).state, of(built).stale)


def test_a_changed_output(built):
    """A changed byte of a published file makes the signature stale, and the file is named."""
    built.make()
    built.record("submit", "approve")
    (built.folder / "report.pdf").write_text("report.pdg")
    assert (State.DRAFT, ("report.pdf变了",)) == (of(built).state, of(built).stale)


def test_a_changed_input(built, params):
    """A changed byte of the organ's files makes the signature stale before anything is built again."""
    built.make()
    built.record("submit", "approve")
    edit(params, "signed:", "signed: ")
    assert (State.DRAFT, (f"params/{AGENCY}/{YEAR}.yaml变了",)) == (of(built).state, of(built).stale)


def test_an_upgrade(built, monkeypatch):
    """Another version of the program leaves a signature as long as the published files stay the same."""
    built.make()
    built.record("submit", "approve")
    monkeypatch.setattr(inputs, "lib_digest", lambda: "1" * 64)
    unchanged = of(built)
    (built.folder / "report.pdf").write_text("report.pdg")
    assert ((State.APPROVED, ()), ("report.pdf变了（程序变了）",)) == (
        (unchanged.state, unchanged.stale),
        of(built).stale,
    )


def test_an_edited_notebook(built, params):
    """An edited notebook leaves a signature until a build has changed a published file by it, and is the cause then; no step is taken before."""
    built.make()
    built.record("submit", "approve")
    path = params.parent / "notebooks" / "00_preface.ipynb"
    path.write_text(path.read_text("utf-8").replace("section", "part"), "utf-8")
    found = of(built)
    assert (State.APPROVED, (), "notebooks/00_preface.ipynb变了") == (found.state, found.stale, found.reason)
    request = signoff.Request("publish", "王五", "publisher")
    with pytest.raises(InputError, match=r"没有按现在的数据生成（notebooks/00_preface\.ipynb变了）"):
        signoff.take(Params(), AGENCY, YEAR, built.folder.parents[1], request, NOW)
    built.make()
    assert (State.APPROVED, ()) == (of(built).state, of(built).stale)
    (built.folder / "report.html").write_text("report.htmk")
    built.make()
    assert ("report.html变了（notebooks/00_preface.ipynb变了）",) == of(built).stale


def test_the_working_paper(built):
    """The working paper is no part of what is signed."""
    built.make()
    built.record("submit")
    (built.folder / "review.html").write_text("signed by 张三")
    assert () == of(built).stale


def test_after_a_return(built, params):
    """Changes after a return are what is expected: the report stays returned."""
    built.make()
    built.record("submit", "return")
    edit(params, "signed:", "signed: ")
    assert (State.RETURNED, ()) == (of(built).state, of(built).stale)


def test_not_built_here(built):
    """A signed report without outputs keeps its state, and is marked as not proved."""
    built.make()
    built.record("submit", "approve")
    for path in sorted(built.folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert (State.APPROVED, True) == (of(built).state, of(built).unproved)


def test_deadline(built, params):
    """A report is late if it is not public on the day after its level's deadline, by its record or its file."""
    built.make()
    found = [of(built, day).days_late for day in (dt.date(2021, 1, 31), dt.date(2021, 2, 1))]
    path = params / AGENCY / f"{YEAR}.yaml"
    path.write_text(path.read_text("utf-8") + "\npublished: 2021-02-03\n", "utf-8")
    found.append(of(built, dt.date(2022, 1, 1)).days_late)
    built.make()
    built.record("submit", "approve", "publish")
    found.append(of(built, dt.date(2022, 1, 1)).days_late)
    assert [0, 1, 3, 0] == found


def test_no_file(built):
    """A year without a file is missing, and late like any other."""
    found = state.status(Params(), AGENCY, 2019, built.folder.parents[1], dt.date(2020, 2, 2))
    assert (State.MISSING, 2) == (found.state, found.days_late)


@pytest.mark.parametrize(
    "text",
    ["steps: 1", "steps: [{step: sign}]", "moves: []", "steps: [", "steps: [{step: submit, inputs: '12  x'}]"],
)
def test_a_wrong_record(built, params, text):
    """A record that cannot be read is said to be, with its file."""
    review_file.path(params / AGENCY, YEAR).write_text(text, "utf-8")
    found = of(built)
    assert (State.UNREADABLE, True) == (found.state, f"{YEAR}.review.yaml" in found.reason)


def test_round_trip(tmp_path):
    """A record is the same after it was written and read, whatever its texts hold."""
    comment = review_file.Comment(id=1, about="sections.problems", quote="一是……。\n二：#", text=" - 请\n改 ")
    record = review_file.Record(
        steps=(
            step(inputs="0" * 64 + "  params/a b.yaml\n", note="null"),
            step("return", by="李 四", role="reviewer", comments=(comment,), findings={"error": 2}),
            step(answers={"1": "已改: 是"}, signature="-----BEGIN SSH SIGNATURE-----\nAA==\n-----END SSH SIGNATURE-----\n"),
        )
    )  # fmt: skip
    path = tmp_path / "2020.review.yaml"
    path.write_text(review_file.dump(record, "报告"), "utf-8")
    assert record == review_file.load(path, path.name)
    assert [] == review_file.load(path, path.name).unanswered()


def test_signed_text():
    """What is signed names report and step, and changes with each of them, but not with the signature."""
    signed = step(note="同意")
    texts = {
        review_file.payload(AGENCY, YEAR, item)
        for item in (signed, signed.model_copy(update={"signature": "x"}), step(note="不同意"))
    }
    assert (2, 3) == (len(texts), len(texts | {review_file.payload(AGENCY, 2021, signed)}))


def test_digests():
    """A line that is not a digest and a name is refused."""
    with pytest.raises(ReturnError, match="不要改动"):
        review_file.build({"steps": [{**review_file._plain(step()), "outputs": "xyz"}]}, {}, "2020.review.yaml")
