"""Whether a file's bytes are those that were signed, without the project."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest

from gongkai.commands.verify import run_verify
from gongkai.document import docx, fonts, html, pdf
from gongkai.document.blocks import Paragraph, Title, inline
from gongkai.document.metadata import Document, Meta
from gongkai.pipeline import manifest
from gongkai.pipeline.signature import covered
from gongkai.returns import InputError, review_file
from gongkai.returns.identifier import Identity, parse
from gongkai.review import identity, links, ssh
from tests.conftest import require
from tests.review.built import NOW, step

AGENCY, YEAR = "huancui-yingji", 2020
REPORT = json.dumps({"agency": {"id": AGENCY}, "year": YEAR, "edition": "2019"})
CONTENT = hashlib.sha256(REPORT.encode()).hexdigest()
KINDS = ("html", "pdf", "docx", "json")


@pytest.fixture(scope="module")
def published():
    """A small document in each format, with its identifier."""
    meta = Meta(title="年度报告", identifier=str(Identity(AGENCY, YEAR, CONTENT)), date="2021-01-20")
    document = Document(meta=meta, blocks=(Title(content="年度报告"), Paragraph(content=inline("正文。"))))
    bundled = fonts.font_set(fonts.BUNDLED)
    return {
        "report.html": html.page(document).encode(), "report.pdf": pdf.render(document, bundled),
        "report.docx": docx.render(document, bundled), "report.json": REPORT.encode(),
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path, published, monkeypatch):
    """The folder of a report, outside any project, and a function that records steps beside it."""
    monkeypatch.chdir(tmp_path)
    where = tmp_path / "report"
    where.mkdir()
    for name, data in published.items():
        (where / name).write_bytes(data)
    made = manifest.Manifest(AGENCY, YEAR, {}, {}, manifest.outputs(where), {}, {})
    (where / manifest.NAME).write_text(made.dumps(), "utf-8")
    return where


def record(folder, *moves, outputs=None, file=None, **changes):
    """Write a record of steps about the folder; returns the steps."""
    of = covered(manifest.read(folder).outputs) if outputs is None else outputs
    steps = [step(move, report=CONTENT, outputs=review_file.listing(of), **changes) for move in moves]
    text = review_file.dump(review_file.Record(steps=tuple(steps)), "报告")
    (file or folder / manifest.RECORD).write_text(text, "utf-8")
    return steps


def outcomes(capsys, *paths, **given):
    """The exit code, and what was found out about each file."""
    code = run_verify(paths, json="-", **given)
    return code, {item["path"].rpartition("/")[2]: item["outcome"] for item in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize("kind", KINDS)
def test_identity(folder, kind):
    """Every format says which report it is, with the content digest."""
    assert Identity(AGENCY, YEAR, CONTENT) == identity.of_file(folder / f"report.{kind}")


def test_identifier_of_any_organ():
    """An identifier is ASCII, whatever the organ is called, and is read back."""
    one = Identity("某县 教育局#1/2", 2024, CONTENT)
    assert (True, one) == (str(one).isascii(), parse(str(one)))
    assert [None] * 3 == [parse("gongkai:a/2024#12"), parse("https://a/2024"), parse("")]


@pytest.mark.parametrize("kind", KINDS)
def test_signed(folder, capsys, kind):
    """A file whose bytes were approved is known by the record beside it: who, when, in which role."""
    record(folder, "submit", "approve")
    assert 0 == run_verify([folder / f"report.{kind}"])
    said = capsys.readouterr().out
    assert f"（{AGENCY}/{YEAR}）：字节与2021-01-20 09:30 张三（审核人）批准的相同。" in said


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_changed_byte(folder, capsys, kind):
    """A changed byte is noticed in every format, while the file still says which report it is; what to do is said."""
    record(folder, "submit", "approve")
    path = folder / f"report.{kind}"
    path.write_bytes(path.read_bytes() + b"\n")
    assert (1, {path.name: "changed"}) == outcomes(capsys, path)
    assert 1 == run_verify([path])
    assert "向发布的机关要原来的文件；是自己项目里的，请运行 gongkai build 重新生成" in capsys.readouterr().out.replace(
        "\n", ""
    )


def test_changed_json(folder, capsys):
    """A report.json that was changed is another content, which nobody signed."""
    record(folder, "submit", "approve")
    path = folder / "report.json"
    path.write_text(REPORT.replace("2019", "2021"), "utf-8")
    assert (1, {"report.json": "unknown"}) == outcomes(capsys, path)


def test_folder(folder, capsys):
    """In a folder every published file is looked at, and what is missing or new is named."""
    record(folder, "submit", "approve", "publish")
    assert (0, {f"report.{kind}": "signed" for kind in KINDS}) == outcomes(capsys, folder)
    (folder / "report.docx").unlink()
    (folder / "extra.html").write_text("x")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    expected = {"report.html": "signed", "report.json": "signed", "report.docx": "changed", "report.pdf": "changed"}
    assert (1, expected | {"extra.html": "unknown"}) == outcomes(capsys, folder)


def test_exchanged_files(folder, capsys):
    """In a folder, a file with the bytes of another signed file of the report has changed."""
    record(folder, "submit", "approve")
    (folder / "report.pdf").write_bytes((folder / "report.html").read_bytes())
    expected = {f"report.{kind}": "changed" if kind == "pdf" else "signed" for kind in KINDS}
    assert (1, expected) == outcomes(capsys, folder)


@pytest.mark.parametrize("names", [["report.pdf"], ["report.json", "report.pdf"]])
def test_missing_from_the_manifest(folder, capsys, names):
    """A signed file that is gone is named, also if the manifest, which nobody signs, does not list it any more."""
    record(folder, "submit", "approve")
    data = json.loads((folder / manifest.NAME).read_text("utf-8"))
    for name in names:
        (folder / name).unlink()
        del data["outputs"][name]
    (folder / manifest.NAME).write_text(json.dumps(data), "utf-8")
    expected = {f"report.{kind}": "changed" if f"report.{kind}" in names else "signed" for kind in KINDS}
    assert (1, expected) == outcomes(capsys, folder)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ((), "unsigned"), (("submit",), "submitted"), (("submit", "return"), "submitted"),
        (("submit", "approve", "return"), "superseded"), (("submit", "approve", "return", "submit"), "submitted"),
    ],
)  # fmt: skip
def test_not_approved(folder, capsys, moves, expected):
    """Bytes that nobody approved are not taken as signed."""
    if moves:
        record(folder, *moves)
    code, found = outcomes(capsys, folder / "report.pdf")
    assert (1, {"report.pdf": expected}) == (code, found)


def test_returned_after_approval(folder, capsys):
    """An approval does not hold after a return, and is not said to be of another version."""
    record(folder, "submit", "approve", "return")
    assert 1 == run_verify([folder / "report.pdf"])
    assert "审核人）批准的相同，但后来2021-01-20 09:30 张三（审核人）退回。" in capsys.readouterr().out


def test_approved_again(folder, capsys):
    """The same bytes are signed when they are approved again after a return."""
    record(folder, "submit", "approve", "return", "submit", "approve")
    assert (0, {"report.pdf": "signed"}) == outcomes(capsys, folder / "report.pdf")


def test_superseded(folder, capsys):
    """Bytes that were approved before another version was are distinguished from the valid ones."""
    old, new = covered(manifest.read(folder).outputs), {"report.pdf": "1" * 64}
    steps = [
        step(move, report=digest, outputs=review_file.listing(outputs))
        for outputs, digest in ((old, CONTENT), (new, "2" * 64)) for move in ("submit", "approve")
    ]  # fmt: skip
    text = review_file.dump(review_file.Record(steps=tuple(steps)), "报告")
    (folder / manifest.RECORD).write_text(text, "utf-8")
    assert (1, {"report.pdf": "superseded"}) == outcomes(capsys, folder / "report.pdf")


def test_records_elsewhere(folder, tmp_path, capsys):
    """A file alone is compared with records that are named: a file, the folder of an organ, or one of params."""
    alone = tmp_path / "alone" / "年报.pdf"
    alone.parent.mkdir()
    shutil.copy(folder / "report.pdf", alone)
    assert (1, {"年报.pdf": "unknown"}) == outcomes(capsys, alone)
    params = tmp_path / "params" / AGENCY
    params.mkdir(parents=True)
    (params / "agency.yaml").write_text("name: x\n")
    record(folder, "submit", "approve", file=params / f"{YEAR}.review.yaml")
    for records in (params.parent, params, params / f"{YEAR}.review.yaml"):
        assert (0, {"年报.pdf": "signed"}) == outcomes(capsys, alone, records=[records])


@pytest.mark.parametrize(
    ("name", "data", "code", "expected"),
    [
        ("a.html", b"<html>", 1, "unknown"), ("a.pdf", b"no", 2, "unreadable"), ("a.docx", b"no", 2, "unreadable"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, 2, "unreadable"), ("a.json", b"{", 2, "unreadable"), ("a.json", b"[]", 1, "unknown"),
        ("a.ipynb", b"{}", 2, "unreadable"), ("a.ipynb", b'{"metadata": []}', 2, "unreadable"), ("a.exe", b"MZ", 2, "unreadable"),
    ],
)  # fmt: skip
def test_other_files(tmp_path, capsys, monkeypatch, name, data, code, expected):
    """A file that is not a report says so, and one that cannot be read does not end in a traceback."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(data)
    assert (code, {name: expected}) == outcomes(capsys, tmp_path / name)


