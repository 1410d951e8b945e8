"""The emergency card drawn: on paper, on the screen, and as a picture for the phone."""
