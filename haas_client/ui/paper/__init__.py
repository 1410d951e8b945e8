"""What is drawn on paper, whichever document it is: its blocks, its sheets, and how they leave the program."""
