"""Records of the benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """Median and 95th percentile of a warm question, in milliseconds."""

    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Build:
    """Passages a second that are cut and embedded, and that the encoder alone embeds."""

    passages_per_s: float
    encoder_passages_per_s: float


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """The product over so many passages; their vectors are by chance, the questions' are real.

    ``build_s`` is therefore without the encoder's time, which grows with the passages alone.
    """

    n_passages: int
    build_s: float
    ask: Latency
    encoder: Latency
    peak_mb: float
    disk_mb: float
