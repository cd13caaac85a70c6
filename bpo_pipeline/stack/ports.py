"""Which doors the local stack listens at: a block of ports on 127.0.0.1 that starts at one number.

All follow from ``BPO_PORT_BASE`` (18000 unless told): the page of Airflow is base + 80, S3 base + 333 and so on.
PostgreSQL has no port; it listens on a socket in the stack's folder.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

import psutil

from bpo_pipeline.errors import AskAPerson

DEFAULT_BASE = 18000
HOST = "127.0.0.1"


class PortTaken(AskAPerson):
    """Another program listens where a part of the stack must; the message names it and the way out."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The block of ports from *base* to base + 899."""

    base: int = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not 1024 <= self.base <= 64000:
            raise AskAPerson(f"BPO_PORT_BASE is {self.base}; choose a number from 1024 to 64000")

    @property
    def airflow(self) -> int:
        """Airflow's page and API."""
        return self.base + 80

    @property
    def tryton(self) -> int:
        """Tryton's REST API."""
        return self.base + 100

    @property
    def s3(self) -> int:
        """The S3 API that clients and the pipeline use."""
        return self.base + 333

    @property
    def seaweed_inner(self) -> dict[str, int]:
        """What SeaweedFS needs beside S3, by the name of its command-line option."""
        inner = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc")
        names = ("s3.port.grpc", *inner, "admin.port", "admin.port.grpc")
        return {name: self.base + 334 + place for place, name in enumerate(names)}


def require_free(port: int, *, purpose: str) -> None:
    """Make sure that nobody listens on *port* yet.

    Raises PortTaken naming the program that does (where the system lets us see it) and how to choose another port.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # as servers do: a port in TIME_WAIT is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(
                f"port {port} ({purpose}) is taken by {_holder(port)}; stop it, or choose another block of ports, "
                f"for example BPO_PORT_BASE={_another(port)}"
            ) from None


def is_open(port: int) -> bool:
    """Whether anything answers on *port*."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _holder(port: int) -> str:
    try:
        listening = [
            one.pid
            for one in psutil.net_connections(kind="tcp")
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port
        ]
        pid = next((pid for pid in listening if pid), None)
        return f"{psutil.Process(pid).name()} (process {pid})" if pid else "a process we may not see"
    except psutil.Error:
        return "a process we may not see"


def _another(port: int) -> int:
    thousand = port // 1000 * 1000
    return thousand + 1000 if thousand < 63000 else 20000
