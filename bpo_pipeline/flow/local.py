"""Starting the local stack with the sample clients' master data in its ERP."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpo_pipeline import stack
from bpo_pipeline.generator.masterdata import CLIENTS, PURCHASE_ORDERS, VENDORS
from bpo_pipeline.generator.staff import STAFF, WORKS
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack.tryton import master_data
from bpo_pipeline.store import upgrade

ERP_CLIENT = "lakeside"
"""The sample client whose vendors, orders and employees live in the ERP."""


def erp_master_data() -> str:
    """The sample company with its vendors, orders and employees, as the JSON text that the ERP's seed is made from."""
    company = CLIENTS[ERP_CLIENT]
    return master_data(
        name=company.name,
        currency=company.currency,
        vendors=VENDORS[ERP_CLIENT],
        orders=PURCHASE_ORDERS[ERP_CLIENT],
        employees=STAFF,
        works=WORKS,
    )


def start_stack(settings: Settings, *, only: Sequence[str] | None, progress: Callable[[str], None]) -> stack.StackInfo:
    """Start or repair the parts named (all when none is), the tables and the ERP's seed included."""
    return stack.up(
        settings.home,
        ports=stack.Ports(settings.port_base),
        only=only or stack.GROUPS,
        contracts_folder=settings.contracts,
        vault=settings.vault_bucket,
        sandbox=settings.sandbox,
        master_data=erp_master_data(),
        prepare_database=upgrade,
        progress=progress,
    )
