"""The process that keeps Chroma imports no exporter of traces, and Chroma works without."""

import subprocess
import sys

from tests.chat_process import ROOT

PROGRAM = """
import sys
from index.store_main import leave_out_traces
leave_out_traces()
import index.store_child
print("grpc" in sys.modules, "chromadb" in sys.modules)
"""


def test_grpc_is_not_imported() -> None:
    """It would take 13 MB for nothing; if Chroma imports it elsewhere, this tells."""
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=ROOT
    )
    assert found.stdout.split() == ["False", "True"], found.stderr
