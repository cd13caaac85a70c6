"""Tryton as a part of the local stack: up twice, killed, down, and what it tells to whom."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator

import psutil
import pytest
import requests
from posting_office import invoice
from tryton_office import Office

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.local import erp_master_data
from bpo_pipeline.posting.bill import make_bill
from bpo_pipeline.stack import tryton
from bpo_pipeline.stack.ports import PortTaken
from bpo_pipeline.stack.tryton_environment import MAX_REQUEST_BYTES, default_cache

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office.open(tmp_path_factory.mktemp("tryton-home"))
    yield office
    office.close()


@pytest.fixture
def office(running: Office) -> Office:
    running.start()
    return running


def test_up_twice_is_up_once_a_killed_one_comes_back_and_down_leaves_nothing(office: Office) -> None:
    first = tryton.start(office.home, office.port)
    assert tryton.start(office.home, office.port) == first

    office.kill()
    assert not tryton.is_healthy(office.port)
    second = tryton.start(office.home, office.port)
    assert second != first
    assert tryton.is_healthy(office.port)

    tryton.stop(office.home)
    tryton.stop(office.home)
    assert not psutil.pid_exists(second)
    assert not tryton.is_healthy(office.port)


def test_what_was_written_survives_down_and_up(office: Office) -> None:
    bill = make_bill(invoice("INV-1"), office.target().find_vendor("V-1001"))
    office.target().create_bill("key1", bill, bill.total)
    office.close()

    office.start()

    assert office.target().find("key1") is not None


def test_the_targets_file_is_for_its_owner_and_keeps_other_companies(office: Office) -> None:
    path = office.home / "targets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    targets = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(targets | {"other": {"url": "x"}}), encoding="utf-8")
    office.close()

    office.start()

    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"lakeside", "other"}
    assert targets["lakeside"]["key"] not in repr(office.company)


def test_the_key_opens_accounting_and_purchase_and_nothing_of_administration(office: Office) -> None:
    entry = json.loads((office.home / "targets.json").read_text(encoding="utf-8"))["lakeside"]
    base, headers = f"{entry['url']}/{entry['database']}/rest/model", {"Authorization": f"bearer {entry['key']}"}

    assert requests.get(f"{base}/account.invoice", headers=headers, timeout=30).ok
    for model in ("res.group", "ir.cron", "ir.sequence"):
        written = requests.post(f"{base}/{model}", headers=headers, json={"name": "x"}, timeout=30)
        assert written.status_code >= 400, model
    assert requests.get(f"{base}/account.invoice", timeout=30).status_code == 401


def test_a_taken_port_is_named(tmp_path_factory: pytest.TempPathFactory, office: Office) -> None:
    office.close()
    with socket.create_server(("127.0.0.1", office.port)), pytest.raises(PortTaken, match=str(office.port)):
        office.start()


def test_without_set_up_the_way_out_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(AskAPerson, match="set-up"):
        tryton.start(tmp_path_factory.mktemp("empty"), 1)


def test_a_second_home_is_filled_from_the_cache(tmp_path_factory: pytest.TempPathFactory, office: Office) -> None:
    home = tmp_path_factory.mktemp("second")
    kept = sorted(default_cache().glob("tryton-seed-*/seed.sqlite"))
    times = [one.stat().st_mtime_ns for one in kept]

    seed = tryton.seed(home, erp_master_data())

    assert seed.read_bytes()[:15] == b"SQLite format 3"
    assert [one.stat().st_mtime_ns for one in kept] == times
    assert stat.S_IMODE(seed.stat().st_mode) == 0o600


def test_the_size_limit_takes_an_original_of_50_mib() -> None:
    assert MAX_REQUEST_BYTES > 50 * 1024 * 1024 * 4 / 3
