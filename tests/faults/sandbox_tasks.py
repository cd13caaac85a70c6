"""Tasks that misbehave, for the sandbox's fault tests; they run inside the sandbox's child."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bpo_pipeline.errors import AskAPerson, Refused
from bpo_pipeline.model.reasons import Reason

Answer = tuple[Any, tuple[bytes, ...]]


def echo(content: bytes, arguments: dict[str, Any]) -> Answer:
    return {"size": len(content), "arguments": arguments, "user": os.getuid(), "pid": os.getpid()}, (content[:4],)


def refuse(content: bytes, arguments: dict[str, Any]) -> Answer:
    raise Refused(Reason.NO_TEXT, "There is no text.")


def miss_a_tool(content: bytes, arguments: dict[str, Any]) -> Answer:
    raise AskAPerson("Tesseract is not installed")


def stumble(content: bytes, arguments: dict[str, Any]) -> Answer:
    raise KeyError(content.decode())


def dive(content: bytes, arguments: dict[str, Any]) -> Answer:
    return dive(content, arguments)


def eat_memory(content: bytes, arguments: dict[str, Any]) -> Answer:
    return len(bytearray(4 << 30)), ()


def abort(content: bytes, arguments: dict[str, Any]) -> Answer:
    os.abort()


def spin(content: bytes, arguments: dict[str, Any]) -> Answer:
    while True:
        pass


def sleep(content: bytes, arguments: dict[str, Any]) -> Answer:
    time.sleep(600)
    return None, ()


def sleep_with_children(content: bytes, arguments: dict[str, Any]) -> Answer:
    """A child and a grandchild, one of them in a session of its own."""
    mark = arguments["mark"]
    subprocess.Popen(["/bin/sh", "-c", f"exec -a {mark} sleep 600 || sleep 600"], start_new_session=True)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", mark])
    time.sleep(600)
    return None, ()


def leave_children(content: bytes, arguments: dict[str, Any]) -> Answer:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", arguments["mark"]], start_new_session=True)
    return "done", ()


def too_many_blobs(content: bytes, arguments: dict[str, Any]) -> Answer:
    return "x", (b"y" * (70 << 20),)


def too_much_json(content: bytes, arguments: dict[str, Any]) -> Answer:
    return "z" * (65 << 20), ()


def _is(number: int, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.fstat(number).st_mode)
    except OSError:
        return False


def _write_raw(data: bytes) -> None:
    """To the pipe that the answer goes to: the only one that the job has."""
    for number in range(3, 64):
        if _is(number, stat.S_ISFIFO):
            os.write(number, data)


def garbage(content: bytes, arguments: dict[str, Any]) -> Answer:
    _write_raw(b"\xff" * 5000)
    os._exit(0)


def endless(content: bytes, arguments: dict[str, Any]) -> Answer:
    while True:
        _write_raw(b"\0" * 65536)


def forged(content: bytes, arguments: dict[str, Any]) -> Answer:
    from bpo_pipeline.sandbox.limits import Limits
    from bpo_pipeline.sandbox.wire import pack_answer

    _write_raw(pack_answer({"refused": ["accept", "no such reason", 3]}, (), Limits()))
    os._exit(0)


def leave_file(content: bytes, arguments: dict[str, Any]) -> Answer:
    before = sorted(one.name for one in Path().iterdir())
    Path("a/b").mkdir(parents=True)
    Path("a/b/left").write_bytes(content)
    return before, ()


def kill_server(content: bytes, arguments: dict[str, Any]) -> Answer:
    with contextlib.suppress(OSError):
        os.kill(os.getppid(), signal.SIGKILL)
    return "alive", ()


def read_text(content: bytes, arguments: dict[str, Any]) -> Answer:
    """Tesseract is a program of its own; it must be startable."""
    answer = subprocess.run(["tesseract", "--version"], capture_output=True, check=True, text=True, timeout=20)
    return answer.stdout.split()[0], ()


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        found = attempt()
    except (OSError, AssertionError):
        return False
    return found is None or bool(found)


def escape(content: bytes, arguments: dict[str, Any]) -> Answer:
    """Name of each attempt that succeeded."""
    parent, host = os.getppid(), arguments["host_pid"]
    libc = ctypes.CDLL(None, use_errno=True)

    def fork_bomb() -> bool:
        children = 0
        try:
            for _ in range(200):
                if os.fork() == 0:
                    time.sleep(5)
                    os._exit(0)
                children += 1
        except OSError:
            return False
        return children >= 200

    def connect() -> None:
        with socket.create_connection(("127.0.0.1", arguments["port"]), 2):
            pass

    def abstract_socket() -> None:
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(arguments["abstract"])

    attempts = {
        "read /etc/shadow": lambda: Path("/etc/shadow").read_text(),
        "read the secret file": lambda: Path(arguments["secret_file"]).read_text(),
        "list the project": lambda: [
            one.name for one in Path(arguments["project"]).iterdir() if one.name not in arguments["bound"]
        ],
        "environment": lambda: any("SECRET" in name for name in os.environ),
        "environment of the caller": lambda: Path(f"/proc/{host}/environ").read_bytes(),
        "socket": lambda: socket.socket().close(),
        "connect to loopback": connect,
        "abstract unix socket": abstract_socket,
        "kill the server": lambda: os.kill(parent, 0),
        "kill the caller": lambda: os.kill(host, 0),
        "kill everybody": lambda: os.kill(-1, 0),
        "trace the server": lambda: libc.ptrace(16, parent, 0, 0) == 0,
        "memory of the server": lambda: os.close(os.open(f"/proc/{parent}/mem", os.O_RDONLY)),
        "write to /usr": lambda: Path("/usr/x").touch(),
        "write to /": lambda: Path("/x").touch(),
        "write to /tmp": lambda: Path("/tmp/x").touch(),
        "write to the packages": lambda: Path(arguments["package"], "x.py").touch(),
        "new namespace": lambda: libc.unshare(0x10000000) == 0,
        "mount": lambda: libc.mount(b"none", b"/scratch", b"tmpfs", 0, None) == 0,
        "become root": lambda: os.setuid(0) if os.getuid() else None,
        "file over the limit": lambda: Path("big").write_bytes(b"\0" * (65 << 20)),
        "ghostscript": lambda: subprocess.run(["gs", "--version"], check=False),
        "fork bomb": fork_bomb,
        "host processes": lambda: len([one for one in Path("/proc").iterdir() if one.name.isdigit()]) > 70,
        "open files": lambda: [n for n in range(3, 64) if _is(n, lambda mode: not stat.S_ISFIFO(mode))],
    }
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return {name: _succeeds(attempt) for name, attempt in attempts.items()}, ()
