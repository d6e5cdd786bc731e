"""Rebuild every signed report from its inputs, and compare each byte with what was signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gongkai.pipeline import inputs, manifest, many, signature
from gongkai.pipeline.job import Options
from gongkai.returns import InputError, review_file
from gongkai.review import settings
from gongkai.review.check import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gongkai.pipeline.job import Result
    from gongkai.returns import Params
    from gongkai.returns.review_file import Step

UNDECLARED = "输入都与签名时相同，字节却不同：有没有登记的输入（时间、网络、别处的文件），或者这台机器不同"
"""The cause of a difference that no declared input explains."""


@dataclass(frozen=True)
class Failure:
    """Something that does not hold of a signed report.

    Attributes:
        agency: Folder of the organ.
        year: Report year.
        file: The file concerned: of the inputs, the outputs, or the record of steps.
        cause: A Chinese phrase.
    """

    agency: str
    year: int
    file: str
    cause: str

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)


def signed(params: Params, agencies: Sequence[str] = (), years: Sequence[int] = ()) -> list[tuple[str, int]]:
    """The reports with a record of steps, by organ and year, also if the files that they are made from are gone.

    Args:
        params: Inputs.
        agencies: Organs; none is all.
        years: Years; none is all.
    """
    records = params.root.glob(f"[!.]*/{review_file.FILES}")
    found = sorted((path.parent.name, int(path.name[:4])) for path in records)
    return [
        (agency, year)
        for agency, year in found
        if (not agencies or agency in agencies) and (not years or year in years)
    ]


def regenerate(params: Params, reports: Sequence[tuple[str, int]], out: Path, jobs: int = 1) -> list[Failure]:
    """Rebuild reports and list what does not hold.

    Args:
        params: Inputs.
        reports: Organ and year of each.
        out: Folder for the outputs; what is there is built again.
        jobs: How many to build at a time.

    Raises:
        InputError: The settings of the project are wrong, or no ssh-keygen is there to check signatures that it demands.
    """
    demanded = settings.read(params)
    gone = {report: names for report in reports if (names := _gone(params, *report))}
    there = [report for report in reports if report not in gone]
    results = many.run(there, params, out, Options(force=True, trust=False), jobs=jobs)
    built = {(result.agency, result.year): result for result in results}
    found: list[Failure] = []
    for agency, year in reports:
        if missing := gone.get((agency, year)):
            found += [Failure(agency, year, name, "不见了，签名记录还在") for name in missing]
        else:
            found += _one(params, agency, year, out, built[agency, year], demanded)
    return found


def _gone(params: Params, agency: str, year: int) -> list[str]:
    """Names of the files without which there is no report, if they are missing."""
    paths = (params.root / agency / "agency.yaml", params.root / agency / f"{year}.yaml")
    return [params.name(path) for path in paths if not path.is_file()]


def _one(
    params: Params, agency: str, year: int, out: Path, result: Result, demanded: settings.Settings
) -> Iterator[Failure]:  # fmt: skip
    name = params.name(params.folder(agency) / f"{year}.review.yaml")
    if result.status == "failed":
        yield Failure(agency, year, params.name(params.path(agency, year)), result.message)
        return
    try:
        record = review_file.load(review_file.path(params.folder(agency), year), name)
        for finding in check(params, agency, year).findings:
            if finding.blocking:
                where = finding.where or params.name(params.path(agency, year))
                yield Failure(
                    agency, year, where, f"{finding.rule}：{finding.message.rstrip('。')}，没有解决也没有认可"
                )
    except InputError as error:
        yield Failure(agency, year, name, str(error))
        return
    for step in record.steps:
        if problem := demanded.problem(agency, year, step):
            yield Failure(agency, year, name, f"{step.describe()}：{problem}")
    last = record.last
    if last is not None and last.step != "return":
        folder = Options().folder(out, agency, year)
        yield from compare(agency, year, last, inputs.of_report(params, agency, year), manifest.outputs(folder))


def compare(
    agency: str, year: int, step: Step, now: Mapping[str, str], outputs: Mapping[str, str]
) -> Iterator[Failure]:  # fmt: skip
    """What differs from what was signed, each file with its cause.

    Args:
        agency: Folder of the organ.
        year: Report year.
        step: The step that signed it.
        now: Digests of the present inputs.
        outputs: Digests of the outputs as built from them.
    """
    then, published = step.input_digests(), signature.covered(outputs)
    causes = [
        f"{manifest.describe(name)}{how}" for name, how in signature.differences(then, now) if not _is_record(name)
    ]
    stale = f"{step.describe()}的签名失效"
    for name, how in signature.differences(then, now):
        if signature.is_content(name):
            yield Failure(agency, year, name, f"{how}，{stale}")
    because = f"因为{'、'.join(causes)}" if causes else UNDECLARED
    for name, how in signature.differences(signature.covered(step.output_digests()), published):
        yield Failure(agency, year, name, f"{how}，{stale}（{because}）")


def _is_record(name: str) -> bool:
    return name.endswith(signature.RECORD)
