"""Invented documents with exact truth, for the demo, the tests, training and the benchmarks."""
