"""Question answering: the assistant and its doors."""
