"""The rules: values in, values out. No framework, no clock and no chance of its own."""
