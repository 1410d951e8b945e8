"""A swap guide on paper: for an owner who swaps a part while the PC is off."""
