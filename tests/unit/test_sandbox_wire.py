"""An answer from a child that a document may have taken over is checked to the last byte."""

from __future__ import annotations

import contextlib
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_pipeline.sandbox import confine
from bpo_pipeline.sandbox.limits import Limits
from bpo_pipeline.sandbox.seccomp import program
from bpo_pipeline.sandbox.wire import Garbage, pack_answer, pack_job, unpack_answer, unpack_job

SMALL = Limits(value_bytes=100, blob_bytes=100)


def test_a_job_comes_out_as_it_went_in() -> None:
    assert unpack_job(pack_job({"name": "é"}, b"\0content")) == ({"name": "é"}, b"\0content")


@given(st.dictionaries(st.text(), st.integers()), st.lists(st.binary(max_size=50), max_size=5))
def test_an_answer_comes_out_as_it_went_in(body: dict[str, int], blobs: list[bytes]) -> None:
    answer = unpack_answer(pack_answer(body, blobs, Limits()), Limits())
    assert answer.body == body
    assert list(answer.blobs) == blobs


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_garbage(packed: bytes) -> None:
    with contextlib.suppress(Garbage):
        assert isinstance(unpack_answer(packed, SMALL).body, dict)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\0" * 7,
        struct.pack(">II", 200, 0) + b"{" + b" " * 198 + b"}",
        struct.pack(">III", 2, 1, 101) + b"{}" + b"x" * 101,
        struct.pack(">II", 2, 0) + b"{}" + b"more",
        struct.pack(">II", 2, 1 << 31) + b"{}",
        struct.pack(">II", 2, 0) + b"[]",
        struct.pack(">II", 80, 0) + b"[" * 80,
    ],
)
def test_cut_oversized_and_nested_answers_are_garbage(packed: bytes) -> None:
    with pytest.raises(Garbage):
        unpack_answer(packed, SMALL)


def test_an_answer_over_the_limits_is_not_packed() -> None:
    with pytest.raises(Garbage):
        pack_answer({"value": "x" * 200}, (), SMALL)
    with pytest.raises(Garbage):
        pack_answer({}, (b"x" * 101,), SMALL)


def test_numbers_that_json_does_not_know_are_not_packed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack_answer({"value": float("nan")}, (), SMALL)


def test_the_system_call_filter_ends_in_allow_and_jumps_stay_inside() -> None:
    for machine in ("x86_64", "aarch64"):
        code = program(machine, [1, 7])
        steps = [struct.unpack("=HBBI", code[at : at + 8]) for at in range(0, len(code), 8)]
        assert steps[-1][3] == 0x7FFF0000
        assert all(at + 1 + max(one[1], one[2]) < len(steps) for at, one in enumerate(steps[:-1]))


def test_the_walls_show_the_package_but_neither_home_nor_project() -> None:
    roots = confine.module_roots({})
    words = confine.bubblewrap(roots, Limits(), as_root=False)
    bound = {words[at + 1] for at, word in enumerate(words) if word.startswith("--ro-bind")}
    assert str(roots[0]) in bound
    assert not bound & {"/", "/etc", "/home", "/root", "/proc", str(Path.home()), str(roots[0].parent)}
    assert "--clearenv" in words
    assert "--unshare-net" in words


def test_nothing_of_the_environment_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_S3_SECRET_KEY", "not to be seen")
    assert "not to be seen" not in json.dumps(confine.bubblewrap(confine.module_roots({}), Limits(), as_root=True))
    assert set(confine.ENVIRONMENT) == {"PATH", "OMP_THREAD_LIMIT", "LANG"}
