"""System calls that no parser needs are refused by the kernel: sockets, tracing, mounting, keys, namespaces.

A second wall behind bubblewrap, and the first where bubblewrap is missing. The filter is classic
BPF as in the kernel's ``Documentation/userspace-api/seccomp_filter.rst``; numbers are from the
kernel's system call tables. Refused calls fail with EPERM; nothing is killed by it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Sequence

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_NEW_NAMESPACES = 0x7E020000
_X32 = 0x40000000

# the number on each of _MACHINES, in that order
_REFUSED = {
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "tkill": (200, 130),
    "personality": (135, 92),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
}
_KILL, _TGKILL, _PRLIMIT, _CLONE, _CLONE3 = (62, 129), (234, 131), (302, 261), (56, 220), (435, 435)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def _step(code: int, k: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, k & 0xFFFFFFFF)


def _refuse_for(number: int, code: int, values: Sequence[int], error: int) -> list[bytes]:
    """Refuse a call when its first argument equals (or shares a bit with) one of the values."""
    steps = [_step(_LOAD, _AT_FIRST_ARGUMENT)]
    for value in values:
        steps += [_step(code, value, 0, 1), _step(_RETURN, _ERRNO | error)]
    steps.append(_step(_RETURN, _ALLOW))
    return [_step(_EQUAL, number, 0, len(steps)), *steps]


def program(machine: str, protected: Sequence[int]) -> bytes:
    """The filter for a machine (``x86_64``, ``aarch64``); *protected* are process ids nobody may signal."""
    column, architecture = _MACHINES[machine]
    steps = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_EQUAL, architecture, 1, 0),
        _step(_RETURN, _ERRNO | errno.EPERM),
        _step(_LOAD, _AT_NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(_GREATER_EQUAL, _X32, 0, 1), _step(_RETURN, _ERRNO | errno.EPERM)]
    for numbers in _REFUSED.values():
        steps += [_step(_EQUAL, numbers[column], 0, 1), _step(_RETURN, _ERRNO | errno.EPERM)]
    steps += [_step(_EQUAL, _CLONE3[column], 0, 1), _step(_RETURN, _ERRNO | errno.ENOSYS)]  # libc falls back to clone
    victims = [-1, *protected, *(-one for one in protected)]
    steps += _refuse_for(_KILL[column], _EQUAL, victims, errno.EPERM)
    steps += _refuse_for(_TGKILL[column], _EQUAL, list(protected), errno.EPERM)
    steps += _refuse_for(_PRLIMIT[column], _EQUAL, list(protected), errno.EPERM)
    steps += _refuse_for(_CLONE[column], _ANY_BIT, [_NEW_NAMESPACES], errno.EPERM)
    steps.append(_step(_RETURN, _ALLOW))
    return b"".join(steps)


def install(protected: Sequence[int]) -> bool:
    """Put the filter over this process and all it will start; False on a machine it is not written for."""
    machine = platform.machine()
    if machine not in _MACHINES:
        return False
    code = program(machine, protected)
    buffer = ctypes.create_string_buffer(code, len(code))
    packed = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    header = ctypes.create_string_buffer(packed, len(packed))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.c_void_p(ctypes.addressof(header)), 0, 0):
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem))
    return True
