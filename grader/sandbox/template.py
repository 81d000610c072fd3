"""A loaded process that is forked for each question."""

from __future__ import annotations

from grader.records import Limits
from grader.sandbox.connection import connected
from grader.sandbox.life import TemplateLine
from grader.sandbox.process import Process


class Template:
    """Owns the process in which the cells were run; what it forks is asked, it never is itself."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits

    def fork(self) -> Process | None:
        """A process with the submission as it stands after loading; None if the template is gone.

        Raises:
            SandboxError: there are no more descriptors.
        """
        with connected() as connection:
            asked = self._process.request({}, connection.theirs)
            line = TemplateLine(connection.life, self._process)
            process = Process(connection.data, connection.output, line, self._limits)
        if asked:
            return process
        process.close()
        return None

    def close(self) -> None:
        self._process.close()
