"""Pure rules: a snapshot in, findings out. One module a part, thresholds as tables; rules don't know each other."""
