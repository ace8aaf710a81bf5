"""Evaluation runs that decide whether a change made answers better."""
