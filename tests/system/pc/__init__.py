"""The emulated PC: its image, its QEMU, and what is done to it from outside."""
