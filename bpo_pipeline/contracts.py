"""The contract: one YAML file per client that says what applies to its documents.

``load_contracts`` never fails as a whole: a wrong file is named with path and reason and the
other clients go on. The JSON Schema is published as ``schemas/contract.v1.schema.json``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.documents.form_definition import FormDefinition
from bpo_pipeline.errors import WrongContract
from bpo_pipeline.model.employee import Employee, employees_from_csv
from bpo_pipeline.model.onboarding import FORMS
from bpo_pipeline.model.payables_terms import PayablesTerms
from bpo_pipeline.model.payroll_terms import PayrollTerms
from bpo_pipeline.model.working_hours import WorkingHours
from bpo_pipeline.model.working_time import Turnaround, WorkingTime

TIMESHEETS = ("timesheet", "timesheet_batch")
"""Types that become a pay run where the contract has a payroll."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(StrEnum):
    """Where the client's documents may be worked on; also the name of the Airflow queue."""

    ONSHORE = "onshore"
    NEARSHORE = "nearshore"
    OFFSHORE = "offshore"


class DuplicatePolicy(StrEnum):
    """What becomes of a document whose vendor, number and amount were seen before."""

    REVIEW = "review"
    REJECT = "reject"


class AllowedError(_Part):
    """The share of accepted values that may be wrong, by kind of field.

    The confidence that each field must have follows from it, by what was measured on vendors that no model knew.
    """

    money: float = Field(default=0.005, gt=0, le=0.05, description="Totals, taxes, amounts due.")
    identifiers: float = Field(default=0.02, gt=0, le=0.05, description="Numbers, tax ids, bank accounts, currency.")
    other: float = Field(default=0.02, gt=0, le=0.05, description="Dates, names, addresses, terms.")


class DocumentTerms(_Part):
    """What applies to one document type."""

    type: str = Field(description="Name of the document type, e.g. invoice.")
    required_fields: tuple[str, ...] = Field(
        default=(), description="Dotted paths that must have a value, beyond those the type always needs."
    )
    allowed_error: AllowedError = Field(
        default=AllowedError(),
        description="Share of values that may be wrong; the confidence that is asked for follows from it.",
    )
    minimum_confidence: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="Timesheets and forms about people only, whose confidence is not calibrated: a required field read "
        "with less goes to a person.",
    )

    @model_validator(mode="after")
    def _known(self) -> DocumentTerms:
        kinds = {kind.name: kind for kind in DOCUMENT_TYPES}
        if self.type not in kinds:
            message = f"type {self.type!r} is not known; known types: {', '.join(kinds)}"
            raise ValueError(message)
        fields = kinds[self.type].record.model_fields
        for path in self.required_fields:
            if path.split(".", 1)[0] not in fields:
                message = f"required field {path!r} is not a field of {self.type}; fields: {', '.join(sorted(fields))}"
                raise ValueError(message)
        return self


class Tolerances(_Part):
    """How far amounts may be apart before a rule speaks."""

    amount: Decimal = Field(default=Decimal("0.02"), ge=0, description="Absolute, in the document's currency.")
    purchase_order_percent: Decimal = Field(
        default=Decimal(2), ge=0, le=100, description="Invoice net above the order's net total, percent."
    )
    future_days: int = Field(default=7, ge=0, description="An issue date may lie this many days ahead.")
    past_days: int = Field(default=730, ge=1, description="An issue date may lie this many days back.")


class _TargetPart(_Part):
    documents: tuple[str, ...] = Field(
        default=(), description="Document types that go to this target; empty: all that become a posting."
    )

    def takes(self, document_type: str) -> bool:
        """Whether an approved document of that type goes to this target."""
        if self.documents:
            return document_type in self.documents
        return any(kind.name == document_type and kind.posts for kind in DOCUMENT_TYPES)


class TrytonTarget(_TargetPart):
    """Bills are created and posted in a Tryton company over REST."""

    kind: Literal["tryton"]
    company: str = Field(description="Name of the connection in the deployment's settings that holds URL and key.")


class FileTarget(_TargetPart):
    """Approved documents leave as import files in the client's outbox: ``ubl`` (UBL 2.1, EN 16931) or ``csv``."""

    kind: Literal["ubl", "csv"]
    prefix: str = Field(default="import/", pattern=r"^[a-z0-9][a-z0-9/_-]*/$", description="Folder in the outbox.")


