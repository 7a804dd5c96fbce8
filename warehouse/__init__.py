"""What the world is (reference/), what was read of it (migrations/, append), and what it means (views/)."""
