from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.records import Limits, Tier
from grader.sandbox.nursery import Nursery


def test_a_zygote_whose_imports_fail_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "zygote.py"
    script.write_text("import sys\nsys.stderr.write('first\\nImportError: libfoo.so is missing\\n')\nsys.exit(1)\n")
    monkeypatch.setattr("grader.sandbox.nursery._SCRIPT", script)
    nursery = Nursery(Tier.C, (), None)
    with pytest.raises(SandboxError, match=r"did not start: ImportError: libfoo\.so is missing"):
        nursery.child(Limits())
    nursery.close()


def test_what_cannot_be_preloaded_is_left_out_and_a_killed_zygote_is_known_dead() -> None:
    nursery = Nursery(Tier.C, ("os.path.nonsense", "threading_of_nobody"), None)
    nursery.wait_until_ready()
    assert nursery.alive()
    assert not nursery.ends_within(0.01)
    nursery.kill()
    assert not nursery.alive()
    assert nursery.ends_within(0.01)
    with pytest.raises(SandboxError, match="died"):
        nursery.child(Limits()).kill()
    nursery.close()


def test_a_zygote_that_is_silent_at_the_start_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "zygote.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr("grader.sandbox.nursery._SCRIPT", script)
    monkeypatch.setattr("grader.sandbox.nursery._START_SECONDS", 0.3)
    monkeypatch.setattr("grader.sandbox.nursery._END_SECONDS", 0.1)
    nursery = Nursery(Tier.C, (), None)
    with pytest.raises(SandboxError, match=r"did not start: no answer within 0.3 s"):
        nursery.wait_until_ready()
    nursery.close()
