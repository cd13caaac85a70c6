"""What a person may do at the desk: the role is Airflow's, the clients are those of the contracts that name them.

Every route names one of ``Reader``, ``Reviewer`` or ``Lead``; a route about a client takes it from the path by
``OwnClient``, which answers 404 for a client that is not theirs, as for one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import Depends, Path, Request, status
from starlette.exceptions import HTTPException

from bpo_pipeline.app import App
from desk.office import Office


class Role(IntEnum):
    """What somebody may do; who may do more may do the lesser things too."""

    READ = 1
    REVIEW = 2
    LEAD = 3


ROLES = {"viewer": Role.READ, "user": Role.REVIEW, "op": Role.LEAD, "admin": Role.LEAD}
"""Airflow's roles (https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/auth-manager/simple/)."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in."""

    name: str
    role: Role
    clients: tuple[str, ...]
    """The clients whose documents they may see, by name."""

    @property
    def reviews(self) -> bool:
        """Whether they may change anything."""
        return self.role >= Role.REVIEW

    @property
    def leads(self) -> bool:
        """Whether they may give documents to others."""
        return self.role >= Role.LEAD


def person_of(user: GetUserDep, office: Office) -> Person:
    """The person behind the request. An unknown role may only look."""
    named = getattr(user, "role", None) or next(iter(getattr(user, "roles", None) or ()), "")
    role = ROLES.get(str(getattr(named, "name", named)).lower(), Role.READ)
    return Person(user.get_name(), role, clients_of(office, user.get_name()))


def clients_of(office: App, name: str) -> tuple[str, ...]:
    """The clients whose contract names the person, or names nobody."""
    contracts = office.contracts.by_client
    return tuple(one for one in sorted(contracts) if not contracts[one].people or name in contracts[one].people)


def at_least(role: Role) -> Callable[[Person], Person]:
    """A dependency: the person, if their role is enough; else 403."""

    def person(person: Annotated[Person, Depends(person_of)]) -> Person:
        if person.role < role:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Your role in Airflow lets you look, but not do this.")
        return person

    person.__dict__["role"] = role
    return person


Reader = Annotated[Person, Depends(at_least(Role.READ))]
Reviewer = Annotated[Person, Depends(at_least(Role.REVIEW))]
Lead = Annotated[Person, Depends(at_least(Role.LEAD))]


def own_client(person: Reader, client: Annotated[str, Path()]) -> str:
    """The client in the path, if the person may see it; else 404."""
    if client not in person.clients:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such client, or its contract cannot be used.")
    return client


OwnClient = Annotated[str, Depends(own_client)]
DocumentId = Annotated[str, Path(pattern=r"^[a-z2-7]{24}$")]


def same_origin(request: Request) -> None:
    """A dependency of every route: what changes something comes from our own pages, else 403."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host')}"
    if site not in {None, "same-origin", "none"} or (origin is not None and origin != own):
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This was sent by another site, so nothing was done.")
