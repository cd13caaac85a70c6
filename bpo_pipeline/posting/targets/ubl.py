"""Bills as UBL 2.1, valid under the official EN 16931 rules before they leave.

A bill that cannot be made valid from what was approved goes to a person, with the rule's own sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.bill import Bill
from bpo_pipeline.posting.targets.en16931 import broken_rules
from bpo_pipeline.posting.targets.files import FileTarget, Folder, Written
from bpo_pipeline.posting.targets.ubl_document import CBC, Buyer, ubl_document

_MOST_RULES_TOLD = 3


class Ubl(FileTarget):
    """UBL files in the client's outbox."""

    suffix = ".xml"
    content_type = "application/xml"

    def __init__(self, name: str, *, folder: Folder, prefix: str, vendors: Sequence[Vendor], buyer: Buyer) -> None:
        """As every file target; *buyer* is the client itself."""
        super().__init__(name, folder=folder, prefix=prefix, vendors=vendors)
        self._buyer = buyer

    def render(self, key: str, bill: Bill) -> bytes:
        """The bill as UBL. Raises Refused (to a person) with the sentences of the rules that it breaks."""
        content = ubl_document(key, bill, self._buyer)
        broken = broken_rules(content)
        if broken:
            raise to_a_person("the bill is not valid under EN 16931: " + "; ".join(broken[:_MOST_RULES_TOLD]))
        return content

    def read_back(self, content: bytes) -> Written:
        """Gross total (BT-112) and currency (BT-5)."""
        amount = etree.fromstring(content).find(f".//{{{CBC}}}TaxInclusiveAmount")
        if amount is None or not amount.text:
            raise to_a_person(f"the file of the {self.name} target cannot be read back; compare it by hand")
        return Written(Decimal(amount.text), amount.get("currencyID", ""))
