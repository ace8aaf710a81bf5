"""Starts the process that keeps Chroma, without what Chroma imports and never uses here.

Its exporter of traces brings gRPC along, 13 MB; no traces are exported unless an address for them
is configured, which this process cannot be.
"""

import sys
from types import ModuleType

EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"


def leave_out_traces() -> None:
    """Have Chroma import an exporter that is none; to be called before Chroma is imported."""
    empty = ModuleType(EXPORTER)
    vars(empty)["OTLPSpanExporter"] = None
    sys.modules[EXPORTER] = empty


if __name__ == "__main__":
    leave_out_traces()
    from index.store_child import main

    main()