Target = Annotated[TrytonTarget | FileTarget, Field(discriminator="kind")]


class MasterVendor(_Part):
    """A vendor of a client whose ERP cannot be asked: the list the client sent."""

    vendor_id: str
    name: str
    country: str = ""
    tax_ids: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()


class Retention(_Part):
    """How long things are kept after a document has ended."""

    originals_days: int = Field(default=3650, ge=1)
    readings_days: int = Field(default=365, ge=1)


class SecondKeying(_Part):
    """What people key a second time without seeing what was read or keyed before."""

    fields: tuple[str, ...] = Field(
        default=(), description="These are keyed before the document goes on, of each type that has them."
    )
    sample_percent: Decimal = Field(
        default=Decimal(0), ge=0, le=100, description="Share of straight-through documents that is keyed meanwhile."
    )
    people: int = Field(default=1, ge=1, le=2, description="1: the machine and a person; 2: two people.")


class Contract(_Part):
    """Everything that is particular to one client."""

    client: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$", description="Short name; also part of DAG and bucket names.")
    name: str = Field(description="The client's name, as on its letters.")
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217; the currency of the books.")
    tax_id: str = Field(default="", description="The client's own VAT id or EIN, compact (EN 16931 BT-48).")
    languages: tuple[str, ...] = Field(default=("en",), min_length=1, description="ISO 639-1, most likely first.")
    letters: Literal["", "en", "de"] = Field(
        default="", description="Language of letters to the client; empty: the first of languages if known, else en."
    )
    site: Site = Site.ONSHORE
    schedule_minutes: int = Field(default=5, ge=1, le=1440, description="How often the inbox is listed.")
    inbox: str = Field(default="", description="Bucket; empty: <client>-inbox.")
    outbox: str = Field(default="", description="Bucket; empty: <client>-outbox.")
    documents: tuple[DocumentTerms, ...] = Field(min_length=1)
    tolerances: Tolerances = Tolerances()
    duplicate_policy: DuplicatePolicy = DuplicatePolicy.REVIEW
    targets: tuple[Target, ...] = Field(min_length=1, description="Every approved bill goes to each of them.")
    approval_limit: Decimal = Field(gt=0, description="Gross above this waits at an approval gate in Airflow.")
    people: tuple[str, ...] = Field(
        default=(),
        description="Names in Airflow of the people who may see this client's documents; empty: everybody with a role.",
    )
    turnaround_hours: int = Field(
        default=24, ge=1, le=720, description="From arrival to an end; the clock stops while the client is asked."
    )
    working_hours: WorkingHours | None = Field(default=None, description="When that clock runs; without it, always.")
    second_keying: SecondKeying = SecondKeying()
    employees: tuple[Employee, ...] = Field(
        default=(), description="Employee list that timesheets are checked against."
    )
    employees_file: str = Field(
        default="", pattern=r"^[\w.-]*$", description="CSV beside the contract; its employees are added to the list."
    )
    forms: tuple[FormDefinition, ...] = Field(default=(), description="The client's own forms and surveys.")
    forms_files: tuple[str, ...] = Field(
        default=(), description="YAML files beside the contract, each with one form definition; added to forms."
    )
    vendors: tuple[MasterVendor, ...] = Field(default=(), description="Vendor list, for targets that cannot be asked.")
    chunk_size: int = Field(default=50, ge=25, le=50, description="Documents per task instance.")
    retention: Retention = Retention()
    payroll: PayrollTerms | None = Field(default=None, description="Pay codes, import files and payments of payroll.")
    payables: PayablesTerms | None = Field(default=None, description="Which banks pay approved bills, and when.")

    @model_validator(mode="after")
    def _every_type_has_a_target(self) -> Contract:
        for terms in self.documents:
            if self._kept_here(terms.type):
                continue
            if not any(target.takes(terms.type) for target in self.targets):
                message = f"no target takes document type {terms.type!r}; add it to a target's documents"
                raise ValueError(message)
        return self

    @property
    def letter_language(self) -> str:
        """In which language the client is written to."""
        first = self.languages[0]
        return self.letters or (first if first in {"en", "de"} else "en")

    @property
    def turnaround(self) -> Turnaround:
        """How much working time a document may take."""
        hours = WorkingTime() if self.working_hours is None else self.working_hours.working_time
        return Turnaround(dt.timedelta(hours=self.turnaround_hours), hours)

    @property
    def onboards(self) -> bool:
        """Whether accepted forms change master data."""
        return any(one.type in FORMS for one in self.documents)

    def _kept_here(self, document_type: str) -> bool:
        """Whether a type needs no target: it becomes a pay run, a change request or answers, or is matched."""
        if document_type == "bank_statement":
            return self.payables is not None
        return document_type in (*FORMS, "survey") or (self.payroll is not None and document_type in TIMESHEETS)

    @property
    def inbox_bucket(self) -> str:
        """Bucket that the client writes to."""
        return self.inbox or f"{self.client}-inbox"

    @property
    def outbox_bucket(self) -> str:
        """Bucket that the client reads from."""
        return self.outbox or f"{self.client}-outbox"

    def targets_for(self, document_type: str) -> tuple[tuple[str, Target], ...]:
        """Name and target of each place an approved document of that type goes to.

        The name is the target's kind, with its place in the contract when there are several of a kind.
        """
        return tuple((name, target) for name, target in self.named_targets() if target.takes(document_type))

    def named_targets(self) -> tuple[tuple[str, Target], ...]:
        """All targets by name: ``tryton``, ``ubl``, ``csv``; ``csv-2`` for the second of a kind."""
        seen: dict[str, int] = {}
        named = []
        for target in self.targets:
            seen[target.kind] = seen.get(target.kind, 0) + 1
            name = target.kind if seen[target.kind] == 1 else f"{target.kind}-{seen[target.kind]}"
            named.append((name, target))
        return tuple(named)

    @property
    def pool(self) -> str:
        """Airflow's pool for posting, with one slot: a company's ledger takes one posting at a time."""
        return f"post_{next((one.company for one in self.targets if one.kind == 'tryton'), self.client)}"

    def terms(self, document_type: str) -> DocumentTerms | None:
        """The terms of a document type, or None when the contract does not cover it."""
        return next((one for one in self.documents if one.type == document_type), None)


