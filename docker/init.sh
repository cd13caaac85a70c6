#!/bin/bash
# Runs before every start of the Airflow containers; twice is harmless.
set -euo pipefail
airflow db migrate
python -c 'from bpo_pipeline import settings, store; store.upgrade(settings.load_settings().database_url)'
python -m bpo_pipeline.stack.deployment buckets
python -m bpo_pipeline.stack.deployment pools > /tmp/pools.json
airflow pools import /tmp/pools.json
