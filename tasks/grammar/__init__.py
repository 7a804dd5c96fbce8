"""Pure grammar: text and a lexicon in, frozen dataclasses out.

Nothing here may touch Prefect, DuckDB, pandas, a clock, the network or a file.
"""
