"""Mutated captures: whatever comes from outside, a line of judgement or a reason comes out."""
