#!/bin/bash
# Runs once, when PostgreSQL's volume is empty: one role and one database each for Airflow and for the documents.
set -euo pipefail
make_database() { # name, password
  psql --set ON_ERROR_STOP=1 --username postgres --set name="$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}
make_database airflow "$AIRFLOW_DB_PASSWORD"
make_database bpo "$BPO_DB_PASSWORD"
