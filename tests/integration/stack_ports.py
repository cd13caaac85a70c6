"""A block of ports that nobody uses, for tests that start servers."""

from __future__ import annotations

from bpo_pipeline.stack.ports import Ports, is_open


def free_ports() -> Ports:
    """The first free block from 40000 on."""
    for base in range(40000, 60000, 1000):
        ports = Ports(base)
        if not any(is_open(port) for port in (ports.airflow, ports.tryton, ports.s3, *ports.seaweed_inner.values())):
            return ports
    raise AssertionError("no free block of ports")
