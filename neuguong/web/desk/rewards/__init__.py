"""Awards from above: the records made from decisions, who compares them, who agreed to be told of."""
