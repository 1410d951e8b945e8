"""One module a subject: it asks the host, decodes, and returns its part of the snapshot. They don't know each other."""
