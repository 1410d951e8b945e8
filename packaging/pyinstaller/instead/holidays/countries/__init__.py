"""In the place of the package's own, which loads the holidays of 250 countries (24 MB). Ours asks for Japan by name."""
