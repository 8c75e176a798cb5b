"""How good Dateline is: corpora, metrics and reports."""
