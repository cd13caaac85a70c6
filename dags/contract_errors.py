"""Name contracts that cannot be used, as an import error on Airflow's first page; no DAG is defined here.

The DAGs of all other clients go on. The error goes away by itself when the contract is right again.
"""

from __future__ import annotations

from airflow.sdk.exceptions import AirflowException
from shared import CONTRACTS

if CONTRACTS.errors:
    raise AirflowException("contract that cannot be used: " + "; ".join(CONTRACTS.errors))
