"""The facts of the field: kinds, sides, fields, number rules, checks, and the dataclasses everyone speaks. Pure."""
