"""Files that a visitor brings: sniffed, read as agreed, held to the contract, kept private.

Parsing happens in a separate, limited process (``worker``); what it leaves behind is typed Parquet
and a report. Nothing here writes a file's name, path or content to a log.
"""