@dataclass(frozen=True, slots=True)
class Contracts:
    """The contracts that can be used, and one sentence for each file that cannot."""

    by_client: dict[str, Contract]
    errors: tuple[str, ...]


def load_contract(path: Path) -> Contract:
    """Read one contract file.

    Raises WrongContract naming file, path inside it and reason.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        contract = Contract.model_validate(data)
        if contract.employees_file:
            listed = employees_from_csv((path.parent / contract.employees_file).read_text(encoding="utf-8"))
            contract = contract.model_copy(update={"employees": (*contract.employees, *listed)})
        defined = tuple(load_form(path.parent / name) for name in contract.forms_files)
        contract = contract.model_copy(update={"forms": (*contract.forms, *defined)})
    except ValidationError as problem:
        reasons = "; ".join(
            f"{'.'.join(str(part) for part in one['loc']) or 'file'}: {one['msg']}" for one in problem.errors()
        )
        message = f"{path.name}: {reasons}"
        raise WrongContract(message) from None
    except (OSError, ValueError, ArithmeticError, yaml.YAMLError) as problem:
        message = f"{path.name}: cannot be read: {problem}"
        raise WrongContract(message) from None
    if contract.client != path.stem:
        message = f"{path.name}: client: is {contract.client!r}, but the file is named {path.stem!r}; they must agree"
        raise WrongContract(message)
    return contract


def load_form(path: Path) -> FormDefinition:
    """Read one form definition. Raises ValidationError, OSError or yaml.YAMLError."""
    return FormDefinition.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def load_contracts(folder: Path) -> Contracts:
    """Read all ``*.yaml`` of a folder; wrong ones are named in ``errors``."""
    by_client: dict[str, Contract] = {}
    errors: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            contract = load_contract(path)
        except WrongContract as problem:
            errors.append(str(problem))
        else:
            by_client[contract.client] = contract
    return Contracts(by_client, tuple(errors))
