"""From corpora to weights: needs the ``train`` extra, and is never needed to run Dateline."""
