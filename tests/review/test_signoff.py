"""Steps about a report: what is recorded, and what is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess

import pytest

from gongkai.returns import InputError, Params, review_file
from gongkai.review import sentences, signoff, ssh, state
from gongkai.review.check import check
from gongkai.review.state import State
from tests.conftest import require
from tests.example import AGENCY, YEAR, edit
from tests.review.built import NOW, step

ROLES = {"submit": "analyst", "return": "reviewer", "approve": "reviewer", "publish": "publisher"}


def take(built, move, by, **given):
    request = signoff.Request(move, by, given.pop("role", ROLES[move]), **given)
    return signoff.take(Params(), AGENCY, YEAR, built.folder.parents[1], request, NOW)


def current(built):
    return state.status(Params(), AGENCY, YEAR, built.folder.parents[1], NOW.date())


def record(params):
    return review_file.load(review_file.path(params / AGENCY, YEAR), "2020.review.yaml")


def test_a_year(built, params):
    """A report is submitted, returned, submitted again, approved and published; each step has its name, time and digests."""
    built.make()
    take(built, "submit", "张三", note="请审")
    take(built, "return", "李四", comments=["requests.new.total=请与台账核对"])
    take(built, "submit", "张三", answers=["1=已核对，没有申请"])
    take(built, "approve", "李四")
    take(built, "publish", "王五")

    found = record(params)
    assert [("submit", "张三"), ("return", "李四"), ("submit", "张三"), ("approve", "李四"), ("publish", "王五")] == [
        (item.step, item.by) for item in found.steps
    ]
    assert {NOW} == {item.at for item in found.steps}
    digest = hashlib.sha256(b"report.json").hexdigest()
    assert {digest} == {item.report for item in found.steps}
    assert digest == found.last.output_digests()["report.json"]
    assert (State.PUBLISHED, ()) == (current(built).state, current(built).stale)


def test_a_snapshot_is_kept(built, params):
    """What a step was about is kept beside the record, under its content digest."""
    built.make()
    made = take(built, "submit", "张三")
    assert b"report.json" == signoff.snapshot_path(review_file.path(params / AGENCY, YEAR), made.report).read_bytes()


def test_comments_about_what(built):
    """A comment is about a finding, a cell or a sentence, and quotes what stood there."""
    built.make()
    take(built, "submit", "张三")
    targets = ["r28=补上日期", "requests.new.total=核对", "不够=写具体些", "sections.overview=太短"]
    params = Params()
    passages = check(params, AGENCY, YEAR).prose.passages
    words = next(line for p in passages if p.section == "problems" for line in sentences.split(p.text))
    targets[2] = f"{words[:12]}=写具体些"
    edit(params.root, "signed:", "# signed:")
    built.make()
    take(built, "submit", "张三")
    found = take(built, "return", "李四", comments=targets[:3]).comments
    assert [
        (1, "R28@published", "没有核对公布期限：缺少公布日期和落款日期。", "补上日期"),
        (2, "requests.new.total", "0", "核对"),
        (3, found[2].about, words, "写具体些"),
    ] == [(item.id, item.about, item.quote, item.text) for item in found]
    assert found[2].about.startswith("sections.problems")


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("requests.new.totl=核对", "requests.new.total"),
        ("R99=什么", "R99现在没有问题"),
        ("没有这句话=什么", "没有找到"),
        ("的=什么", "只指一句"),
        ("requests.new.total", "对象=意见"),
        ("requests.new.total=", "对象=意见"),
    ],
)
def test_comments_about_nothing(built, params, comment, said):
    """A comment whose target is not in the report, or not one thing, is refused, and nothing is recorded."""
    built.make()
    take(built, "submit", "张三")
    before = review_file.path(params / AGENCY, YEAR).read_bytes()
    with pytest.raises(InputError, match=said):
        take(built, "return", "李四", comments=[comment])
    assert before == review_file.path(params / AGENCY, YEAR).read_bytes()


def test_unanswered_comments(built):
    """A report is not submitted again before every comment has an answer; an answer to nothing is refused."""
    built.make()
    take(built, "submit", "张三")
    take(built, "return", "李四", comments=["requests.new.total=核对", "requests.granted.total=核对"])
    with pytest.raises(InputError, match=r"还有1条意见没有答复：2（requests\.granted\.total）核对"):
        take(built, "submit", "张三", answers=["1=已核对"])
    with pytest.raises(InputError, match="现有的意见：1、2"):
        take(built, "submit", "张三", answers=["3=已核对"])
    with pytest.raises(
        InputError, match=r"^意见2的答复是空的（“2= ”）；请在等号后面写明怎样处理的，例如 --answer 2=已改正。$"
    ):
        take(built, "submit", "张三", answers=["2= "])
    assert 2 == current(built).unanswered


def test_errors_are_not_approved(built, params):
    """A report with an unwaived error may be submitted, but not approved."""
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [1, 0, 0, 0, 0, 0, 3]")
    built.make({"error": 1})
    take(built, "submit", "张三")
    with pytest.raises(InputError, match=r"错误没有解决（例如R3：.*不能批准；请改正，或用 gongkai waive 认可"):
        take(built, "approve", "李四")


@pytest.mark.parametrize("name", ["张三", " 张 三", "张三\u3000"])
def test_own_report(built, name):
    """Who submitted a report does not approve it, however the name is spaced."""
    built.make()
    take(built, "submit", "张三")
    with pytest.raises(InputError, match="不能由本人批准"):
        take(built, "approve", name)


def test_own_report_where_allowed(built, params):
    """A project may allow that who submitted a report approves it."""
    (params.parent / "gongkai.toml").write_text("[review]\nself_approval = true\n", "utf-8")
    built.make()
    take(built, "submit", "张三")
    take(built, "approve", "张三")
    assert State.APPROVED == current(built).state


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("review = 1", "单独一行"),
        ("[review]\nself_aproval = true", "self_approval"),
        ("[review]\nself_approval = 1", "true或false"),
        ("[review]\nallowed_signers = 'none'", "不存在"),
        ("[review]\nrequire_signatures = true", "还要写allowed_signers"),
    ],
)
def test_wrong_settings(built, params, text, said):
    """A wrong setting is said to be, not passed over."""
    built.make()
    (params.parent / "gongkai.toml").write_text(f"{text}\n", "utf-8")
    with pytest.raises(InputError, match=said):
        take(built, "submit", "张三")


@pytest.mark.parametrize(
    ("steps", "move", "given", "said"),
    [
        ([], "approve", {}, "现在是“可送审”，不能批准；批准要在“已送审”时办理，现在可以：送审"),
        ([], "publish", {}, "不能公布"),
        (["submit"], "submit", {}, "不能送审"),
        (["submit"], "return", {}, "要说明理由"),
        (["submit"], "approve", {"role": "analyst"}, "由审核人办理"),
        (["submit"], "publish", {}, "不能公布"),
        (["submit", "approve", "publish"], "return", {"note": "改"}, "现在可以：没有可以办理的"),
    ],
)
def test_not_allowed(built, steps, move, given, said):
    """A step that the table does not allow is refused, and the message says what is allowed."""
    built.make()
    built.record(*steps)
    with pytest.raises(InputError, match=said):
        take(built, move, "李四", **given)


def test_not_built(built, params):
    """Nothing is signed that is not built from the present inputs."""
    built.make()
    edit(params, "signed:", "signed: ")
    with pytest.raises(InputError, match=f"没有按现在的数据生成.*gongkai build {AGENCY}"):
        take(built, "submit", "张三")


def test_a_change_after_submission(built, params):
    """A report that changed after it was submitted is not approved, and the message names the file."""
    built.make()
    take(built, "submit", "张三")
    edit(params, "signed:", "signed: ")
    built.make()
    with pytest.raises(InputError, match=f"送审以后params/{AGENCY}/{YEAR}.yaml变了，签名失效"):
        take(built, "approve", "李四")


@pytest.mark.parametrize("name", ["", " ", "张\n三", "三" * 101])
def test_names(built, name):
    """A name is one short line."""
    built.make()
    with pytest.raises(InputError):
        take(built, "submit", name)


@pytest.fixture
def keys(params):
    """SSH keys of 张三 and of a stranger, and a project that requires the first."""
    require("ssh-keygen")
    folder = params.parent / "keys"
    folder.mkdir()
    for name in ("zhangsan", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name]
        subprocess.run(command, check=True)
    public = (folder / "zhangsan.pub").read_text()
    (params.parent / "allowed_signers").write_text(f'张三 namespaces="gongkai" {public}', "utf-8")
    text = '[review]\nallowed_signers = "allowed_signers"\nrequire_signatures = true\n'
    (params.parent / "gongkai.toml").write_text(text, "utf-8")
    return folder


def test_signature(built, params, keys):
    """A step is signed with an SSH key, and the signature holds for its bytes only."""
    built.make()
    made = take(built, "submit", "张三", key=keys / "zhangsan")
    signers = params.parent / "allowed_signers"

    def problem(signed, by="张三"):
        return ssh.problem(review_file.payload(AGENCY, YEAR, signed), made.signature, by, made.at, signers) or ""

    assert "" == problem(made)
    assert "" == problem(record(params).last)
    assert "张三的SSH签名不对" in problem(made.model_copy(update={"note": "同意"}))
    assert "李四的SSH签名不对" in problem(made, "李四")


@pytest.mark.parametrize(
    ("key", "said"), [(None, "没有张三的SSH签名"), ("stranger", "SSH签名不对"), ("none", "没有找到密钥文件")]
)
def test_missing_signature(built, params, keys, key, said):
    """Where signatures are required, a step without one, or with that of an unknown key, is refused."""
    built.make()
    with pytest.raises(InputError, match=said):
        take(built, "submit", "张三", key=keys / key if key else None)
    assert not review_file.path(params / AGENCY, YEAR).exists()


def test_expired_key(built, params, keys):
    """A key that was not valid when the step was taken does not count."""
    built.make()
    made = take(built, "submit", "张三", key=keys / "zhangsan")
    signers = params.parent / "allowed_signers"
    signers.write_text(signers.read_text("utf-8").replace("namespaces", 'valid-before="20210101",namespaces'), "utf-8")
    signed = review_file.payload(AGENCY, YEAR, made)
    assert "不对" in (ssh.problem(signed, made.signature, "张三", made.at, signers) or "")


def test_names_for_ssh(tmp_path):
    """A name that ssh-keygen would read as an option or a pattern signs nothing."""
    found = {ssh.problem(b"", "x", name, dt.datetime.now(dt.UTC), tmp_path) for name in ("-f", "*", "a,b")}
    assert {True} == {"不能作为签名人" in (said or "") for said in found}


def test_record_of_two(params, built):
    """Steps taken at the same moment do not lose each other: the second sees the first, and is refused."""
    built.make()
    take(built, "submit", "张三")
    with pytest.raises(InputError, match="不能送审"):
        take(built, "submit", "李四", role="analyst")
    assert 1 == len(record(params).steps)
    assert step().step == record(params).last.step


def test_without_a_date(built, params):
    """A report without any date is not approved: it could not get one without falling back to its draft."""
    edit(params, "signed: 2021-01-20\n", "")
    built.make()
    take(built, "submit", "张三")
    with pytest.raises(InputError, match=r"没有日期，不能批准；请在.*2020\.yaml里写落款日期"):
        take(built, "approve", "李四")
