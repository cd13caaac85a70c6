"""A block of ports that nobody uses, for tests that start servers."""

from __future__ import annotations

from bpo_pipeline.stack.ports import Ports, PortTaken, require_free

FIRST, LAST = 20000, 32000
"""Below the ports that the system gives to outgoing connections (32768 and up on Linux)."""


def free_ports() -> Ports:
    """The first block of which each port can be had."""
    for base in range(FIRST, LAST, 1000):
        ports = Ports(base)
        if all(map(_free, (ports.airflow, ports.tryton, ports.s3, *ports.seaweed_inner.values()))):
            return ports
    raise AssertionError("no free block of ports")


def _free(port: int) -> bool:
    try:
        require_free(port, purpose="a test")
    except PortTaken:
        return False
    return True
