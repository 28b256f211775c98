"""Cases, metrics and reports: how well Wegwijs answers, measured."""
