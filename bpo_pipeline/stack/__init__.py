"""The local stack without Docker: PostgreSQL, S3, Tryton and Airflow in one folder that ``git`` ignores.

``up`` starts what does not run and repairs what a crash left, so calling it twice is harmless; ``down`` leaves no
process behind and keeps all data; ``status`` and ``logs`` look without touching.
"""

from __future__ import annotations

from bpo_pipeline.stack.house import GROUPS, StackInfo, down, up
from bpo_pipeline.stack.ports import Ports, PortTaken
from bpo_pipeline.stack.watch import PARTS, PartStatus, logs, status

__all__ = ["GROUPS", "PARTS", "PartStatus", "PortTaken", "Ports", "StackInfo", "down", "logs", "status", "up"]
