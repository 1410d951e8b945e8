"""Links by which the customer centre moves a case: signed, out of a fixed list, and never able to act by themselves."""
