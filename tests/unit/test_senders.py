"""A sender's name says whether the very process that sent is gone, and never takes another one for it."""

from __future__ import annotations

import os
import subprocess
import sys

from bpo_pipeline.flow.senders import has_ended, this_sender

SAY_NAME = "from bpo_pipeline.flow.senders import this_sender; print(this_sender(), flush=True); input()"


def test_a_living_sender_has_not_ended() -> None:
    assert not has_ended(this_sender())


def test_a_killed_sender_has_ended_even_before_its_parent_has_noticed() -> None:
    with subprocess.Popen([sys.executable, "-c", SAY_NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        name = child.stdout.readline().decode().strip()
        assert not has_ended(name)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(name)
    assert has_ended(name)


def test_another_process_with_the_same_number_is_not_the_sender() -> None:
    machine, number, started = this_sender().split(" ")
    assert has_ended(f"{machine} {number} {int(started) - 1}")


def test_of_another_machine_nothing_is_known() -> None:
    _, number, _ = this_sender().split(" ")
    assert not has_ended(f"elsewhere/00000000-0000/1 {number} 1")
    assert not has_ended("host:1234")
    assert not has_ended("")
