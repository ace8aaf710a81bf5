"""Passages cut, embedded, stored and retrieved."""
