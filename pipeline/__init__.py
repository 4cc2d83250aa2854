"""Runs it all: the pure steps, the worker pool, the Prefect flow and the command line. The only room that knows
Prefect.
"""
