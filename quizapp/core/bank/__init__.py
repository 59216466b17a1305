"""A bank: a unit of readings and the questions about them, as values and as files."""
