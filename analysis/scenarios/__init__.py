"""What if: adoption of twins, rules for them, and who pays and is paid under stated assumptions.

``assumptions`` are rows with ranges; ``coding`` writes a reader's changes as short text; ``draws``
draws them together; ``base`` is a year of a ledger, from released aggregates only; ``model`` is the
formulas; ``results``, ``tornado`` and ``break_even`` are what is asked of it. Nothing here reads a
file or a database.
"""
