"""`pytest --submission PATH --assignment ID`: public checks and derivations as test items, named by question.

Without `--submission` nothing is registered, collected or imported. The submission runs once, in a process of its
own; with xdist in the controller, which hands the answers to its workers, so that all of them collect the same.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.export.answers import Answers
    from grader.export.case import Case

_ANSWERS = "grader_answers"  # where a worker of xdist finds what the controller was told


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader", "checking coursework")
    group.addoption("--submission", metavar="PATH", help="The notebook, module, folder or zip to check.")
    group.addoption("--assignment", metavar="ID", help="The assignment, where the notebook does not say.")
    group.addoption("--course", metavar="DIR", help="The course's folder (default: as for `grader check`).")


def pytest_configure(config: pytest.Config) -> None:
    """Registers what does the work, if there is any."""
    if config.getoption("submission") is None:
        for name in ("assignment", "course"):
            if config.getoption(name) is not None:
                raise pytest.UsageError(f"--{name} needs --submission PATH")
        return
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []  # nobody asked for the tests of the current folder
    config.pluginmanager.register(SubmissionPlugin(config), "grader-submission")


class Sheet(pytest.Collector):
    """All cases of one assignment. Its name has no digits, lest `-k 2` fit the assignment's."""

    def __init__(self, plugin: SubmissionPlugin, **others: Any) -> None:
        super().__init__(**others)
        self._plugin = plugin

    def collect(self) -> Iterator[CaseItem]:
        for case in self._plugin.answers.cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One case, already judged: it fails where the answer is wrong, and is an error where there was none."""

    def __init__(self, *, case: Case, **others: Any) -> None:
        super().__init__(**others)
        self._case = case
        self.user_properties.extend({**case.properties, "seconds": f"{case.seconds:.3f}"}.items())

    def setup(self) -> None:
        """What fails in here pytest counts as an error, not as a failure."""
        self._tell("error")
        self._tell("skipped")

    def runtest(self) -> None:
        self._tell("failure")

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name

    def _tell(self, outcome: str) -> None:
        from grader.export.case import SKIPPED
        from grader.export.github import inert
        from grader.export.junit import legal

        if self._case.outcome != outcome:
            return
        words = legal(inert(self._case.account))
        if outcome == SKIPPED:
            pytest.skip(words)
        pytest.fail(words, pytrace=False)


class SubmissionPlugin:
    """The hooks of a session with `--submission`."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._path = Path(config.getoption("submission"))
        self._ran: set[str] = set()
        # A runner obeys no command between this word and its return; nobody can guess it.
        self._token = secrets.token_hex(16)
        self._speaks = os.environ.get("GITHUB_ACTIONS") == "true" and not self._is_worker

    # ----------------------------------------------------------------------- running it, once

    @property
    def _is_worker(self) -> bool:
        return hasattr(self._config, "workerinput")

    @cached_property
    def _text(self) -> str:
        from grader.errors import GraderError
        from grader.export.answers import run
        from grader.export.github import inert

        if self._is_worker:
            # xdist adds the attribute to a worker's configuration.
            return str(getattr(self._config, "workerinput")[_ANSWERS])  # noqa: B009
        course = self._config.getoption("course")
        try:
            return run(self._path, self._config.getoption("assignment"), Path(course) if course else None)
        except GraderError as error:
            raise pytest.UsageError(inert(f"--submission: {error}")) from None

    @cached_property
    def answers(self) -> Answers:
        from grader.export.answers import read

        return read(self._text)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Of xdist, for each worker before it starts."""
        node.workerinput[_ANSWERS] = self._text

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            sheet = Sheet.from_parent(collector, name="checks", nodeid=self.answers.assignment, plugin=self)
            report.result = [*report.result, sheet]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._ran.add(report.nodeid)

    # ----------------------------------------------------------------------- what a runner reads

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        if self._speaks:
            self._write(f"::stop-commands::{self._token}")

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """After everything that pytest has to say: the summary, and the annotations as commands again."""
        if self._speaks:
            self._write(f"::{self._token}::")
        if self._ran and not self._is_worker:
            self._tell_runner()

    def _tell_runner(self) -> None:
        from grader.export.github import annotated, append_summary

        cases = [case for case in self.answers.cases if f"{self.answers.assignment}::{case.id}" in self._ran]
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            append_summary(Path(summary), f"{self.answers.assignment}: public checks", cases, self.answers.closing)
        if self._speaks:
            for line in annotated(cases, self._shown_path()):
                self._write(line)

    def _write(self, line: str) -> None:
        if self._config.pluginmanager.has_plugin("terminalreporter"):
            self._config.get_terminal_writer().line(line)

    def _shown_path(self) -> str | None:
        """As the repository has it; an annotation without a file stands at the job."""
        workspace = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
        path = self._path.resolve()
        return path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else None
