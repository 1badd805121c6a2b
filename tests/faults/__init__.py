"""Faults made on purpose, against a real server on a database of its own.

The client keeps its own list of what was acknowledged; afterwards the oracle compares it with the
database, the files and the outbox. At one tenth within the tests; in full by ``make faults``.
"""
