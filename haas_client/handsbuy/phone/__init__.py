"""The guide on the owner's phone: one page that goes on working when the PC is off, and the server that hands it over.

Why it is as it is: decision 031.
"""
