"""Measures the program beside its peers, in one run: ``python -m benchmarks`` from the checkout."""
