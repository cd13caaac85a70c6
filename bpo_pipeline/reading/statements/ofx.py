"""OFX and QBO files as banks export them: SGML (1.x) or XML (2.x), read as a tree by ofxtools.

Source: Open Financial Exchange 2.2, 11.4 (bank and credit card statements). ofxtools' own classes are not used:
they refuse the deviations that banks are known for; dates and amounts are judged here.
"""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree as ET

from ofxtools.Parser import OFXTree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Structured
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.statements.lines import MOST_LINES, Values, amount_of, empty, several

OFX = "application/x-ofx"
_STATEMENTS = ("STMTRS", "CCSTMTRS")


def read_ofx(content: bytes) -> tuple[Structured, tuple[Remark, ...]]:
    """The first account's statement. Raises Refused: corrupt, no_text."""
    root = _tree(content)
    statements = [one for name in _STATEMENTS for one in root.iter(name)]
    if not statements:
        raise empty()
    found = Values()
    found.put("bank_name", root.findtext(".//FI/ORG"))
    _header(found, statements[0])
    for number, line in enumerate(statements[0].iter("STMTTRN")):
        if number >= MOST_LINES:
            raise Refused(Reason.TOO_MANY_CELLS, f"The statement has more than {MOST_LINES} lines.")
        _line(found, f"rows.{number}", line)
    return found.structured("ofx", "OFX"), several(len(statements))


def _tree(content: bytes) -> ET.Element:
    parser: Any = OFXTree()
    try:
        root: ET.Element = parser.parse(io.BytesIO(content.lstrip()))
    except Exception as problem:  # ofxtools raises whatever its regular expressions and codecs do
        sentence = "The OFX file can't be read; please ask the bank for it again, or for a CSV."
        raise Refused(Reason.CORRUPT, sentence) from problem
    return root


def _header(found: Values, statement: ET.Element) -> None:
    found.put("currency", statement.findtext("CURDEF"))
    for name in ("BANKACCTFROM", "CCACCTFROM"):
        found.put("bank_id", statement.findtext(f"{name}/BANKID"))
        found.put("account_number", statement.findtext(f"{name}/ACCTID"))
    found.put("period_start", _day(statement.findtext("BANKTRANLIST/DTSTART")))
    found.put("period_end", _day(statement.findtext("BANKTRANLIST/DTEND")))
    balance = statement.findtext("LEDGERBAL/BALAMT")
    if balance is not None:
        found.put("closing_balance", str(amount_of(balance)))


def _line(found: Values, path: str, line: ET.Element) -> None:
    amount = amount_of(line.findtext("TRNAMT"))
    found.put(f"{path}.{'withdrawal' if amount < 0 else 'deposit'}", str(abs(amount)))
    found.put(f"{path}.date", _day(line.findtext("DTPOSTED")))
    found.put(f"{path}.value_date", _day(line.findtext("DTUSER")))
    found.put(f"{path}.reference", line.findtext("FITID"))
    found.put(f"{path}.counterparty", line.findtext("NAME") or line.findtext("PAYEE/NAME"))
    found.put(f"{path}.counterparty_account", line.findtext("BANKACCTTO/ACCTID"))
    found.put(f"{path}.remittance", line.findtext("MEMO"))
    found.put(f"{path}.check_number", line.findtext("CHECKNUM"))
    found.put(f"{path}.description", line.findtext("NAME") or line.findtext("MEMO") or line.findtext("TRNTYPE"))


def _day(text: str | None) -> str:
    """``20260115120000[-5:EST]`` as 2026-01-15; what is no date stays as it is, for qa to refuse."""
    plain = (text or "").strip()
    return f"{plain[:4]}-{plain[4:6]}-{plain[6:8]}" if plain[:8].isdigit() else plain