def test_encrypted_pdf(folder, capsys):
    """A PDF that asks for a password cannot be read, and is said to be so."""
    path = folder / "report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert (2, {"report.pdf": "unreadable"}) == outcomes(capsys, path)


@pytest.mark.parametrize("kind", ["compressed", "method", "encrypted"])
def test_damaged_docx(folder, capsys, kind):
    """A Word file whose parts cannot be unpacked is said to be damaged."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", "<a>" * 100)
    data = bytearray(made.getvalue())
    start, entry = 30 + len("docProps/core.xml"), data.find(b"PK\x01\x02")
    for at, value in {
        "compressed": {start: 0xFF},
        "method": {8: 99, entry + 10: 99},
        "encrypted": {6: 1, entry + 8: 1},
    }[kind].items():
        data[at] = value
    (folder / "report.docx").write_bytes(data)
    assert (2, {"report.docx": "unreadable"}) == outcomes(capsys, folder / "report.docx")


def test_links(folder, tmp_path, capsys):
    """A list of links and paths is gone through, and what cannot be fetched is named with its link."""
    record(folder, "submit", "approve")
    shutil.copy(folder / "report.pdf", folder / "年报 100%.pdf")

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def log_message(self, *_args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        lines = [
            "# 公布的链接",
            "",
            f"{address}/report.pdf",
            f"{address}/none.pdf",
            f"{address}/年报 100%25.pdf",
            "report/report.html",
            "no.html",
        ]
        (tmp_path / "links.txt").write_text("\n".join(lines), "utf-8")
        code, found = outcomes(capsys, tmp_path / "links.txt", records=[folder])
        server.shutdown()
    expected = {
        "report.pdf": "signed",
        "年报 100%25.pdf": "signed",
        "none.pdf": "unreadable",
        "report.html": "signed",
        "no.html": "unreadable",
    }
    assert (2, expected) == (code, found)


@pytest.mark.parametrize("link", ["http://[x/a.pdf", "http://127.0.0.1:x/", "http:///a", "http://127.0.0.1:1/a"])
def test_wrong_links(tmp_path, capsys, link):
    """A link that cannot be one, or leads nowhere, is named like one that is gone."""
    path = tmp_path / "links.txt"
    path.write_text(link, "utf-8")
    assert 2 == run_verify([path])
    assert f"{link}：取不到（" in capsys.readouterr().out


def test_list_cut_in_a_character(tmp_path):
    """A list that is too long is said to be, wherever its reading stops."""
    path = tmp_path / "links.txt"
    for first in ("", "#", "##"):
        path.write_text(first + "年" * 1_000_000, "utf-8")
        with pytest.raises(InputError, match="太长"):
            links.read(path)


def test_long_lists(tmp_path):
    """A list that is no text, or too long, is refused."""
    path = tmp_path / "a.txt"
    for data in (b"\xff\xfe\xfa", b"http://a\n" * (links.MOST_LINKS + 1)):
        path.write_bytes(data)
        with pytest.raises(InputError):
            links.read(path)


@pytest.mark.parametrize("paths", [[], ["nowhere"], ["."]])
def test_wrong_paths(tmp_path, monkeypatch, paths):
    """A call without a path, or with one where no report is, is refused."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        run_verify([tmp_path / path for path in paths])


