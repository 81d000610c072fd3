"""A loaded process that is forked for each question."""

from __future__ import annotations

import os
import socket

from grader.records import Limits
from grader.sandbox.life import TemplateLine
from grader.sandbox.process import Process


class Template:
    """Owns the process in which the cells were run; what it forks is asked, it never is itself."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits

    def fork(self) -> Process | None:
        """A process with the submission as it stands after loading; None if the template is gone."""
        data, their_data = socket.socketpair()
        life, their_life = socket.socketpair()
        output, their_output = os.pipe()
        process = Process(data, output, TemplateLine(life, self._process), self._limits)
        with their_data, their_life:
            asked = self._process.request({}, [their_data.fileno(), their_output, their_life.fileno()])
        os.close(their_output)
        if asked:
            return process
        process.close()
        return None

    def close(self) -> None:
        self._process.close()
