"""The parts that scenes are put together from. Lengths are centimetres, angles degrees, right-handed axes."""
