"""Benchmarks, and a soak test."""
