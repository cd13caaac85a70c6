"""Values of people that nobody sees by accident: social security and account numbers, pay, birth dates.

A ``Sensitive`` shows itself masked wherever it is printed, logged, formatted, dumped or put into an error. The value
itself comes out of ``plain()`` alone, which only the writers of files that must carry it and the logged act of showing
it may call; a test holds the list of these places.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler


class SensitiveKind(StrEnum):
    """What is hidden, and so how it is masked."""

    TAX_ID = "tax_id"
    ACCOUNT = "account"
    PAY = "pay"
    BIRTH_DATE = "birth_date"


NAMES = {
    "ssn": SensitiveKind.TAX_ID,
    "employee_ssn": SensitiveKind.TAX_ID,
    "ssn_last4": SensitiveKind.TAX_ID,
    "ein": SensitiveKind.TAX_ID,
    "recipient_tin": SensitiveKind.TAX_ID,
    "alien_number": SensitiveKind.TAX_ID,
    "foreign_tax_id": SensitiveKind.TAX_ID,
    "account_number": SensitiveKind.ACCOUNT,
    "account_numbers": SensitiveKind.ACCOUNT,
    "counterparty_account": SensitiveKind.ACCOUNT,
    "date_of_birth": SensitiveKind.BIRTH_DATE,
}
"""Fields of records that hold such a value, by the last part of their path."""
REVEALED = "revealed"
"""The event of showing somebody such a value."""
PAY_PAPERS = frozenset({"payslip", "w2"})
"""Types whose amounts are somebody's pay."""


def hidden_kind(path: str, document_type: str = "", *, amount: bool = False) -> SensitiveKind | None:
    """What is hidden at a path of a record; None for what everybody may see."""
    if amount and document_type in PAY_PAPERS:
        return SensitiveKind.PAY
    return NAMES.get(path.rsplit(".", 1)[-1])


class Sensitive:
    """A value that shows only its mask: ``***-**-1234``, ``****6789``, ``****``."""

    __slots__ = ("_kind", "_value")
    _kind: SensitiveKind
    _value: str

    def __init__(self, value: str, kind: SensitiveKind) -> None:
        """Hide *value* from now on."""
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_kind", kind)

    @property
    def kind(self) -> SensitiveKind:
        """What is hidden."""
        return self._kind

    def plain(self) -> str:
        """The value itself: never log it, never put it into an error, never give it to Airflow."""
        return self._value

    @property
    def masked(self) -> str:
        """What may be shown."""
        end = re.sub(r"\W", "", self._value)[-4:]
        if self._kind is SensitiveKind.TAX_ID:
            return f"***-**-{end}" if len(re.sub(r"\W", "", self._value)) > len(end) else "***-**-****"
        if self._kind is SensitiveKind.ACCOUNT:
            # a short account number would be half told by its last four characters
            return f"****{end}" if len(re.sub(r"\W", "", self._value)) >= 8 else "****"
        return "****"

    def __repr__(self) -> str:
        return self.masked

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(self.masked, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sensitive) and (self._kind, self._value) == (other._kind, other._value)

    def __hash__(self) -> int:
        return hash((self._kind, self._value))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"a sensitive value does not change ({name})"
        raise AttributeError(message)

    def __copy__(self) -> Sensitive:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Sensitive:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        message = "a sensitive value is never pickled"
        raise TypeError(message)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """In a record: only a Sensitive is taken, and a dump shows the mask."""
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(lambda one: one.masked)
        )


def tax_id(value: str) -> Sensitive:
    """A social security number or another tax id of a person."""
    return Sensitive(value, SensitiveKind.TAX_ID)


def account(value: str) -> Sensitive:
    """A bank account number or an IBAN."""
    return Sensitive(value, SensitiveKind.ACCOUNT)
