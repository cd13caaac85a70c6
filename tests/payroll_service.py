"""A payroll service that looks at every request: token, key, body under the vendor's schema where BPO_CORPUS has it."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

STANDARDS = Path(os.environ.get("BPO_CORPUS", ".")) / "forms" / "standards"
ACTIVITY = {"TxnDate": str, "NameOf": str, "EmployeeRef": dict, "Hours": int, "Minutes": int, "Description": str}


@dataclass
class Books:
    """What the service holds, and how it fails."""

    good: str = "new"
    made: dict[str, Any] = field(default_factory=dict)
    posts: int = 0
    renewals: int = 0
    lose: int = 0
    """So many answers are lost after the effect."""
    wrong: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(check: Callable[[str, Any], str]) -> Iterator[Books]:
    """A running service; *check* gives what is wrong with a path and its body."""
    books = Books()

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/token":
                books.renewals += 1
                return self._say(200, {"access_token": books.good, "refresh_token": f"r{books.renewals}"})
            if self.headers["Authorization"] != f"Bearer {books.good}":
                return self._say(401, {})
            asked = urlsplit(self.path)
            key = self.headers["Idempotency-Key"] or parse_qs(asked.query).get("requestid", [""])[0]
            body = json.loads(content)
            problem = check(asked.path, body) if re.fullmatch(r"[A-Z2-7]{24}", key) else "no key"
            if problem:
                books.wrong.append(problem)
                return self._say(400, {})
            books.posts += 1
            books.made.setdefault(key, body)
            if books.lose:
                books.lose -= 1
                self.close_connection = True
                return None
            return self._say(200, {"made": key})

        def do_GET(self) -> None:
            if self.headers["Authorization"] != f"Bearer {books.good}":
                return self._say(401, {})
            rows = list(books.made.values())
            if "/query" in self.path:
                return self._say(200, {"QueryResponse": {"TimeActivity": rows} if rows else {}})
            flat = [one for row in rows for one in (row if isinstance(row, list) else [row])]
            return self._say(200, {"Timesheets" if "1.0" in self.path else "timesheets": flat})

        def _say(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    books.url = f"http://127.0.0.1:{server.server_port}"
    yield books
    server.shutdown()
    server.server_close()


def check_activity(path: str, body: Any) -> str:
    """What is wrong with a QuickBooks TimeActivity: names and kinds, under Intuit's schema where it is."""
    if not re.fullmatch(r"/v3/company/\d+/timeactivity", path):
        return f"{path} is no address of QuickBooks"
    wrong = [name for name, kind in ACTIVITY.items() if not isinstance(body.get(name), kind)]
    known = _intuit()
    if known is not None:
        wrong += [name for name in body if name not in known]
        for name, value in body.items():
            if name in known and known[name].type.is_simple() and not known[name].type.is_valid(str(value)):
                wrong.append(name)
    return ", ".join(wrong)


def check_timesheet(path: str, body: Any) -> str:
    """What is wrong with a Xero timesheet, under Xero's OpenAPI where it is."""
    australian = path == "/payroll.xro/1.0/Timesheets"
    if not australian and path != "/payroll.xro/2.0/Timesheets":
        return f"{path} is no address of Xero payroll"
    if isinstance(body, list) is not australian:
        return "Australia takes a list, the others an object"
    validator = _xero("au" if australian else "uk")
    if validator is None:
        return ""
    one = body[0] if australian else body
    return "; ".join(error.message for error in validator.iter_errors(one))


@cache
def _intuit() -> Any:
    if not STANDARDS.is_dir():
        return None
    import xmlschema

    kind = xmlschema.XMLSchema(str(STANDARDS / "quickbooks_v3" / "Finance.xsd")).types["TimeActivity"]
    return {element.local_name: element for element in kind.content.iter_elements()}


@cache
def _xero(country: str) -> Any:
    if not STANDARDS.is_dir():
        return None
    import openapi_schema_validator
    import yaml

    spec = yaml.load((STANDARDS / "xero" / f"xero-payroll-{country}.yaml").read_text(), yaml.CSafeLoader)
    wanted = {"$ref": "#/components/schemas/Timesheet", "components": spec["components"]}
    return openapi_schema_validator.OAS30Validator(wanted)
