"""Words for codes and values, for the screen, the report and the command line alike.

Codes are stored, sentences never: every function here takes the translator of the language that is wanted.
"""
