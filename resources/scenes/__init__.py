"""The pictures of the swap guides, drawn from descriptions of PC parts by Blender's Python module (README.md)."""
