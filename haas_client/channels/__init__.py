"""How a bundle gets to the customer centre. None of them claims more than it knows: handed over is not sent."""
