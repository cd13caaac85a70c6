"""The client's targets, and what they know: vendors and orders, from the ERP or from the contract's list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bpo_pipeline.contracts import Contract, FileTarget
from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting import AccountingTarget
from bpo_pipeline.posting.online.connections import KINDS, online_hours
from bpo_pipeline.posting.payroll_books import PayrollBooks
from bpo_pipeline.posting.targets.csv import Csv
from bpo_pipeline.posting.targets.tryton import Tryton, TrytonCompany
from bpo_pipeline.posting.targets.tryton_payroll import TrytonPayroll
from bpo_pipeline.posting.targets.ubl import Ubl
from bpo_pipeline.posting.targets.ubl_document import Buyer
from bpo_pipeline.store import Buckets, Store


def listed_vendors(contract: Contract) -> tuple[Vendor, ...]:
    """The vendors that the contract lists."""
    return tuple(
        Vendor(one.vendor_id, one.name, tax_ids=one.tax_ids, ibans=one.ibans, country=one.country)
        for one in contract.vendors
    )


def targets_of(contract: Contract, *, targets_file: Path, buckets: Buckets) -> dict[str, AccountingTarget]:
    """The contract's targets by name.

    Raises AskAPerson for a company that the deployment's targets file does not know.
    """
    known: dict[str, AccountingTarget] = {}
    for name, target in contract.named_targets():
        if isinstance(target, FileTarget):
            folder, vendors = buckets.folder(contract.outbox_bucket), listed_vendors(contract)
            if target.kind == "csv":
                known[name] = Csv(name, folder=folder, prefix=target.prefix, vendors=vendors)
            else:
                buyer = Buyer(contract.name, contract.country, contract.tax_id)
                known[name] = Ubl(name, folder=folder, prefix=target.prefix, vendors=vendors, buyer=buyer)
        else:
            known[name] = Tryton(TrytonCompany.from_settings(_connection(targets_file, target.company)))
    return known


def books_of(company: str, *, targets_file: Path) -> PayrollBooks:
    """Payroll's books in that company. Raises AskAPerson for one that the deployment's targets file does not know."""
    entry = _connection(targets_file, company)
    if entry.get("kind") in KINDS:
        return online_hours(entry, tokens=targets_file.with_name(f"{company}.tokens.json"))
    return TrytonPayroll(TrytonCompany.from_settings(entry))


def master_data(contract: Contract, targets: Mapping[str, AccountingTarget]) -> MasterData:
    """Vendors and orders of the client's ERP; the contract's list where no ERP can be asked."""
    live = [target for target in targets.values() if isinstance(target, Tryton)]
    if not live:
        return MasterData(listed_vendors(contract))
    vendors = tuple(vendor for target in live for vendor in target.vendors())
    orders = tuple(order for target in live for order in target.purchase_orders())
    return MasterData(vendors, orders)


class AskedOnce:
    """A client's targets and master data, each asked for once in the life of an App."""

    def __init__(self, contract: Contract, targets_file: Path, buckets: Buckets, store: Store) -> None:
        self._contract, self._file, self._buckets, self._store = contract, targets_file, buckets, store

    @cached_property
    def targets(self) -> Mapping[str, AccountingTarget]:
        """Targets by name."""
        return targets_of(self._contract, targets_file=self._file, buckets=self._buckets)

    @cached_property
    def master(self) -> MasterData:
        """Vendors, orders and what is remembered of the vendors' papers."""
        known = master_data(self._contract, self.targets)
        return replace(known, memories=tuple(self._store.memories(self._contract.client)))


def _connection(path: Path, company: str) -> Mapping[str, Any]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no {path.name} yet: the ERP was never started (bpo stack up), or BPO_TARGETS is wrong"
        raise TryAgain(message) from None
    if company not in entries:
        message = f"{path.name} has no entry {company!r}; it has {', '.join(entries) or 'none'}"
        raise AskAPerson(message)
    entry: Mapping[str, Any] = entries[company]
    return entry
