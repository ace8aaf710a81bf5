"""Articles: where they come from and reading them into clean text."""
