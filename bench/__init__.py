"""Benchmarks, which `make bench` runs: nights of a large clinic, beside the same nights as one hand-written script."""
