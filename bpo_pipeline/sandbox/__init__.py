"""The sandbox: foreign bytes are parsed only in a child process that can reach nothing.

``box`` is what others use; ``confine`` (bubblewrap), ``seccomp`` (system calls) and ``limits`` are
the walls; ``zygote`` forks one ``child`` per job; ``wire`` is the form of jobs and answers;
``verdict`` turns the way a job ended into a reason code.
"""

from bpo_pipeline.sandbox.box import Cost, Result, Sandbox
from bpo_pipeline.sandbox.limits import Limits

__all__ = ["Cost", "Limits", "Result", "Sandbox"]
