"""Evidence: the machine is read once into a frozen snapshot, and pure rules turn it into findings."""