def test_ssh_signatures(folder, tmp_path, capsys):
    """With a file of signers every step up to the approval must be signed by the key of its name."""
    require("ssh-keygen")
    for name in ("zhangsan", "lisi"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    signers = tmp_path / "allowed_signers"
    signers.write_text(
        "".join(f"{name} {(tmp_path / key).read_text()}" for name, key in (("张三", "zhangsan.pub"), ("李四", "lisi.pub"))), "utf-8"
    )  # fmt: skip

    def write(key):
        steps = record(folder, "submit") + record(folder, "approve", by="李四")
        signed = tuple(
            item.model_copy(update={"signature": ssh.sign(review_file.payload(AGENCY, YEAR, item), tmp_path / key)})
            for item, key in zip(steps, ("zhangsan", key), strict=True)
        )
        text = review_file.dump(review_file.Record(steps=signed), "报告")
        (folder / manifest.RECORD).write_text(text, "utf-8")

    write("lisi")
    assert (0, {"report.pdf": "signed"}) == outcomes(capsys, folder / "report.pdf", signers=signers)
    write("zhangsan")
    assert (1, {"report.pdf": "changed"}) == outcomes(capsys, folder / "report.pdf", signers=signers)
    record(folder, "submit", "approve")
    assert (1, {"report.pdf": "changed"}) == outcomes(capsys, folder / "report.pdf", signers=signers)
    assert NOW == step().at


@pytest.mark.parametrize(("required", "expected"), [("false", (0, "signed")), ("true", (1, "changed"))])
def test_ssh_signatures_of_a_project(built, params, capsys, required, expected):
    """In a project that lists signers, a step without an SSH signature counts unless signatures are required."""
    (params.parent / "allowed_signers").write_text("", "utf-8")
    text = f'[review]\nallowed_signers = "allowed_signers"\nrequire_signatures = {required}\n'
    (params.parent / "gongkai.toml").write_text(text, "utf-8")
    built.make()
    built.record("submit", "approve")
    code, outcome = expected
    assert (code, dict.fromkeys(("report.html", "report.json", "report.pdf"), outcome)) == outcomes(
        capsys, built.folder
    )
