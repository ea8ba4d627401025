"""Measurements of the product beside others, in one run on one machine: see docs/benchmarks.md."""
