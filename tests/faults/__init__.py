"""Tests of what happens when processes die, disks fill and files are damaged."""
