"""What is inside a file that someone sends, read in a process of its own (see apart.py).

Nothing here imports Django: these modules are the programs of that process.
"""
