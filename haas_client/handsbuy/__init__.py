"""HandsBuy: the swap of a part by its owner, guided and proven."""
