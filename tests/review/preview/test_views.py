"""What the page of a report shows after each build."""

from __future__ import annotations

from gongkai.pipeline.job import Result
from gongkai.review.preview.views import View, of_result

PAGES = {"report.html": "0" * 64}


def test_an_error_that_is_undone() -> None:
    """Warnings, findings and time of the last good output hold through an error and after it is undone."""
    built = Result("a", 2024, "done", seconds=1.5, findings={"warning": 2}, warnings=("照片太小。",))
    good = of_result(built, PAGES, View())
    failed = of_result(Result("a", 2024, "failed", "第3行写错了。"), PAGES, good)
    assert ("failed", "第3行写错了。", PAGES) == (failed.state, failed.message, failed.pages)
    again = of_result(Result("a", 2024, "skipped", findings={"warning": 2}), PAGES, failed)
    assert good == again
    assert (("照片太小。",), {"warning": 2}) == (again.warnings, again.findings)


def test_a_report_that_was_built_before() -> None:
    """A preview that is opened on a current report shows the warnings of its last build."""
    opened = of_result(Result("a", 2024, "skipped", warnings=("照片太小。",)), PAGES, View())
    assert ("照片太小。",) == opened.warnings
