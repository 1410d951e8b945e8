"""The emergency card: what an owner needs when this PC does not start any more, made while it lives."""
